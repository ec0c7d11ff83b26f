import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../src/accounts/dataset.ts'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import { randomBelow } from '../../src/lib/rng.ts'
import { certificateRecord, certificateSentence } from '../../src/loop/certificate.ts'
import { createDeepContext, type DeepContext } from '../../src/search/deep/context.ts'
import { type DeepTask, performTask } from '../../src/search/deep/deepTask.ts'
import { createGate } from '../../src/search/deep/gate.ts'
import { createMoveGain } from '../../src/search/deep/moveGain.ts'
import { MOST_ASKED } from '../../src/search/deep/pairs.ts'
import { searchDeep } from '../../src/search/deep/searchDeep.ts'
import { createObjective } from '../../src/search/objective.ts'
import { createPairedGain } from '../../src/search/pairedGain.ts'
import { classCounts } from '../../src/statistics/classCounts.ts'
import { aggregated, cellsOf, fewLevelAccounts } from './mixedRows.ts'
import { type DatasetShape, randomDataset } from './randomDataset.ts'
import { boundsOf } from './taskRun.ts'

const METRIC = 'auc_roc_retain'
const SHAPE: DatasetShape = {
  rows: 500,
  features: ['flag', 'rareFlag', 'count', 'fraction', 'fraction', 'commonFlag'],
}
const START = new Int32Array(6).fill(2)
const BOUNDS = boundsOf(6, -3, 8)

/** The accounts of a seed, all but some of each hundred retained. */
function withFewChurned(seed: number): Dataset {
  const dataset = randomDataset(seed, SHAPE)
  const retained = dataset.outcomes.retained!.map((stayed, row) => (row % 4 === 0 ? stayed : 1))
  return { ...dataset, outcomes: { ...dataset.outcomes, retained } }
}

/** Every change of one weight that scores higher, and the highest few of each two of those that are tried. */
function* higher(dataset: Dataset, from: Int32Array): Generator<Int32Array> {
  const objective = createObjective(dataset, METRIC)
  const best = objective.reset(from)
  const { sweeper } = createDeepContext(dataset, METRIC, BOUNDS, 1)
  const isNear = (weight: number, feature: number) => Math.abs(weight - from[feature]) <= 3
  for (let a = 0; a < 6; a++) {
    for (let b = a; b < 6; b++) {
      const found: { candidate: Int32Array; comparable: number }[] = []
      for (let x = -3; x <= 8; x++) {
        for (let y = -3; y <= 8; y++) {
          if (a === b ? x !== y : x === from[a] || y === from[b]) continue
          if (a !== b && !sweeper.jointly(a, b) && !(isNear(x, a) && isNear(y, b))) continue
          const candidate = from.slice()
          candidate[a] = x
          candidate[b] = y
          const comparable = objective.reset(candidate)
          if (comparable > best) found.push({ candidate, comparable })
        }
      }
      found.sort((one, other) => other.comparable - one.comparable)
      const asked = a === b ? found : found.slice(0, MOST_ASKED)
      for (const { candidate } of asked) yield candidate
    }
  }
}

describe('equal specs behind the gate', () => {
  it('are those of which every account beats as many of the other outcome', () => {
    const dataset = randomDataset(9, { ...SHAPE, rows: 120 })
    const gate = createGate(dataset, METRIC)!
    const objective = createObjective(dataset, METRIC)
    const retained = dataset.outcomes.retained!
    const beaten = (weights: Int32Array) => {
      const scores = scoreRows(dataset, weights).values
      const rows = [...retained.keys()]
      return rows.map((row) =>
        rows.reduce((sum, other) => {
          const apart = retained[row] - retained[other]
          return apart === 0 ? sum : sum + Math.sign(scores[row] - scores[other])
        }, 0),
      )
    }
    const from = new Int32Array(6).fill(1)
    const candidates = [new Int32Array(6).fill(2), from.slice()]
    for (let draw = 0; draw < 5000; draw++) {
      candidates.push(from.map((_, i) => randomBelow(4, draw, i, 3)))
    }
    const value = objective.reset(from)
    const equal = candidates.filter((candidate) => objective.reset(candidate) === value)
    const same = equal.map((candidate) => gate.isSame(from, candidate))
    expect(same).toEqual(equal.map((each) => `${beaten(each)}` === `${beaten(from)}`))
    expect(same).toContain(false) // equal by chance
    expect(same.filter((each) => each).length).toBeGreaterThan(1)
  })
})

describe('certificate behind the gate', () => {
  it('claims, by brute force, what no change of one weight or two gains more than', () => {
    let seen = 0
    for (const seed of [1, 3, 7, 8, 11]) {
      for (const dataset of [randomDataset(seed, SHAPE), withFewChurned(seed)]) {
        const { weights, certificate } = searchDeep(dataset, METRIC, BOUNDS, START, 1)
        const pairedGain = createPairedGain(dataset, METRIC)!
        expect(certificate).toMatchObject({ single: true, pairs: 'window 3', asked: MOST_ASKED })
        const asked = certificate?.standardErrors ?? 1
        expect(asked).toBeCloseTo(Math.min(4, 200 / pairedGain.rarer), 12)
        for (const candidate of higher(dataset, weights)) {
          const { mean, standardError, oneMore } = pairedGain(weights, candidate)
          const errors = mean / Math.hypot(standardError, oneMore)
          expect(errors).toBeLessThanOrEqual(asked)
          seen += Number(errors > 1)
        }
      }
    }
    expect(seen).toBeGreaterThan(50) // that 'more than one standard error' is not true of
  })

  it('names the errors it asked for, in words and in files', () => {
    const certificate = { single: true, pairs: true, global: false, checked: 1234 } as const
    const before = { ...certificate, byStandardError: true }
    expect(certificateSentence(before)).toMatch(
      /^No change of one weight and no change of two weights i/,
    )
    const gated = { ...before, asked: 4 }
    expect(certificateSentence(gated)).toMatch(
      /^No change of one weight and none of the 4 best changes of each two weights improves the metric by /,
    )
    expect(certificateRecord(gated).asked_of_two).toBe(4)
    expect(certificateSentence({ ...certificate, byStandardError: false })).toBe(
      'No change of one weight and no change of two weights improves the metric (1,234 checked).',
    )
    expect(certificateSentence(gated)).toContain(' by more than one standard error, with')
    const few = { ...gated, standardErrors: 200 / 72 }
    expect(certificateSentence(few)).toContain(' by more than 2.8 standard errors, with')
    expect(certificateSentence({ ...gated, standardErrors: 1.02 })).toContain('1.1 standard errors')
    expect(certificateRecord(few).standard_errors).toBe(few.standardErrors)
    expect(certificateRecord(gated)).not.toHaveProperty('standard_errors')
  })

  it('asks for the lower gains of a sweep where the highest do not pass', () => {
    const dataset = randomDataset(2, SHAPE)
    const context = createDeepContext(dataset, METRIC, BOUNDS, 1)
    const objective = createObjective(dataset, METRIC)
    const start = objective.reset(START)
    const ordered = [...higher(dataset, START)].map((weights) => ({
      weights,
      changes: weights.filter((weight, i) => weight !== START[i]).length,
      comparable: objective.reset(weights),
    }))
    for (const changes of [1, 2]) {
      const found = ordered
        .filter((each) => each.changes === changes && each.comparable > start)
        .sort((a, b) => a.comparable - b.comparable)
      expect(found.length).toBeGreaterThan(10)
      for (const only of [found[0], found[5]]) {
        const passes = (_: Int32Array, after: Int32Array) => after.join() === only.weights.join()
        const gate = { passes, isSame: () => false, beats: () => false, standardErrors: 1 }
        const ends = ended({ ...context, gate }, changes)
        expect(ends).toContain(only.weights.join())
      }
    }
  })

  it('measures gains as the paired gain of two specs does', () => {
    for (const [seed, shape] of [
      [1, SHAPE],
      [2, { ...SHAPE, counted: true }],
      [3, { ...SHAPE, resolution: 1000, maxScore: 1000, rows: 60 }],
      [4, { ...SHAPE, baseScore: 30.5, onlyChurned: true }],
      [5, { ...SHAPE, features: ['count', 'wide', 'flag', 'u16', 'negative', 'constant'] }],
    ] as [number, DatasetShape][]) {
      const dataset = randomDataset(seed, shape)
      for (const metric of ['auc_roc_retain', 'auc_roc_churn'] as const) {
        const moveGain = createMoveGain(dataset, classCounts(dataset.outcomes, metric)!)
        const pairedGain = createPairedGain(dataset, metric)!
        for (let step = 0; step < 40; step++) {
          const before = START.map((_, i) => ((step >> 2) * (i + 3)) % 9)
          const after = before.map((weight, i) => weight + (i === step % 6 ? 1 + (step % 4) : 0))
          const [plain, fast] = [pairedGain(before, after), moveGain(before, after)]
          expect(fast.mean).toBeCloseTo(plain.mean, 12)
          expect(fast.standardError).toBeCloseTo(plain.standardError, 10)
          expect(fast.oneMore).toBeCloseTo(plain.oneMore, 12)
        }
      }
    }
    expect(createGate(randomDataset(9, { ...SHAPE, rows: 5000 }), METRIC)).toBeNull()
  })

  it('asks the same of accounts one a row and of many in a row, of both outcomes', () => {
    const listed = fewLevelAccounts(1, 3000)
    const rows = aggregated(listed)
    expect(listed.rowCount).toBeGreaterThan(5 * rows.rowCount)
    const [one, many] = [createGate(listed, METRIC)!, createGate(rows, METRIC)!]
    expect(many.standardErrors).toBe(one.standardErrors)
    const cellOf = cellsOf(listed)
    const seen = { passes: 0, beats: 0 }
    for (let step = 0; step < 60; step++) {
      const before = Int32Array.from({ length: 8 }, (_, k) => ((step >> 3) * (k + 3)) % 9)
      const after = before.map((weight, k) => weight + (k === step % 8 ? 1 + (step % 5) : 0))
      const passes = many.passes(before, after)
      expect(passes).toBe(one.passes(before, after))
      const leftOut = Float64Array.from(rows.features[step % 8].values)
      const beats = many.beats(leftOut, after, before)
      const spread = Float64Array.from(cellOf, (row) => leftOut[row])
      expect(beats).toBe(one.beats(spread, after, before))
      seen.passes += Number(passes)
      seen.beats += Number(beats)
    }
    for (const times of Object.values(seen)) {
      expect(times).toBeGreaterThan(0)
      expect(times).toBeLessThan(60)
    }
    const count = rows.outcomes.count!.map((accounts) => accounts + 0.5)
    expect(createGate({ ...rows, outcomes: { ...rows.outcomes, count } }, METRIC)).toBe(null)
  })
})

/** Specs that a climb, or the pairs of each feature, come to from the start. */
function ended(context: DeepContext, changes: number): string[] {
  const base = { id: 0, incumbent: START }
  const tasks: DeepTask[] =
    changes === 1
      ? [{ ...base, kind: 'combine', moves: [] }]
      : Array.from(context.movable, (feature) => ({ ...base, kind: 'pairs', feature }))
  return tasks.map((task) => {
    const steps = performTask(context, task)
    let step = steps.next()
    while (step.done !== true) step = steps.next()
    const weights = step.value.weights.slice()
    const { move } = step.value
    for (const [i, feature] of (move?.features ?? []).entries()) weights[feature] = move!.weights[i]
    return weights.join()
  })
}
