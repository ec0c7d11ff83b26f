import { useElementSize } from '@mantine/hooks'
import { memo } from 'react'
import { valueAt } from '../../review/curveValue.ts'
import type { GainCurve } from '../../review/review.ts'
import { formatShare } from '../shared/format.ts'
import { ChartFrame, type LegendItem } from './ChartFrame.tsx'
import type { ChartTableData } from './ChartTable.tsx'
import styles from './charts.module.css'

interface GainCurveFigureProps {
  incumbent: GainCurve
  candidate: GainCurve
  height: number
}

const LEGEND: LegendItem[] = [
  { label: 'candidate', mark: 'line', color: 'var(--accent)' },
  { label: 'incumbent', mark: 'dashes', color: 'var(--muted)' },
]

const LEFT = 46
const RIGHT = 10
const TOP = 10
const AXIS = 42
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1]
const FEW_TICKS = [0, 0.2, 0.6, 1]
const NARROW = 420 // px

/** The figure `Gain curve`: how much is found by working through the accounts in the order of either score. */
export const GainCurveFigure = memo(function GainCurveFigure(props: GainCurveFigureProps) {
  const { incumbent, candidate, height } = props
  const { of } = candidate
  return (
    <ChartFrame
      name="Gain curve"
      title={
        of === 'revenue' ? 'Revenue found in the best scores' : 'Churn found in the worst scores'
      }
      legend={LEGEND}
      height={height}
      fileName="gain-curve"
      table={() => tableOf(incumbent, candidate)}
    >
      <Curves {...props} />
    </ChartFrame>
  )
})

function Curves({ incumbent, candidate, height }: GainCurveFigureProps) {
  const { ref, width } = useElementSize<HTMLDivElement>()
  const bottom = height - AXIS
  const x = (share: number) => LEFT + share * Math.max(0, width - LEFT - RIGHT)
  const y = (share: number) => bottom - share * (bottom - TOP)
  const path = ({ share, gained }: GainCurve) =>
    share.map((at, index) => `${x(at).toFixed(1)},${y(gained[index]!).toFixed(1)}`).join(' ')
  const order = candidate.of === 'revenue' ? 'best scores first' : 'worst scores first'
  return (
    <div ref={ref} className={styles.bars}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={firstFifth(incumbent, candidate)}>
          {(width < NARROW ? FEW_TICKS : TICKS).map((tick) => (
            <g key={tick}>
              <line x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
              <text x={LEFT - 7} y={y(tick) + 4} textAnchor="end">
                {formatShare(tick)}
              </text>
              <text x={x(tick)} y={bottom + 17} textAnchor={tick === 1 ? 'end' : 'middle'}>
                {formatShare(tick)}
              </text>
            </g>
          ))}
          <line
            x1={x(0)}
            y1={y(0)}
            x2={x(1)}
            y2={y(1)}
            stroke="var(--line-strong)"
            strokeDasharray="2 4"
          />
          <line x1={x(0.2)} x2={x(0.2)} y1={TOP} y2={bottom} stroke="var(--line-strong)" />
          <polyline
            points={path(incumbent)}
            fill="none"
            stroke="var(--muted)"
            strokeWidth={2}
            strokeDasharray="6 4"
          />
          <polyline points={path(candidate)} fill="none" stroke="var(--accent)" strokeWidth={2.4} />
          <text x={width - RIGHT} y={height - 6} textAnchor="end">
            accounts, {order}
          </text>
        </svg>
      )}
    </div>
  )
}

/** What the first fifth of accounts holds under either score. */
export function firstFifth(incumbent: GainCurve, candidate: GainCurve): string {
  const first = candidate.of === 'revenue' ? 'best-scored' : 'worst-scored'
  return `The ${first} fifth of accounts holds ${formatShare(valueAt(candidate, 0.2))} of the ${candidate.of} with the candidate, ${formatShare(valueAt(incumbent, 0.2))} with the incumbent.`
}

function tableOf(incumbent: GainCurve, candidate: GainCurve): ChartTableData {
  return {
    columns: ['accounts', 'candidate', 'incumbent'],
    rows: Array.from({ length: 11 }, (_, tenth) => tenth / 10).map((at) => [
      formatShare(at),
      formatShare(valueAt(candidate, at), 1),
      formatShare(valueAt(incumbent, at), 1),
    ]),
  }
}
