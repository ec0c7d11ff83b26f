import { useElementSize } from '@mantine/hooks'
import { memo, useMemo } from 'react'
import { formatCount, formatFixed, formatGain, plural } from '../shared/format.ts'
import { ChartFrame, type LegendItem } from './ChartFrame.tsx'
import type { ChartTableData } from './ChartTable.tsx'
import styles from './charts.module.css'
import { type GainBins, gainBins } from './gainBins.ts'
import { roundTicks, tickDecimals } from './ticks.ts'

interface GainHistogramProps {
  gains: number[]
  realGain: number
  height: number
}

const LEGEND: LegendItem[] = [
  { label: 'searches on shuffled outcomes', mark: 'band', color: 'var(--cloud-edge)' },
  { label: 'this run', mark: 'line', color: 'var(--accent)' },
]

const AXIS = 24 // px below the bars
const TOP = 24 // px above them, for the name of the real gain
const SIDE = 18
const LABEL = 130 // px the name of the real gain needs

/** The figure `Gains on shuffled outcomes`: how often noise alone gained how much, the real gain marked. */
export const GainHistogram = memo(function GainHistogram(props: GainHistogramProps) {
  const { gains, realGain, height } = props
  const plot = useMemo(() => gainBins(gains, realGain), [gains, realGain])
  return (
    <ChartFrame
      name="Gains on shuffled outcomes"
      legend={LEGEND}
      note={plural(gains.length, 'search', 'searches')}
      height={height}
      fileName="gains-on-shuffled-outcomes"
      table={() => tableOf(plot, realGain)}
    >
      <Bars plot={plot} realGain={realGain} height={height} searches={gains.length} />
    </ChartFrame>
  )
})

interface BarsProps {
  plot: GainBins
  realGain: number
  height: number
  searches: number
}

function Bars({ plot, realGain, height, searches }: BarsProps) {
  const { ref, width } = useElementSize<HTMLDivElement>()
  const { bins, low, high, most } = plot
  const bottom = height - AXIS
  const x = (gain: number) => SIDE + ((gain - low) / (high - low)) * Math.max(0, width - 2 * SIDE)
  const y = (count: number) => bottom - (count / most) * (bottom - TOP)
  const ticks = roundTicks(low, high, width < 420 ? 3 : 6)
  const digits = tickDecimals(ticks)
  const real = x(realGain)
  const toLeft = real + LABEL > width
  return (
    <div ref={ref} className={styles.bars}>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={sentence(plot, realGain, searches)}
        >
          {bins.map(({ from, to, count }) => (
            <rect
              key={from}
              x={x(from) + 0.5}
              y={y(count)}
              width={Math.max(1, x(to) - x(from) - 1)}
              height={bottom - y(count)}
              style={{ fill: 'var(--cloud-edge)' }}
            />
          ))}
          <line x1={SIDE} x2={width - SIDE} y1={bottom} y2={bottom} stroke="var(--line-strong)" />
          {ticks.map((tick) => (
            <text key={tick} x={x(tick)} y={height - 6} textAnchor="middle">
              {formatFixed(tick, digits)}
            </text>
          ))}
          <line
            x1={real}
            x2={real}
            y1={4}
            y2={bottom}
            style={{ stroke: 'var(--accent)' }}
            strokeWidth={2.5}
          />
          <text
            className={styles.strong}
            x={real + (toLeft ? -7 : 7)}
            y={15}
            textAnchor={toLeft ? 'end' : 'start'}
          >
            this run {formatGain(realGain)}
          </text>
        </svg>
      )}
    </div>
  )
}

function sentence({ bins }: GainBins, realGain: number, searches: number): string {
  const filled = bins.filter(({ count }) => count > 0)
  const range = `between ${formatGain(filled[0]?.from)} and ${formatGain(filled.at(-1)?.to)}`
  return `${plural(searches, 'search', 'searches')} on shuffled outcomes gained ${range}; this run gained ${formatGain(realGain)}.`
}

function tableOf({ bins }: GainBins, realGain: number): ChartTableData {
  return {
    columns: ['gain', 'searches'],
    rows: [
      ...bins
        .filter(({ count }) => count > 0)
        .map(({ from, to, count }) => [
          `${formatGain(from, 4)} to ${formatGain(to, 4)}`,
          formatCount(count),
        ]),
      [`this run ${formatGain(realGain, 4)}`, '—'],
    ],
  }
}
