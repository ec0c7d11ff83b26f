import { describe, expect, it } from 'vitest'
import { takeRows } from '../../src/accounts/takeRows.ts'
import { weightRows } from '../../src/accounts/weightRows.ts'
import { randomBelow } from '../../src/lib/rng.ts'
import type { Guardrails } from '../../src/loop/guardrails.ts'
import { createGuard } from '../../src/search/guard.ts'
import { type StudiedRun, studySetup } from '../../src/studies/runStudies.ts'
import { searchAgain } from '../../src/studies/search.ts'
import type { StudySetup } from '../../src/studies/study.ts'
import { brokenGuardrails, TIERS } from '../search/plainGuard.ts'
import { randomDataset } from '../search/randomDataset.ts'
import { repeat } from './fixtures.ts'

const ROWS = 700
const plain = randomDataset(5, {
  ...{ rows: ROWS, features: ['flag', 'count', 'fraction', 'count'], baseScore: 30 },
  money: 'decimal',
})
const codes = Uint16Array.from({ length: ROWS }, (_, row) => row % 2)
const dataset = { ...plain, segments: [{ column: 'plan', labels: ['a', 'b'], codes }] }
const names = dataset.features.map(({ name }) => name)
const start = Int32Array.of(3, 1, 3, 0)
const guardrails: Guardrails = { maxHhi: 3900, maxSegmentDrop: 0.005, maxNonZero: 3 }

function run(strategy: string, limits?: Guardrails): StudiedRun {
  return {
    header: {
      spec: {
        model: 'm',
        max_score: 100,
        features: Object.fromEntries(
          names.map((name, i) => [name, { weight: start[i]!, min: -5, max: 15 }]),
        ),
        tiers: TIERS,
        extra: {},
      },
      metric: 'auc_roc_retain',
      strategy,
      seed: 42,
      budget: strategy === 'random' ? 600 : Number.POSITIVE_INFINITY,
      split: { searchRows: ROWS },
      baseline: { value: 0.5 },
      ...(limits === undefined ? {} : { guardrails: limits }),
    },
    experiments: 600,
    finished: true,
    best: { weights: null, value: 0.5 },
  }
}

describe('studies of a run within guardrails', () => {
  it.each(['random', 'deep', 'sparse'])('search %s within them', (strategy) => {
    const groups = Uint16Array.of(0, 1, 2, 3)
    const broken = (weights: Int32Array) =>
      brokenGuardrails(dataset, 'auc_roc_retain', guardrails, TIERS, groups, start, weights)
    const held = searchAgain(studySetup(run(strategy, guardrails)), dataset)
    const free = searchAgain(studySetup(run(strategy)), dataset)
    expect(broken(held.weights)).toEqual([])
    expect(broken(free.weights)).not.toEqual([])
    expect(held.value).toBeLessThan(free.value)
    expect(held.value).toBeGreaterThan(held.startValue)
  })

  it('measure them on the rows of each repetition', () => {
    const setup = studySetup(run('random', guardrails))
    for (const kind of ['shuffle', 'resample', 'folds'] as const) {
      const made = (of: StudySetup) => [0, 1, 2, 3].map((index) => repeat(of, dataset, kind, index))
      expect(made(setup)).toEqual(made(setup))
      expect(made(setup)).not.toEqual(made(studySetup(run('random'))))
    }
  })
})

describe('a guard on weighted rows', () => {
  it('is the guard on as many rows', () => {
    const weights = Uint8Array.from({ length: ROWS }, (_, row) => randomBelow(3, row, 1, 4))
    const repeated = Uint32Array.from(
      [...weights.keys()].flatMap((row) => new Array<number>(weights[row]!).fill(row)),
    )
    const groups = Uint16Array.of(0, 1, 2, 3)
    const terms = { limits: guardrails, tiers: TIERS, start, groups }
    const one = createGuard(weightRows(dataset, weights), 'auc_roc_retain', terms)
    const other = createGuard(takeRows(dataset, repeated), 'auc_roc_retain', terms)
    const reasons = new Set<string | null>()
    for (let draw = 0; draw < 150; draw++) {
      const tried = start.map((weight, at) =>
        randomBelow(4, draw, at, 2) === 0 ? randomBelow(4, draw, 9 + at, 12) - 3 : weight,
      )
      const reason = one(tried)
      expect(reason).toBe(other(tried))
      reasons.add(reason)
    }
    expect(reasons.size).toBeGreaterThan(3)
  })
})
