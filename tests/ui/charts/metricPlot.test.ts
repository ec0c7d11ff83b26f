import { expect, test } from 'vitest'
import type { KeptPoint } from '../../../src/store/state.ts'
import {
  fittingScale,
  joinedStretches,
  metricPlot,
  plotAt,
  plotEnd,
  plotIndex,
  plotMarks,
  plotX,
} from '../../../src/ui/charts/metricPlot.ts'

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

test('a kept experiment is marked as tie or gain where the size of its gain is told, once a place', () => {
  const told = kept.map((point, i) =>
    i === 0 ? point : { ...point, gainInStandardErrors: i - 0.5 },
  )
  const marksOf = (all: KeptPoint[], xMax = 100) =>
    metricPlot(points, all, 100, xMax).rows.flatMap(({ x, mark }) => (mark ? [[x, mark]] : []))
  expect(marksOf(kept)).toEqual([])
  expect(marksOf(told)).toEqual([
    [3, 'tie'],
    [40, 'gain'],
  ])
  const crowd = [41, 42, 43].map((index) => ({
    ...{ index, value: 0.7001, holdoutValue: null, gainInStandardErrors: index === 42 ? 2 : 0.1 },
  }))
  const marks = marksOf([...told, ...crowd], 100_000)
  expect(marks.map(([, mark]) => mark).sort()).toEqual(['gain', 'tie', 'tie'])
  expect(marksOf([...told, ...crowd])).toHaveLength(5)
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
  expect(plotEnd(1900, Number.POSITIVE_INFINITY, true)).toBe(2000)
  expect(plotEnd(0, 2000, false)).toBe(1)
})

test('the tooltip tells the step that holds and the stretch around it', () => {
  expect(plotAt(45, points, kept).kept?.index).toBe(40)
  expect(plotAt(45, points, kept).stretch?.from).toBe(1)
  expect(plotAt(0, points, kept)).toEqual({ kept: kept[0], stretch: null })
})

test('joined stretches keep the lowest and the highest and cover the same experiments', () => {
  const many = Array.from({ length: 801 }, (_, k) => ({
    from: 10 * k + 1,
    to: 10 * k + 10,
    low: k === 400 ? 0.1 : k === 77 ? Number.NaN : 0.5,
    high: k === 300 ? 0.9 : 0.6,
    best: 0.6 + k / 10_000,
  }))
  const joined = joinedStretches(many, 400)
  expect(joined.length).toBeLessThanOrEqual(400)
  expect(joined[0]!.from).toBe(1)
  expect(joined.at(-1)!.to).toBe(8010)
  expect(joined.at(-1)!.best).toBe(many.at(-1)!.best)
  for (const [k, stretch] of joined.entries())
    if (k > 0) expect(stretch.from).toBe(joined[k - 1]!.to + 1)
  expect(Math.min(...joined.map(({ low }) => low))).toBe(0.1)
  expect(Math.max(...joined.map(({ high }) => high))).toBe(0.9)
  expect(joinedStretches(points, 400)).toBe(points)
})

test('the log scale keeps every experiment apart and can be read back', () => {
  for (const index of [0, 1, 9, 384, 1_832_440])
    expect(plotIndex(plotX(index, 'log'), 'log')).toBe(index)
  expect(plotMarks(2000, 'log')).toEqual([0, 10, 100, 1000])
  expect(plotMarks(5000, 'log')).toEqual([0, 10, 100, 1000, 5000])
  expect(plotMarks(32_246, 'log')).toEqual([0, 10, 100, 1000, 10_000])
  expect(plotMarks(2000, 'linear')).toEqual([0, 500, 1000, 1500, 2000])
  const early = [0, 1, 2, 5, 9, 20, 384].map((index) => ({ index, value: 0, holdoutValue: null }))
  expect(fittingScale(early, 2000)).toBe('log')
  expect(fittingScale(early, 40)).toBe('linear')
  expect(fittingScale(early.slice(0, 2), 2000)).toBe('linear')
})

test('the band never stands above the best so far, not even inside a stretch', () => {
  const { rows } = metricPlot(points, kept, 100, 100)
  let best = kept[0]!.value
  for (const row of rows) {
    best = row.best ?? best
    if (row.band !== undefined) expect(row.band[1]).toBeLessThanOrEqual(best)
  }
  expect(rows.find((row) => row.x === 40)?.band).toEqual([0.2, 0.7])
})
