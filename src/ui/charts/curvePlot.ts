import { roundDomain, roundTicks } from './ticks.ts'

/** The best spec of one size: so many features, or so many weights changed. */
export interface SizePoint {
  size: number
  value: number // primary metric, search rows
  holdoutValue: number | null
}

export interface CurveRow {
  size: number
  searched: number
  holdout?: number
}

export interface CurvePlot {
  rows: CurveRow[]
  domain: [number, number]
  ticks: number[]
  marks: number[] // of the x axis
  hasHoldout: boolean
  above: 'searched' | 'holdout' // which line ends higher: its label stands above its end
}

/** A curve by size, with room for the start's value beside it. */
export function curvePlot(curve: SizePoint[], start: number): CurvePlot {
  const rows = curve.map(({ size, value, holdoutValue }): CurveRow => {
    const row = { size, searched: value }
    return holdoutValue === null ? row : { ...row, holdout: holdoutValue }
  })
  const values = rows.flatMap(({ searched, holdout = searched }) => [searched, holdout])
  const known = [...values, start].filter(Number.isFinite)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const domain = roundDomain(low, high + (high - low) * 0.05, 8)
  const last = rows.at(-1)
  return {
    rows,
    domain,
    ticks: roundTicks(domain[0], domain[1], 5),
    marks: rows.map(({ size }) => size),
    hasHoldout: rows.some(({ holdout }) => holdout !== undefined),
    above: last?.holdout !== undefined && last.holdout > last.searched ? 'holdout' : 'searched',
  }
}
