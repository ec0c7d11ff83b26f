import { isTie } from '../../loop/ties.ts'
import type { KeptPoint, RunPoint } from '../../store/state.ts'
import { roundDomain, roundTicks } from './ticks.ts'

/** One x of the chart; a series that has nothing to say there leaves its key out. */
export interface PlotRow {
  x: number // axis position of an experiment
  best?: number
  holdout?: number
  band?: [number, number]
  mark?: 'gain' | 'tie' // of a kept experiment that tells the size of its gain
}

export interface MetricPlot {
  rows: PlotRow[]
  domain: [number, number]
  ticks: number[]
  xMax: number
  lowestCut: number | null // the lowest experiment, where the axis ends above it
  hasHoldout: boolean
}

/** Where an experiment stands on the x axis; `log` spreads the first ones out and keeps 0 at 0. */
export type PlotScale = 'linear' | 'log'

/** Axis position of an experiment. */
export function plotX(index: number, scale: PlotScale): number {
  return scale === 'log' ? Math.log10(1 + index) : index
}

/** The experiment at an axis position. */
export function plotIndex(x: number, scale: PlotScale): number {
  return scale === 'log' ? Math.round(10 ** x - 1) : x
}

/** `log` where half of the climb happened in the first tenth, so that its steps can be told apart. */
export function fittingScale(keptPoints: KeptPoint[], xMax: number): PlotScale {
  const middle = keptPoints[Math.floor(keptPoints.length / 2)]
  return keptPoints.length > 4 && middle !== undefined && middle.index < xMax / 10
    ? 'log'
    : 'linear'
}

/** Experiments to mark on the x axis. */
export function plotMarks(xMax: number, scale: PlotScale): number[] {
  if (scale === 'linear') {
    const marks = roundTicks(0, xMax, 4).filter(Number.isInteger)
    return xMax - marks.at(-1)! > xMax * 0.12 ? [...marks, xMax] : marks
  }
  const marks = [0]
  for (let mark = 1; mark <= xMax; mark *= 10) if (mark > 1) marks.push(mark)
  const last = marks.at(-1)!
  const room = Math.max(0.32, 0.17 * Math.log10(xMax)) // its label must not touch the one before
  return Math.log10(xMax / Math.max(1, last)) > room ? [...marks, xMax] : marks
}

/** Neighbouring stretches joined until at most `most` remain; lowest and highest stay exact. */
export function joinedStretches(points: RunPoint[], most: number): RunPoint[] {
  const size = Math.ceil(points.length / most)
  if (size <= 1) return points
  const joined: RunPoint[] = []
  for (let start = 0; start < points.length; start += size) {
    const group = points.slice(start, start + size)
    const known = group.filter(({ low }) => Number.isFinite(low))
    joined.push({
      from: group[0]!.from,
      to: group.at(-1)!.to,
      low: known.reduce((least, { low }) => Math.min(least, low), known[0]?.low ?? Number.NaN),
      high: known.reduce((most, { high }) => Math.max(most, high), known[0]?.high ?? Number.NaN),
      best: group.at(-1)!.best,
    })
  }
  return joined
}

/** Experiments so far with the kept ones as exact steps and all of them as a band. */
export function metricPlot(
  points: RunPoint[],
  keptPoints: KeptPoint[],
  experiments: number,
  xMax: number,
  scale: PlotScale = 'linear',
): MetricPlot {
  const byX = new Map<number, PlotRow>()
  const at = (index: number): PlotRow => {
    const x = plotX(index, scale)
    const row = byX.get(x) ?? { x }
    byX.set(x, row)
    return row
  }
  for (const point of points) {
    if (Number.isFinite(point.low) && Number.isFinite(point.high))
      at(point.from).band = [point.low, Math.min(point.high, bestAt(point.from, keptPoints))]
  }
  const lastPoint = points.at(-1)
  if (lastPoint !== undefined && Number.isFinite(lastPoint.low))
    at(lastPoint.to).band = [lastPoint.low, lastPoint.high]
  for (const point of keptPoints) {
    const row = at(point.index)
    step(row, point)
    // No experiment is above the best so far, so the band's top follows the steps inside a stretch.
    const stretch = stretchAt(point.index, points)
    if (stretch !== null && Number.isFinite(stretch.low))
      row.band = [stretch.low, Math.min(stretch.high, point.value)]
  }
  const lastKept = keptPoints.at(-1)
  if (lastKept !== undefined && experiments > lastKept.index) step(at(experiments), lastKept)

  const lows = points.map((point) => point.low).filter(Number.isFinite)
  const lines = keptPoints.flatMap((point) =>
    point.holdoutValue === null ? [point.value] : [point.value, point.holdoutValue],
  )
  const lineLow = Math.min(...lines)
  const lineHigh = Math.max(...lines)
  const cloudLow = lows.length === 0 ? lineLow : quantile(lows, 0.05)
  const low = Math.min(lineLow, Math.max(cloudLow, lineLow - (lineHigh - lineLow) * 0.8))
  const domain = roundDomain(low, lineHigh + (lineHigh - low) * 0.02, 20)
  for (const point of marked(keptPoints, domain, xMax, scale))
    at(point.index).mark = isTie(point) ? 'tie' : 'gain'
  const lowest = lows.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
  return {
    rows: [...byX.values()].sort((a, b) => a.x - b.x),
    domain,
    ticks: roundTicks(domain[0], domain[1], 5),
    xMax,
    lowestCut: lowest < domain[0] ? lowest : null,
    hasHoldout: keptPoints.some((point) => point.holdoutValue !== null),
  }
}

const CELLS = 60 // across the chart each way: two marks in one of them would lie on each other

/** The kept experiments to mark: of ties that would lie on each other the first, and so of the others. */
function marked(
  keptPoints: KeptPoint[],
  [low, high]: [number, number],
  xMax: number,
  scale: PlotScale,
): KeptPoint[] {
  const taken = new Set<string>()
  return keptPoints.filter((point) => {
    if (point.gainInStandardErrors === undefined) return false
    const across = Math.floor((CELLS * plotX(point.index, scale)) / plotX(xMax, scale))
    const up = Math.floor((CELLS * (point.value - low)) / (high - low))
    const cell = `${isTie(point)} ${across} ${up}`
    if (taken.has(cell)) return false
    taken.add(cell)
    return true
  })
}

function stretchAt(index: number, points: RunPoint[]): RunPoint | null {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (points[middle]!.to < index) low = middle + 1
    else high = middle
  }
  const found = points[low]
  return found !== undefined && found.from <= index ? found : null
}

function bestAt(index: number, keptPoints: KeptPoint[]): number {
  return keptPoints.findLast((point) => point.index <= index)?.value ?? Number.POSITIVE_INFINITY
}

function step(row: PlotRow, point: KeptPoint): void {
  row.best = point.value
  if (point.holdoutValue !== null) row.holdout = point.holdoutValue
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(share * (sorted.length - 1))]!
}

/** Where the x axis ends: a round number of experiments while they come in, exactly the last one after. */
export function plotEnd(experiments: number, budget: number, live: boolean): number {
  if (!live) return Math.max(1, experiments)
  return Math.min(Math.max(budget, experiments), roundDomain(0, Math.max(20, experiments), 4)[1])
}

/** What the chart says at an experiment: the step that holds there and the stretch around it. */
export function plotAt(
  x: number,
  points: RunPoint[],
  keptPoints: KeptPoint[],
): { kept: KeptPoint | null; stretch: RunPoint | null } {
  return {
    kept: keptPoints.findLast((point) => point.index <= x) ?? null,
    stretch: stretchAt(x, points),
  }
}
