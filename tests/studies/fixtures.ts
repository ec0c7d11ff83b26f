import type { Dataset } from '../../src/accounts/dataset.ts'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import type { ScoreVector } from '../../src/evaluation/scoreVector.ts'
import { randomUniform } from '../../src/lib/rng.ts'
import { replicate } from '../../src/studies/replicate.ts'
import type { Replicate, StudyKind, StudySetup } from '../../src/studies/study.ts'
import { type DatasetShape, randomDataset } from '../search/randomDataset.ts'

export const SHAPE: DatasetShape = {
  rows: 600,
  features: ['flag', 'count', 'fraction', 'count', 'flag', 'fraction'],
  money: 'decimal',
}

/** A setup with one locked weight; the best weights are those of the start unless given. */
export function setupOf(dataset: Dataset, patch: Partial<StudySetup> = {}): StudySetup {
  const features = dataset.features.length
  const start = new Int32Array(features).fill(5)
  const locked = new Uint8Array(features)
  locked[features - 1] = 1
  return {
    metric: 'auc_roc_retain',
    strategy: 'random',
    seed: 4,
    budget: 300,
    bounds: {
      min: new Int32Array(features).fill(-5),
      max: new Int32Array(features).fill(25),
      locked,
    },
    groups: Uint16Array.from({ length: features }, (_, i) => i),
    startWeights: start,
    bestWeights: start,
    ...patch,
  }
}

/** A repetition on these rows; gains are counted from the start unless other scores are given. */
export function repeat(
  setup: StudySetup,
  dataset: Dataset,
  kind: StudyKind,
  index: number,
  incumbent: ScoreVector = scoreRows(dataset, setup.startWeights),
): Replicate {
  return replicate(setup, { dataset, incumbent }, kind, index)
}

/** The same accounts, their outcomes by chance alone, or by the first feature (a flag) and some chance. */
export function withOutcomes(dataset: Dataset, seed: number, planted: boolean): Dataset {
  const [{ values }] = dataset.features
  const retained = Uint8Array.from({ length: dataset.rowCount }, (_, row) => {
    const chance = planted ? (values[row] > 0 ? 0.9 : 0.4) : 0.7
    return randomUniform(seed, row, 77) < chance ? 1 : 0
  })
  return { ...dataset, outcomes: { ...dataset.outcomes, retained, churned: null } }
}

export { randomDataset }
