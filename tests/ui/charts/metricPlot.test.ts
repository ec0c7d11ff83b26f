import { expect, test } from 'vitest'
import { metricPlot, plotAt, plotEnd } from '../../../src/ui/charts/metricPlot.ts'

const kept = [
  { index: 0, value: 0.6, holdoutValue: 0.61 },
  { index: 3, value: 0.65, holdoutValue: 0.62 },
  { index: 40, value: 0.7, holdoutValue: 0.66 },
]
const points = [
  { from: 1, to: 50, low: 0.2, high: 0.7, best: 0.7 },
  { from: 51, to: 100, low: 0.66, high: 0.7, best: 0.7 },
]

test('every kept experiment stands at its exact place and value, and the last one reaches the end', () => {
  const { rows } = metricPlot(points, kept, 100, 100)
  const steps = rows.filter((row) => row.best !== undefined)
  expect(steps.map(({ x, best, holdout }) => [x, best, holdout])).toEqual([
    [0, 0.6, 0.61],
    [3, 0.65, 0.62],
    [40, 0.7, 0.66],
    [100, 0.7, 0.66],
  ])
  expect(rows.map((row) => row.x)).toEqual([...rows.map((row) => row.x)].sort((a, b) => a - b))
})

test('an experiment far below is told, not drawn over the lines', () => {
  const { domain, lowestCut } = metricPlot(points, kept, 100, 100)
  expect(domain[0]).toBeGreaterThan(0.4)
  expect(domain[1]).toBeGreaterThanOrEqual(0.7)
  expect(lowestCut).toBe(0.2)
})

test('without a holdout there is no held-out line', () => {
  const bare = kept.map((point) => ({ ...point, holdoutValue: null }))
  const plot = metricPlot(points, bare, 100, 100)
  expect(plot.hasHoldout).toBe(false)
  expect(plot.rows.every((row) => row.holdout === undefined)).toBe(true)
})

test('stretches where the metric is undefined leave a gap', () => {
  const undefinedStretch = [{ from: 1, to: 50, low: Number.NaN, high: Number.NaN, best: 0.6 }]
  const plot = metricPlot(undefinedStretch, kept.slice(0, 1), 50, 50)
  expect(plot.rows.every((row) => row.band === undefined)).toBe(true)
  expect(plot.domain.every(Number.isFinite)).toBe(true)
})

test('the axis ends at the last experiment once nothing more comes, and on a round number before', () => {
  expect(plotEnd(1987, 2000, false)).toBe(1987)
  expect(plotEnd(1_832_440, 5_000_000, true)).toBe(2_000_000)
  expect(plotEnd(1900, 2000, true)).toBe(2000)
  expect(plotEnd(0, 2000, false)).toBe(1)
})

test('the tooltip tells the step that holds and the stretch around it', () => {
  expect(plotAt(45, points, kept).kept?.index).toBe(40)
  expect(plotAt(45, points, kept).stretch?.from).toBe(1)
  expect(plotAt(0, points, kept)).toEqual({ kept: kept[0], stretch: null })
})
