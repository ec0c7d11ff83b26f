import { describe, expect, it } from 'vitest'
import { candidateWeights } from '../../src/loop/sweep.ts'
import { createObjective } from '../../src/search/objective.ts'
import { type DatasetShape, randomDataset } from './randomDataset.ts'
import { referenceValue } from './reference.ts'
import { boundsOf, taskRun } from './taskRun.ts'

const FLAGS: DatasetShape = {
  rows: 5100,
  features: ['flag', 'rareFlag', 'flag', 'flag', 'flag'],
  money: 'decimal',
}
const METRICS = ['auc_roc_retain', 'ks', 'revenue_capture_at_20'] as const

describe('curve by number of changes', () => {
  it('gives specs that differ in so many weights from the start, each better than those before, and the best', async () => {
    for (const metric of METRICS) {
      const dataset = randomDataset(3, FLAGS)
      const start = Int32Array.of(2, 0, 7, -1, 3)
      const bounds = boundsOf(5, -5, 12)
      bounds.locked[2] = 1
      const run = await taskRun('deep', dataset, metric, { bounds, start })
      const curve = run.changeCurve ?? []
      expect(curve.length).toBeGreaterThan(1)
      let reached = referenceValue(dataset, start, metric)
      let most = 0
      for (const [i, { changes, weights, value, holdoutValue }] of curve.entries()) {
        expect(weights.filter((weight, i) => weight !== start[i])).toHaveLength(changes)
        expect(weights[2]).toBe(7)
        expect(weights.every((weight) => weight >= -5 && weight <= 12)).toBe(true)
        expect(value).toBeCloseTo(referenceValue(dataset, weights, metric), 12)
        if (i < curve.length - 1) expect(value).toBeGreaterThan(reached)
        else expect(value).toBeGreaterThanOrEqual(reached)
        expect(changes).toBeGreaterThan(most)
        expect(holdoutValue).toBeNull()
        reached = value
        most = changes
      }
      const best = run.values.reduce((top, value, i) => (run.kept[i] === 1 ? value : top), 0)
      expect(reached).toBe(best)
    }
  })

  it('finds, by brute force, the best single change, and nearly the best two', async () => {
    for (const metric of METRICS) {
      const dataset = randomDataset(4, FLAGS)
      const start = Int32Array.of(2, 2, 2, 2, 2)
      const run = await taskRun('deep', dataset, metric, { bounds: boundsOf(5, -3, 6), start })
      const objective = createObjective(dataset, metric)
      const best = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
      for (let a = 0; a < 5; a++) {
        for (let b = a + 1; b < 5; b++) {
          for (let x = -3; x <= 6; x++) {
            for (let y = -3; y <= 6; y++) {
              const weights = start.slice()
              weights[a] = x
              weights[b] = y
              const value = objective.toValue(objective.reset(weights))
              best[1] = Math.max(best[1]!, value)
              if (y === 2 || x === 2) best[0] = Math.max(best[0]!, value)
            }
          }
        }
      }
      const upTo = (most: number) =>
        Math.max(
          ...run.changeCurve!.filter(({ changes }) => changes <= most).map((each) => each.value),
        )
      expect(upTo(1)).toBe(best[0])
      expect(upTo(2)).toBeLessThanOrEqual(best[1]!)
      expect(upTo(2)).toBeGreaterThan(best[1]! - 0.003)
    }
  })

  it('ends in the best spec of the run, behind a gate too, whatever scores higher by luck', async () => {
    let luckier = 0
    for (let seed = 1; seed <= 12; seed++) {
      const features = [...FLAGS.features, 'fraction', 'count', 'fraction', 'rareFlag'] as const
      const dataset = randomDataset(seed, { rows: 300, features: [...features] })
      const start = new Int32Array(9).fill(2)
      const bounds = boundsOf(9, -5, 12)
      const run = await taskRun('deep', dataset, 'auc_roc_retain', { bounds, start })
      const last = run.kept.lastIndexOf(1)
      if (last < 0) {
        expect(run.changeCurve).toEqual([])
        continue
      }
      const best = [...candidateWeights(run, last, start)]
      const { weights, changes, value } = run.changeCurve!.at(-1)!
      expect(weights).toEqual(best)
      expect(value).toBe(run.values[last])
      expect(changes).toBe(best.filter((weight, i) => weight !== start[i]).length)
      const steps = run.changeCurve!.map((each) => each.changes)
      expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b))
      for (const each of run.changeCurve!) expect(each.value).toBeLessThanOrEqual(value)
      luckier += Number(run.values.some((each) => each > value))
    }
    expect(luckier).toBeGreaterThan(6)
  })

  it('counts from other weights than the start where they are given, up to the same best', async () => {
    for (const rows of [300, 5100]) {
      const dataset = randomDataset(6, { ...FLAGS, rows })
      const bounds = boundsOf(5, -5, 12)
      const changesFrom = Int32Array.of(1, 1, 1, 1, 1)
      const start = Int32Array.of(4, 0, 7, -1, 3)
      const how = { bounds, start }
      const plain = await taskRun('deep', dataset, 'auc_roc_retain', how)
      const run = await taskRun('deep', dataset, 'auc_roc_retain', { ...how, changesFrom })
      const best = plain.changeCurve!.at(-1)!
      const curve = run.changeCurve!
      expect(curve.length).toBeGreaterThan(1)
      for (const { changes, weights } of curve)
        expect(weights.filter((weight, i) => weight !== changesFrom[i])).toHaveLength(changes)
      expect(curve.at(-1)!.value).toBe(best.value)
      expect(run.certificate).toMatchObject({ single: true })
      const workers = await taskRun('deep', dataset, 'auc_roc_retain', {
        ...{ ...how, changesFrom, workers: 2, clock: 9 },
      })
      expect(workers.changeCurve).toEqual(curve)
    }
  })

  it('of a sparse search leads from the incumbent to its best spec, and not beyond', async () => {
    for (const rows of [300, 5100]) {
      const features = [...FLAGS.features, 'fraction', 'count', 'rareFlag'] as const
      const dataset = randomDataset(8, { rows, features: [...features] })
      const start = new Int32Array(8).fill(3)
      const how = { bounds: boundsOf(8, -5, 12), start }
      const run = await taskRun('sparse', dataset, 'auc_roc_retain', how)
      const best = run.curve!.at(-1)!
      const curve = run.changeCurve!
      expect(best.value).toBeGreaterThan(referenceValue(dataset, start, 'auc_roc_retain'))
      expect(curve.length).toBeGreaterThan(1)
      expect(curve.at(-1)).toMatchObject({ weights: best.weights, value: best.value })
      let reached = referenceValue(dataset, start, 'auc_roc_retain')
      for (const { changes, weights, value } of curve) {
        expect(weights.filter((weight, i) => weight !== start[i])).toHaveLength(changes)
        expect(value).toBeCloseTo(
          referenceValue(dataset, Int32Array.from(weights), 'auc_roc_retain'),
          12,
        )
        expect(value).toBeGreaterThanOrEqual(reached)
        reached = value
      }
      const last = run.kept.lastIndexOf(1)
      expect(run.values[last]).toBe(best.value)
      const two = await taskRun('sparse', dataset, 'auc_roc_retain', {
        ...how,
        workers: 2,
        clock: 5,
      })
      expect(two.changeCurve).toEqual(curve)
    }
  })

  it('is empty where nothing is better than the start', async () => {
    const dataset = randomDataset(5, { ...FLAGS, rows: 300 })
    const bounds = boundsOf(5, -1, 1)
    const first = await taskRun('deep', dataset, 'ks', { bounds, start: new Int32Array(5) })
    const best = Int32Array.from(first.changeCurve!.at(-1)!.weights)
    expect(first.certificate?.global).toBe(true)
    const again = await taskRun('deep', dataset, 'ks', { bounds, start: best })
    expect(again.changeCurve).toEqual([])
  })
})
