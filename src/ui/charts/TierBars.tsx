import { useElementSize } from '@mantine/hooks'
import { formatCompact, formatCount, formatShare } from '../shared/format.ts'
import { tierColor } from '../shared/tierColor.ts'
import styles from './charts.module.css'
import { roundStep } from './ticks.ts'
import { missingWords, type TierRow, type TierSeries } from './tierSeries.ts'

const LEFT = 58 // px for the tier's letter and its accounts
const BEFORE = 76 // px for 'was 100 %'
const FIGURE = 58 // px for '100 %' before it
const LETTER = 6.9 // px of a figure at most
const AXIS = 26
const LABEL = 44 // px a label of the axis needs

/** A thick bar a tier, a thin one below where there is a second figure, and the start as dashed marks. */
export function TierBars({ series, height }: { series: TierSeries; height: number }) {
  const { ref, width } = useElementSize<HTMLDivElement>()
  const top = Math.max(
    1,
    ...series.rows.flatMap((row) => [row.value ?? 0, row.before ?? 0, row.thin ?? 0]),
  )
  const widest = (texts: string[]) => LETTER * Math.max(...texts.map((text) => text.length))
  const [before, figure] = [
    Math.max(BEFORE, 12 + widest(series.rows.map((row) => wasText(row.before)))),
    Math.max(FIGURE, 8 + widest(series.rows.map((row) => formatShare(row.value)))),
  ]
  const room = Math.max(0, width - LEFT - before - figure)
  const x = (share: number) => LEFT + (Math.max(0, share) / (top * 1.03)) * room
  const rowHeight = Math.min(64, (height - AXIS) / Math.max(1, series.rows.length))
  const bottom = rowHeight * series.rows.length
  const step = roundStep(0, top, 2)
  const ends = x(1) - x(0) < LABEL ? [1] : [0, 1] // far above 100 % the two labels would meet
  const marks = ends.concat(
    Array.from({ length: 8 }, (_, k) => (k + 1) * step).filter(
      (mark) => mark <= top && Math.abs(mark - 1) > step * 0.6,
    ),
  )
  return (
    <div ref={ref} className={styles.bars}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={sentence(series)}>
          {marks.map((mark) => (
            <g key={mark}>
              <line
                x1={x(mark)}
                x2={x(mark)}
                y1={0}
                y2={bottom}
                stroke={mark === 1 ? 'var(--line-strong)' : 'var(--line)'}
              />
              <text x={x(mark)} y={bottom + 17} textAnchor="middle">
                {formatShare(mark)}
              </text>
            </g>
          ))}
          {series.rows.map((row, position) => (
            <Row
              key={row.label}
              row={row}
              series={series}
              y={position * rowHeight}
              rowHeight={rowHeight}
              color={tierColor(position, series.rows.length)}
              x={x}
              right={width}
              before={before}
            />
          ))}
        </svg>
      )}
    </div>
  )
}

interface RowProps {
  row: TierRow
  series: TierSeries
  y: number
  rowHeight: number
  color: string
  x: (share: number) => number
  right: number
  before: number // px for the figures of the start
}

function Row({ row, series, y, rowHeight, color, x, right, before }: RowProps) {
  const twoBars = series.thin !== null
  const thick = { y: y + rowHeight / 2 - (twoBars ? 17 : 9), height: 18 }
  const thin = { y: thick.y + 21, height: 8 }
  const known = row.value !== null && row.value !== undefined
  return (
    <g>
      <text className={styles.letter} x={0} y={y + rowHeight / 2 - 2}>
        {clip(row.label, 7)}
      </text>
      <text x={0} y={y + rowHeight / 2 + 15}>
        {row.accounts !== null && row.accounts >= 100_000
          ? formatCompact(row.accounts)
          : formatCount(row.accounts)}
      </text>
      {known ? (
        <Bar x={x} value={row.value!} {...thick} color={color} radius={3} />
      ) : (
        <text className={styles.over} x={x(0) + 6} y={y + rowHeight / 2 + 4}>
          {missingWords(row.value as null | undefined, series.kind)}
        </text>
      )}
      {known && typeof row.thin === 'number' && (
        <Bar x={x} value={row.thin} {...thin} color={color} radius={2} opacity={0.6} />
      )}
      {typeof row.before === 'number' && known && <Mark x={x(row.before)} {...thick} />}
      {typeof row.thinBefore === 'number' && known && <Mark x={x(row.thinBefore)} {...thin} />}
      {known && (
        <>
          <Figures
            ends={[right - before, right]}
            y={thick.y + 14}
            value={row.value}
            before={row.before}
            strong
          />
          {twoBars && (
            <Figures
              ends={[right - before, right]}
              y={thin.y + 9}
              value={row.thin}
              before={row.thinBefore}
            />
          )}
        </>
      )}
    </g>
  )
}

interface BarProps {
  x: (share: number) => number
  y: number
  height: number
  value: number
  color: string
  radius: number
  opacity?: number
}

function Bar({ x, y, height, value, color, radius, opacity = 1 }: BarProps) {
  const width = Math.max(1, x(value) - x(0))
  return (
    <rect
      x={x(0)}
      y={y}
      width={width}
      height={height}
      rx={radius}
      style={{ fill: color }}
      fillOpacity={opacity}
    />
  )
}

function Mark({ x, y, height }: { x: number; y: number; height: number }) {
  return (
    <g strokeWidth={2}>
      <line x1={x} x2={x} y1={y - 3} y2={y + height + 3} stroke="var(--panel)" strokeWidth={4} />
      <line
        x1={x}
        x2={x}
        y1={y - 3}
        y2={y + height + 3}
        stroke="var(--ink)"
        strokeDasharray="3 2"
      />
    </g>
  )
}

interface FiguresProps {
  ends: [number, number] // px where the figure and the start's end
  y: number
  value: number | null | undefined
  before: number | null | undefined
  strong?: boolean
}

function Figures({ ends, y, value, before, strong = false }: FiguresProps) {
  return (
    <>
      <text x={ends[0]} y={y} textAnchor="end" className={strong ? styles.strong : undefined}>
        {formatShare(value)}
      </text>
      <text x={ends[1]} y={y} textAnchor="end">
        {wasText(before)}
      </text>
    </>
  )
}

function wasText(before: number | null | undefined): string {
  return `was ${formatShare(before)}`
}

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}

function sentence(series: TierSeries): string {
  return series.rows
    .map((row) =>
      typeof row.value === 'number'
        ? `Tier ${row.label}: ${series.thick} ${formatShare(row.value)}, was ${formatShare(row.before)}.`
        : `Tier ${row.label}: ${missingWords(row.value, series.kind)}.`,
    )
    .join(' ')
}
