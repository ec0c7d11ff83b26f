import { expect, test } from 'vitest'
import type { RunHeader } from '../../src/journal/entry.ts'
import { randomUniform } from '../../src/lib/rng.ts'
import type { ExperimentBatch, KeptExperiment } from '../../src/loop/experiment.ts'
import { createRunFold } from '../../src/store/runFold.ts'

const header = {
  spec: { features: { a: { weight: 5, min: -5, max: 25 } } },
  baseline: { value: 0.5, holdoutValue: 0.51, metrics: { n_scored: 1 }, holdoutMetrics: null },
} as unknown as RunHeader

/** Experiments with random values where a new highest is kept. */
function history(count: number): { batch: ExperimentBatch; kept: KeptExperiment[] } {
  const values = Float64Array.from({ length: count }, (_, i) => randomUniform(9, i, 0))
  const kept: KeptExperiment[] = []
  const flags = new Uint8Array(count)
  let best = 0.5
  values.forEach((value, i) => {
    if (value <= best) return
    flags[i] = 1
    kept.push({
      index: i + 1,
      timestamp: '',
      changes: [],
      weights: [i],
      baselineValue: best,
      value,
      holdoutValue: value - 0.01,
      metrics: { n_scored: 1 },
      holdoutMetrics: null,
    })
    best = value
  })
  const batch = {
    firstIndex: 1,
    count,
    values,
    kept: flags,
    changeCount: new Uint8Array(count),
    changedFeatures: new Uint16Array(3 * count),
    newWeights: new Int32Array(3 * count),
    durationMs: 500,
  }
  return { batch, kept }
}

/** A part of a history as the run would hand it over. */
function slice({ batch, kept }: ReturnType<typeof history>, from: number, to: number) {
  return {
    batch: {
      ...batch,
      firstIndex: from + 1,
      count: to - from,
      values: batch.values.slice(from, to),
      kept: batch.kept.slice(from, to),
      durationMs: (batch.durationMs * (to - from)) / batch.count,
    },
    kept: kept.filter(({ index }) => index > from && index <= to),
  }
}

test('points cover every experiment, never more than 800, with the true extremes', () => {
  for (const count of [1, 799, 800, 801, 5000, 123_457]) {
    const whole = history(count)
    const fold = createRunFold(header)
    fold.add(whole.batch, whole.kept)
    const { points, experiments, kept, best } = fold.view()
    expect(points.length).toBeLessThanOrEqual(800)
    expect(points[0].from).toBe(1)
    expect(points.at(-1)?.to).toBe(count)
    for (let i = 1; i < points.length; i++) expect(points[i].from).toBe(points[i - 1].to + 1)
    for (const { from, to, low, high } of points) {
      const inside = whole.batch.values.slice(from - 1, to)
      expect(low).toBe(Math.min(...inside))
      expect(high).toBe(Math.max(...inside))
    }
    expect(experiments).toBe(count)
    expect(kept).toBe(whole.kept.length)
    expect(best.value).toBe(whole.kept.at(-1)?.value ?? 0.5)
  }
})

test('the first experiments of a long run stay apart, for a log axis', () => {
  const whole = history(1_000_000)
  const fold = createRunFold(header)
  fold.add(whole.batch, whole.kept)
  const { points } = fold.view()
  expect(points.length).toBeGreaterThan(400)
  for (const { from, to } of points) expect(to - from).toBeLessThanOrEqual(from / 16)
})

test('the same history in any batches folds to the same view', () => {
  const whole = history(10_000)
  const once = createRunFold(header)
  once.add(whole.batch, whole.kept)
  const parts = createRunFold(header)
  for (let from = 0; from < 10_000; from += 371) {
    const part = slice(whole, from, Math.min(10_000, from + 371))
    parts.add(part.batch, part.kept)
  }
  const { searchSeconds, ...rest } = parts.view()
  expect(searchSeconds).toBeCloseTo(0.5, 9)
  const { searchSeconds: _seconds, ...expected } = once.view()
  expect(rest).toEqual(expected)
})

test('ties are counted, and points tell the size of their gain where it is known', () => {
  const whole = history(50)
  const fold = createRunFold(header)
  fold.add(whole.batch, whole.kept)
  expect(fold.view()).not.toHaveProperty('ties')
  const kept = whole.kept.map((each, i) => ({ ...each, gainInStandardErrors: 2 / (i + 1) }))
  const told = createRunFold(header)
  told.add(whole.batch, kept)
  expect(kept.length).toBeGreaterThan(2)
  expect(told.view().ties).toEqual({ measured: kept.length, ties: kept.length - 2 })
  expect(told.view().keptPoints.map((point) => point.gainInStandardErrors)).toEqual([
    undefined,
    ...kept.map(({ gainInStandardErrors }) => gainInStandardErrors),
  ])
})

test('before any experiment the baseline stands', () => {
  const { best, keptPoints, points } = createRunFold(header).view()
  expect(best).toMatchObject({ value: 0.5, holdoutValue: 0.51, weights: [5] })
  expect(keptPoints).toEqual([{ index: 0, value: 0.5, holdoutValue: 0.51 }])
  expect(points).toEqual([])
})

test('a certificate is known once its batch arrives, and none before', () => {
  const certificate = {
    single: true,
    pairs: 'window 3',
    global: false,
    byStandardError: false,
    checked: 966,
  }
  const whole = history(100)
  const fold = createRunFold(header)
  const first = slice(whole, 0, 60)
  fold.add(first.batch, first.kept)
  expect(fold.view().certificate).toBeNull()
  const last = slice(whole, 60, 100)
  fold.add({ ...last.batch, certificate }, last.kept)
  expect(fold.view().certificate).toEqual(certificate)
})

test('a curve grows with the batches that carry it', () => {
  const point = { features: 1, weights: [1], value: 0.6, holdoutValue: 0.5 }
  const whole = history(100)
  const fold = createRunFold(header)
  expect(fold.view()).not.toHaveProperty('curve')
  const first = slice(whole, 0, 60)
  fold.add({ ...first.batch, curve: [point] }, first.kept)
  const last = slice(whole, 60, 100)
  fold.add(last.batch, last.kept)
  expect(fold.view().curve).toEqual([point])
})

test('what is drawn of kept experiments is the same object until there is a new one', () => {
  const fold = createRunFold(header)
  const all = history(400)
  const { index } = all.kept.at(-1)!
  const first = slice(all, 0, index)
  fold.add(first.batch, first.kept)
  const before = fold.view()
  const second = slice(all, index, 400)
  expect(second.kept).toEqual([])
  fold.add(second.batch, second.kept)
  const after = fold.view()
  expect(after.experiments).toBe(400)
  expect(after.keptPoints).toBe(before.keptPoints)
  expect(after.lastKept).toBe(before.lastKept)
  expect(after.best.metrics).toBe(before.best.metrics)
})
