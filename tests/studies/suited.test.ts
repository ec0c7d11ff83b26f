import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../src/accounts/dataset.ts'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import { suitedSpec } from '../../src/accounts/suited.ts'
import { takeRows } from '../../src/accounts/takeRows.ts'
import { boundsOf } from '../../src/search/bounds.ts'
import { suitedNumbers } from '../../src/search/suitedNumbers.ts'
import { foldOf } from '../../src/studies/folds.ts'
import { type StudiedRun, studySetup } from '../../src/studies/runStudies.ts'
import { metricOf, searchAgain } from '../../src/studies/search.ts'
import type { StudyKind } from '../../src/studies/study.ts'
import { randomDataset, repeat, SHAPE } from './fixtures.ts'

const before: Spec = {
  ...{ model: 'm', max_score: 100, base_score: -300, tiers: [], extra: {} },
  features: Object.fromEntries(
    SHAPE.features.map((_, i) => [`f${i}`, { weight: 5, min: -5, max: 25 }]),
  ),
}
const weights = new Int32Array(SHAPE.features.length).fill(5)
const dataset = { ...randomDataset(52, SHAPE), baseScore: before.base_score! }
const metric = 'auc_roc_retain'
const run = { search: dataset, metric, bounds: boundsOf(before), startWeights: weights } as const
const suited = suitedNumbers(run, 'deep')!

const header: StudiedRun['header'] = {
  ...{ spec: suitedSpec(before, suited), metric, strategy: 'deep', seed: 4, budget: Infinity },
  ...{ split: { searchRows: dataset.rowCount }, baseline: { value: 0.5 }, suited },
  origin: { spec: before, figures: { value: 0.5 } },
}
const best = { weights: null, value: 0.6 }
const setup = studySetup({ header, experiments: 9, finished: true, best })

describe('studies of a run that chose its base score and bounds', () => {
  const incumbent = scoreRows(dataset, weights)
  const made = (kind: StudyKind, baseScore: number, of = setup) =>
    repeat(of, { ...dataset, baseScore }, kind, 3, incumbent)

  it('choose them anew on the rows of the repetition', () => {
    expect(suited.baseScore?.to).not.toBe(before.base_score)
    const { suitedFrom: _, ...kept } = setup
    for (const kind of ['folds', 'shuffle'] as const) {
      expect(made(kind, 40)).toEqual(made(kind, -300))
      expect(made(kind, 40, kept)).not.toEqual(made(kind, -300, kept))
    }
  })

  it('search a fold as a run on the other rows would', () => {
    const { train, test } = foldOf(setup, dataset, 3)
    const inside = takeRows(dataset, train)
    const spec = suitedSpec(before, suitedNumbers({ ...run, search: inside }, 'deep')!)
    const on = (rows: Dataset) => ({ ...rows, baseScore: spec.base_score! })
    const own = { ...setup, bounds: boundsOf(spec) }
    const found = searchAgain(own, on(inside))
    const candidate = metricOf(own, on(takeRows(dataset, test)), found.weights)
    expect(made('folds', 40)).toMatchObject({ candidate })
  })

  it('leave them to the choice of shapes where there is one', () => {
    const shaped = { from: before, overrule: {} }
    const input = { experiments: 9, finished: true, best }
    expect(studySetup({ header: { ...header, shaped }, ...input })).not.toHaveProperty('suitedFrom')
    const { suited: _, ...given } = header
    expect(studySetup({ header: given, ...input })).not.toHaveProperty('suitedFrom')
  })
})
