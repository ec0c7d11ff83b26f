import { useElementSize } from '@mantine/hooks'
import { memo, type ReactNode } from 'react'
import type { CalibrationBand } from '../../review/review.ts'
import { formatCount, formatNumber, formatShare } from '../shared/format.ts'
import { ChartFrame, type LegendItem } from './ChartFrame.tsx'
import type { ChartTableData } from './ChartTable.tsx'
import styles from './charts.module.css'
import { roundTicks, tickDecimals } from './ticks.ts'

interface CalibrationFigureProps {
  incumbent: CalibrationBand[]
  candidate: CalibrationBand[]
  bands: 'tenths' | 'tiers'
  control: ReactNode
  height: number
}

const LEGEND: LegendItem[] = [
  { label: 'candidate, 95 % interval', mark: 'thick', color: 'var(--accent)' },
  { label: 'incumbent', mark: 'thin', color: 'var(--cloud-edge)' },
]

const LEFT = 46
const RIGHT = 6
const TOP = 8
const AXIS = 42

/** The figure `Calibration`: the share of accounts that stayed, by band of score, of both specs. */
export const CalibrationFigure = memo(function CalibrationFigure(props: CalibrationFigureProps) {
  const { incumbent, candidate, bands, control, height } = props
  return (
    <ChartFrame
      name="Calibration"
      title="Share of accounts that stayed, by score"
      legend={LEGEND}
      control={control}
      height={height}
      fileName="calibration"
      table={() => tableOf(incumbent, candidate, bands)}
    >
      <Bands {...props} />
    </ChartFrame>
  )
})

function Bands({ incumbent, candidate, bands, height }: CalibrationFigureProps) {
  const { ref, width } = useElementSize<HTMLDivElement>()
  const all = [...incumbent, ...candidate]
  const least = Math.max(0, Math.min(...all.map(({ low }) => low)) - 0.02)
  const most = Math.min(1, Math.max(...all.map(({ high }) => high)) + 0.02)
  const bottom = height - AXIS
  const count = Math.max(incumbent.length, candidate.length, 1)
  const step = Math.max(0, width - LEFT - RIGHT) / count
  const y = (share: number) => bottom - ((share - least) / (most - least || 1)) * (bottom - TOP)
  const x = (index: number, side: -1 | 1) =>
    LEFT + (index + 0.5) * step + side * Math.min(7, step / 5)
  const ticks = roundTicks(least, most, 5)
  const digits = tickDecimals(ticks.map((tick) => tick * 100)) > 0 ? 1 : 0
  return (
    <div ref={ref} className={styles.bars}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={sentence(candidate, incumbent)}>
          {ticks.map((tick) => (
            <g key={tick}>
              <line x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
              <text x={LEFT - 7} y={y(tick) + 4} textAnchor="end">
                {formatShare(tick, digits)}
              </text>
            </g>
          ))}
          {incumbent.map((band, index) => (
            <Mark key={`i${band.label}`} band={band} x={x(index, -1)} y={y} kind="incumbent" />
          ))}
          {candidate.map((band, index) => (
            <Mark key={`c${band.label}`} band={band} x={x(index, 1)} y={y} kind="candidate" />
          ))}
          {candidate.map((band, index) => (
            <text
              key={band.label}
              x={LEFT + (index + 0.5) * step}
              y={bottom + 17}
              textAnchor="middle"
            >
              {band.label}
            </text>
          ))}
          <text x={LEFT} y={height - 6}>
            {bands === 'tenths' ? 'lowest-scored tenth' : 'lowest tier'}
          </text>
          <text x={width - RIGHT} y={height - 6} textAnchor="end">
            {bands === 'tenths' ? 'highest-scored tenth' : 'highest tier'}
          </text>
        </svg>
      )}
    </div>
  )
}

interface MarkProps {
  band: CalibrationBand
  x: number
  y(share: number): number
  kind: 'incumbent' | 'candidate'
}

function Mark({ band, x, y, kind }: MarkProps) {
  const color = kind === 'candidate' ? 'var(--accent)' : 'var(--cloud-edge)'
  return (
    <>
      <line
        x1={x}
        x2={x}
        y1={y(band.low)}
        y2={y(band.high)}
        stroke={color}
        strokeWidth={kind === 'candidate' ? 6 : 4}
        strokeLinecap="round"
        strokeOpacity={0.35}
      />
      <circle
        cx={x}
        cy={y(band.retainedShare)}
        r={kind === 'candidate' ? 5 : 4}
        fill={kind === 'candidate' ? color : 'var(--panel)'}
        stroke={color}
        strokeWidth={1.8}
      />
    </>
  )
}

function sentence(candidate: CalibrationBand[], incumbent: CalibrationBand[]): string {
  const ends = (bands: CalibrationBand[]) =>
    `${formatShare(bands[0]?.retainedShare)} to ${formatShare(bands.at(-1)?.retainedShare)}`
  return `From the lowest band of scores to the highest the share that stayed goes from ${ends(candidate)} with the candidate, from ${ends(incumbent)} with the incumbent.`
}

function tableOf(
  incumbent: CalibrationBand[],
  candidate: CalibrationBand[],
  bands: 'tenths' | 'tiers',
): ChartTableData {
  const cells = (who: string, rows: CalibrationBand[]) =>
    rows.map(({ label, from, to, accounts, retainedShare, low, high }) => [
      `${who}, ${bands === 'tenths' ? 'tenth' : 'tier'} ${label}`,
      `${formatNumber(from)} to ${formatNumber(to)}`,
      formatCount(accounts),
      formatShare(retainedShare, 1),
      `${formatShare(low, 1)} to ${formatShare(high, 1)}`,
    ])
  return {
    columns: ['band', 'points', 'accounts', 'stayed', '95 %'],
    rows: [...cells('candidate', candidate), ...cells('incumbent', incumbent)],
  }
}
