import { formatFixed } from '../shared/format.ts'
import { tickDecimals } from './ticks.ts'

export const AXIS_X = 48 // px below the plot
export const AXIS_Y = 52 // px before it

/** The grid and the texts of a chart of lines. */
export const LINE_CHART = {
  connectNulls: true,
  strokeDasharray: '0',
  gridProps: { syncWithTicks: true },
  gridColor: 'var(--line)',
  textColor: 'var(--muted)',
}

/** An axis of numbers with its name below. */
export function xAxis(name: string) {
  return {
    type: 'number',
    height: AXIS_X,
    label: { value: name, position: 'insideBottom', fontSize: 12, fill: 'var(--muted)' },
  } as const
}

/** An axis of a metric, with as many decimals as its ticks need. */
export function yAxis({ domain, ticks }: { domain: [number, number]; ticks: number[] }) {
  const digits = tickDecimals(ticks)
  return {
    domain,
    ticks,
    width: AXIS_Y,
    tickFormatter: (value: number) => formatFixed(value, digits),
  }
}
