import { describe, expect, it } from 'vitest'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import { takeRows } from '../../src/accounts/takeRows.ts'
import { ceilingValue, fitCeiling } from '../../src/studies/ceiling.ts'
import { foldOf } from '../../src/studies/folds.ts'
import { sameStory } from '../../src/studies/sameStory.ts'
import { FOLDS, type FoldReplicate, type Replicate } from '../../src/studies/study.ts'
import { summarizeFolds } from '../../src/studies/summarizeFolds.ts'
import type { ResampleSummary } from '../../src/studies/summarizeResample.ts'
import { aggregated, fewLevelAccounts } from '../search/mixedRows.ts'
import { plainClimb } from '../search/plainClimb.ts'
import { referenceValue } from '../search/reference.ts'
import { randomDataset, repeat, SHAPE, setupOf } from './fixtures.ts'

const dataset = randomDataset(51, SHAPE)
const setup = setupOf(dataset)
const at = (index: number) => repeat(setup, dataset, 'folds', index) as FoldReplicate

describe('folds', () => {
  it('divide the accounts anew in each repetition, each outcome alike', () => {
    const { retained } = dataset.outcomes
    const share = retained!.filter((event) => event === 1).length / dataset.rowCount
    const seen: string[] = []
    for (let repetition = 0; repetition < 2; repetition++) {
      const tests = Array.from({ length: FOLDS }, (_, fold) =>
        foldOf(setup, dataset, repetition * FOLDS + fold),
      )
      const rows = tests.flatMap(({ test }) => [...test]).sort((a, b) => a - b)
      expect(rows).toEqual(Array.from({ length: dataset.rowCount }, (_, row) => row))
      for (const { train, test } of tests) {
        expect(train.length + test.length).toBe(dataset.rowCount)
        const kept = test.filter((row) => retained![row] === 1).length / test.length
        expect(Math.abs(kept - share)).toBeLessThan(0.02)
      }
      seen.push(tests[0].test.join())
    }
    expect(seen[0]).not.toBe(seen[1])
  })

  it('leave out rows of both outcomes as a whole, about the same share of each outcome', () => {
    const mixed = aggregated(fewLevelAccounts(1, 3000))
    const { count, retained } = mixed.outcomes
    const stayed = (rows: Iterable<number>) => {
      const sum = (of: ArrayLike<number>) => [...rows].reduce((all, row) => all + of[row], 0)
      return sum(retained!) / sum(count!)
    }
    const mixedSetup = { ...setupOf(mixed), fittedStart: true }
    for (let index = 0; index < 4; index++) {
      const { train, test } = foldOf(mixedSetup, mixed, index)
      const rows = [...train, ...test].sort((a, b) => a - b)
      expect(rows).toEqual(Array.from({ length: mixed.rowCount }, (_, row) => row))
      expect(Math.abs(stayed(test) - stayed(rows))).toBeLessThan(0.04)
      const told = repeat(mixedSetup, mixed, 'folds', index) as FoldReplicate
      expect(told.ceiling).toBeGreaterThan(0.55)
      expect(told.candidate).toBeGreaterThan(told.incumbent!)
    }
  })

  it('divide rows by the accounts they stand for', () => {
    const mixed = aggregated(fewLevelAccounts(2, 700))
    expect(mixed.rowCount).toBeLessThan(4 * 103) // too few for five, were each an account
    const tests = Array.from({ length: 5 }, (_, index) => foldOf(setupOf(mixed), mixed, index).test)
    expect(tests.flatMap((rows) => [...rows]).length).toBe(mixed.rowCount)
  })

  it('divide few accounts into fewer folds, each large enough for a metric', () => {
    for (const [rows, folds] of [
      [600, 5],
      [478, 4],
      [412, 4],
      [346, 3],
      [210, 2],
      [150, 2],
    ]) {
      const few = takeRows(
        dataset,
        Uint32Array.from({ length: rows }, (_, row) => row % dataset.rowCount),
      )
      const tests = Array.from({ length: folds }, (_, fold) => foldOf(setup, few, fold).test)
      expect(tests.reduce((sum, test) => sum + test.length, 0)).toBe(rows)
      if (rows > 206) for (const test of tests) expect(test.length).toBeGreaterThan(100)
      const next = foldOf(setup, few, folds).test // of the next repetition
      expect(tests.map((test) => test.join())).not.toContain(next.join())
    }
  })

  it('is the plain search without the fold, measured on it', () => {
    const { seed, bounds, startWeights, budget, metric } = setup
    for (const index of [1, 13]) {
      const { train, test } = foldOf(setup, dataset, index)
      const [inside, outside] = [takeRows(dataset, train), takeRows(dataset, test)]
      const plain = plainClimb(inside, metric, 'random', seed, bounds, startWeights, budget)
      const found = Int32Array.from(plain.weights)
      const made = at(index)
      expect(made.rows).toBe(test.length)
      expect(made.incumbent).toBeCloseTo(referenceValue(outside, startWeights, metric), 12)
      expect(made.candidate).toBeCloseTo(referenceValue(outside, found, metric), 12)
      const ceiling = fitCeiling(setup, inside)!
      expect(made.ceiling).toBe(ceilingValue(metric, outside, ceiling))
    }
  })

  it('measure what gains count from by its own scores', () => {
    const other = Int32Array.from(setup.startWeights, (weight, i) => weight + 3 * i)
    const incumbent = scoreRows(dataset, other)
    const made = repeat(setup, dataset, 'folds', 4, incumbent) as FoldReplicate
    const outside = takeRows(dataset, foldOf(setup, dataset, 4).test)
    expect(made.incumbent).toBeCloseTo(referenceValue(outside, other, setup.metric), 12)
    expect(made.candidate).toBe(at(4).candidate)
  })

  it('fit a start anew that was fitted to all search rows', () => {
    const fitted = { ...setup, fittedStart: true, budget: 20 }
    const of = (startWeights: Int32Array) =>
      (repeat({ ...fitted, startWeights }, dataset, 'folds', 1) as FoldReplicate).candidate
    const { locked, min, max } = setup.bounds
    const far = setup.startWeights.map((weight, i) =>
      locked[i] === 1 ? weight : i % 2 ? min[i] : max[i],
    )
    expect(of(far)).toBe(of(setup.startWeights))
    const { fittedStart: _, ...given } = fitted
    const kept = repeat({ ...given, startWeights: far }, dataset, 'folds', 1) as FoldReplicate
    expect(of(far)).toBeGreaterThan(kept.candidate!)
  })

  it('never read the fold before it is measured', () => {
    const { test } = foldOf(setup, dataset, 2)
    const inFold = new Set(test)
    // Other values and outcomes of the fold's accounts: what is found without them stays.
    const features = dataset.features.map((feature) => ({
      ...feature,
      values: feature.values.map((value, row) => (inFold.has(row) ? 0 : value)),
    }))
    const poisoned = { ...dataset, features }
    const [one, other] = [dataset, poisoned].map((rows) => {
      const { train } = foldOf(setup, rows, 2)
      return { train, ceiling: fitCeiling(setup, takeRows(rows, train)) }
    })
    expect(other.train).toEqual(one.train)
    expect(other.ceiling).toEqual(one.ceiling)
    const made = repeat(setup, poisoned, 'folds', 2) as FoldReplicate
    expect(made.candidate).toBe(0.5) // all scores of the fold are equal
    expect(made.incumbent).toBe(0.5)
    expect(made.ceiling).toBe(0.5)
  })

  it('says null where a fold is too small for the metric', () => {
    const few = randomDataset(3, { ...SHAPE, rows: 190 })
    const made = repeat(setupOf(few), few, 'folds', 0) as FoldReplicate
    expect(made).toMatchObject({ incumbent: null, candidate: null, ceiling: null, rows: 96 })
    expect(summarizeFolds([made], 190)).toBe(null)
  })
})

describe('summary of folds', () => {
  const replicates: Replicate[] = [0.8, 0.82, 0.84, 0.86].map((candidate, index) => ({
    study: 'folds',
    index,
    incumbent: 0.7,
    candidate,
    ceiling: index === 3 ? null : 0.85,
    rows: 100,
  }))
  const found = summarizeFolds(replicates, 500)!

  it('gives means with the Nadeau–Bengio error', () => {
    const sd = Math.sqrt((0.03 ** 2 + 0.01 ** 2) * (2 / 3))
    expect(found.candidate.mean).toBeCloseTo(0.83, 12)
    expect(found.candidate.sd).toBeCloseTo(sd, 12)
    expect(found.candidate.se).toBeCloseTo(Math.sqrt((1 / 4 + 100 / 400) * sd ** 2), 12)
    expect(found.gain.mean).toBeCloseTo(0.13, 12)
    expect(found.gain.high! - found.gain.low!).toBeCloseTo(2 * 1.959964 * found.gain.se!, 6)
    expect(found.incumbent).toMatchObject({ sd: 0, se: 0 })
    expect(found.ceiling).toBe(null) // not known on every fold
    expect(found.sentence).toContain('reaches 0.830 and the incumbent 0.700: a gain of 0.130')
  })

  it('leaves out folds without a value, and says how many', () => {
    const none = {
      study: 'folds',
      index: 9,
      incumbent: null,
      candidate: 0.9,
      ceiling: null,
    } as const
    expect(summarizeFolds([...replicates, { ...none, rows: 100 }], 500)).toMatchObject({
      folds: 4,
      undefinedFolds: 1,
    })
    const one = summarizeFolds(replicates.slice(0, 1), 500)
    expect(one?.sentence).toMatch(/a gain of 0.100\.$/)
  })

  it('is compared with the optimism of resampling, once there is enough of both', () => {
    const folds = summarizeFolds([...replicates, { ...replicates[0], index: 4 } as Replicate], 500)!
    const corrected = (value: number, searches = 100) =>
      ({ corrected: value, searches }) as ResampleSummary
    expect(sameStory(corrected(0.84), folds, false)?.agree).toBe(true)
    expect(sameStory(corrected(0.9), folds, false)?.agree).toBe(false)
    expect(sameStory(corrected(0.9), folds, false)?.sentence).toContain('trust the lower one')
    expect(sameStory(corrected(0.9), folds, true)?.sentence).toContain(
      'which choose them anew, say',
    )
    expect(sameStory(corrected(0.84, 19), folds, false)).toBe(null)
    expect(sameStory(corrected(0.84), found, false)).toBe(null) // four folds are less than one division
    expect(sameStory(null, folds, false)).toBe(null)
    expect(sameStory(corrected(0.84), null, false)).toBe(null)
  })
})
