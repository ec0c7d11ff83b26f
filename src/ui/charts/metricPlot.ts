import type { KeptPoint, RunPoint } from '../../store/state.ts'
import { roundDomain, roundTicks } from './ticks.ts'

/** One x of the chart; a series that has nothing to say there leaves its key out. */
export interface PlotRow {
  x: number // experiment index
  best?: number
  holdout?: number
  band?: [number, number]
}

export interface MetricPlot {
  rows: PlotRow[]
  domain: [number, number]
  ticks: number[]
  xMax: number
  lowestCut: number | null // the lowest experiment, where the axis ends above it
  hasHoldout: boolean
}

/** Experiments so far with the kept ones as exact steps and all of them as a band. */
export function metricPlot(
  points: RunPoint[],
  keptPoints: KeptPoint[],
  experiments: number,
  xMax: number,
): MetricPlot {
  const byX = new Map<number, PlotRow>()
  const at = (x: number): PlotRow => {
    const row = byX.get(x) ?? { x }
    byX.set(x, row)
    return row
  }
  for (const point of points) {
    if (Number.isFinite(point.low) && Number.isFinite(point.high))
      at(point.from).band = [point.low, point.high]
  }
  const lastPoint = points.at(-1)
  if (lastPoint !== undefined && Number.isFinite(lastPoint.low))
    at(lastPoint.to).band = [lastPoint.low, lastPoint.high]
  for (const point of keptPoints) step(at(point.index), point)
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
    stretch: points.find((point) => point.from <= x && x <= point.to) ?? null,
  }
}
