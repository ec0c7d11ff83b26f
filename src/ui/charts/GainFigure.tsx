import { useElementSize } from '@mantine/hooks'
import { memo } from 'react'
import type { Review } from '../../review/review.ts'
import { formatFixed, formatGain, formatNumber } from '../shared/format.ts'
import { ChartFrame } from './ChartFrame.tsx'
import type { ChartTableData } from './ChartTable.tsx'
import styles from './charts.module.css'
import { type GainRow, gainRows } from './gainRows.ts'
import { roundTicks, tickDecimals } from './ticks.ts'

const ROW = 46 // px
const TOP = 22 // px above the rows, for the name of the threshold
const AXIS = 26 // px below them
const NAME = 128 // px left of the axis
const VALUE = 62 // px right of it

/** The figure `Gain`: on held-out and searched accounts and of noise alone, on one axis with zero and the gain asked for. */
export const GainFigure = memo(function GainFigure({ report }: { report: Review }) {
  const rows = gainRows(report)
  const height = TOP + AXIS + ROW * rows.length
  return (
    <ChartFrame
      name="Gain"
      title="Gain of the candidate, with its 95 % interval"
      legend={[]}
      height={height}
      fileName="gain"
      table={() => tableOf(rows, report.thresholds.minGain)}
    >
      <Rows rows={rows} minGain={report.thresholds.minGain} height={height} />
    </ChartFrame>
  )
})

interface RowsProps {
  rows: GainRow[]
  minGain: number
  height: number
}

function Rows({ rows, minGain, height }: RowsProps) {
  const { ref, width } = useElementSize<HTMLDivElement>()
  const ends = rows.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value])
  const least = Math.min(0, minGain, ...ends)
  const most = Math.max(0, minGain, ...ends)
  const pad = (most - least || 0.01) * 0.06
  const narrow = width < 420
  const name = narrow ? 92 : NAME
  const x = (gain: number) =>
    name + ((gain - least + pad) / (most - least + 2 * pad)) * Math.max(0, width - name - VALUE)
  const ticks = roundTicks(least - pad, most + pad, narrow ? 4 : 5)
  const digits = tickDecimals(ticks)
  const bottom = height - AXIS
  return (
    <div ref={ref} className={styles.bars}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={sentence(rows, minGain)}>
          {ticks.map((tick) => (
            <g key={tick}>
              <line x1={x(tick)} x2={x(tick)} y1={TOP} y2={bottom} stroke="var(--line)" />
              <text x={x(tick)} y={height - 8} textAnchor="middle">
                {formatFixed(tick, digits)}
              </text>
            </g>
          ))}
          <line
            x1={x(0)}
            x2={x(0)}
            y1={TOP}
            y2={bottom}
            stroke="var(--line-strong)"
            strokeWidth={1.5}
          />
          <line
            x1={x(minGain)}
            x2={x(minGain)}
            y1={TOP - 6}
            y2={bottom}
            stroke="var(--ink)"
            strokeDasharray="4 3"
          />
          <text x={x(minGain)} y={11} textAnchor={x(minGain) > width - 150 ? 'end' : 'start'}>
            asked for: {formatNumber(minGain)}
          </text>
          {rows.map(({ key, label, value, low, high }, index) => {
            const y = TOP + ROW * index + ROW / 2
            const color = COLORS[key]
            return (
              <g key={key}>
                <text x={0} y={y + 4} className={key === 'holdout' ? styles.strong : undefined}>
                  {narrow ? label.short : label.long}
                </text>
                {low !== null && high !== null && (
                  <line
                    x1={x(low)}
                    x2={x(high)}
                    y1={y}
                    y2={y}
                    stroke={color}
                    strokeWidth={8}
                    strokeLinecap="round"
                    strokeOpacity={0.35}
                  />
                )}
                <circle cx={x(value)} cy={y} r={6} fill={color} />
                <text x={width} y={y + 4} textAnchor="end" className={styles.strong}>
                  {formatGain(value)}
                </text>
              </g>
            )
          })}
        </svg>
      )}
    </div>
  )
}

const COLORS: Record<GainRow['key'], string> = {
  holdout: 'var(--held-out)',
  search: 'var(--accent)',
  noise: 'var(--cloud-edge)',
}

function sentence(rows: GainRow[], minGain: number): string {
  const said = rows.map(({ label, value, low, high }) => {
    const range =
      low === null || high === null ? '' : ` (${formatGain(low)} to ${formatGain(high)})`
    return `${label.long} ${formatGain(value)}${range}`
  })
  return `Gain: ${said.join(', ')}; asked for ${formatNumber(minGain)}.`
}

function tableOf(rows: GainRow[], minGain: number): ChartTableData {
  return {
    columns: ['gain', 'value', 'from', 'to'],
    rows: [
      ...rows.map(({ label, value, low, high }) => [
        label.long,
        formatGain(value, 4),
        formatGain(low, 4),
        formatGain(high, 4),
      ]),
      ['asked for', formatNumber(minGain), '—', '—'],
    ],
  }
}
