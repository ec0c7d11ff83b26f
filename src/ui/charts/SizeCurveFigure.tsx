import '@mantine/charts/styles.css'
import { CompositeChart } from '@mantine/charts'
import { useElementSize } from '@mantine/hooks'
import { memo, type ReactNode, useMemo } from 'react'
import { formatMetric, plural } from '../shared/format.ts'
import { ChartFrame, type LegendItem } from './ChartFrame.tsx'
import styles from './charts.module.css'
import { type CurvePlot, type CurveRow, curvePlot, type SizePoint } from './curvePlot.ts'
import { type Corner, freestPlace, labelBox } from './labelPlace.ts'
import { AXIS_X, AXIS_Y, LINE_CHART, xAxis, yAxis } from './lineChart.ts'

interface SizeCurveFigureProps {
  curve: SizePoint[]
  by: SizeWords
  start: number // primary metric of the spec the run began with
  startLabel: string // 'start 0.500'
  metricWord: string // 'AUC for retention'
  height: number
  action(size: number): ReactNode // what can be done with a spec, in its row of the table
}

const SERIES = [
  { name: 'searched', color: 'var(--accent)', type: 'line' as const },
  { name: 'holdout', color: 'var(--held-out)', type: 'line' as const },
]

const MARGIN = { top: 12, right: 112, bottom: 0, left: 0 }
const BESIDE = 12 // px from the start's line to the middle of its label

const WORDS = { searched: 'searched', holdout: 'held out' }

/** What the size of a spec is, for people. */
export interface SizeWords {
  name: string // of the figure: 'Metric by number of features'
  axis: string
  one: string // 'feature'
  many: string // 'features'
  fileName: string
}

/** The best spec of each size, searched and held out. */
export const SizeCurveFigure = memo(function SizeCurveFigure(props: SizeCurveFigureProps) {
  const { curve, by, start, startLabel, metricWord, height, action } = props
  const { ref, width } = useElementSize<HTMLDivElement>()
  const plot = useMemo(() => curvePlot(curve, start), [curve, start])
  const series = plot.hasHoldout ? SERIES : SERIES.slice(0, 1)
  const legend: LegendItem[] = [
    { label: 'searched', mark: 'line', color: 'var(--accent)' },
    ...(plot.hasHoldout
      ? [{ label: 'held out', mark: 'dashes', color: 'var(--held-out)' } as const]
      : []),
  ]
  const [from, to] = [Math.min(0, ...plot.marks), Math.max(2, ...plot.marks)]
  const last = plot.rows.at(-1)
  return (
    <ChartFrame
      name={by.name}
      title={`${by.name}: ${metricWord}`}
      legend={legend}
      note="the table has each spec to use"
      height={height}
      fileName={by.fileName}
      table={() => curveTable(curve, by, action)}
    >
      <div ref={ref}>
        <CompositeChart
          {...LINE_CHART}
          h={height}
          data={plot.rows}
          dataKey="size"
          series={series}
          curveType="linear"
          xAxisProps={{
            ...xAxis(by.axis),
            domain: [from, to],
            ticks: plot.marks,
            interval: 'preserveStartEnd',
          }}
          yAxisProps={yAxis(plot)}
          lineProps={(line) => ({
            strokeDasharray: line.name === 'holdout' ? '5 3' : undefined,
            dot: { r: 3, strokeWidth: 0, fill: line.color },
            activeDot: { r: 4, strokeWidth: 0, fill: line.color },
          })}
          referenceLines={
            Number.isFinite(start)
              ? [
                  {
                    y: start,
                    color: 'var(--ink)',
                    label: startLabel,
                    labelPosition: placeOfStart(startLabel, start, plot, [from, to], {
                      width: width - AXIS_Y - MARGIN.right,
                      height: height - AXIS_X - MARGIN.top,
                    }),
                  },
                ]
              : []
          }
          referenceDots={
            last === undefined ? [] : series.flatMap(({ name, color }) => endLabel(name, color))
          }
          composedChartProps={{
            margin: MARGIN,
            title: by.name,
          }}
          tooltipProps={{
            content: ({ active, label }) => {
              const row = plot.rows.find(({ size }) => size === label)
              return active === true && row !== undefined ? <Hover row={row} by={by} /> : null
            },
          }}
        />
      </div>
    </ChartFrame>
  )

  /** The line's own name and value where it ends. */
  function endLabel(name: string, color: string) {
    const line = name as keyof typeof WORDS
    const value = last?.[line]
    if (last === undefined || value === undefined) return []
    return [
      {
        x: last.size,
        y: value,
        r: 4,
        color,
        label: {
          value: `${WORDS[line]} ${formatMetric(value, 3)}`,
          position: 'right' as const,
          offset: 8,
          dy: !plot.hasHoldout ? 0 : plot.above === line ? -8 : 8, // where both end close by
          fill: 'var(--ink)',
        },
      },
    ]
  }
})

/** Above or below the start's line, at its left or its right end: where the curves cross the label the least. */
function placeOfStart(
  label: string,
  start: number,
  { rows, domain: [low, high] }: CurvePlot,
  [from, to]: [number, number],
  { width, height }: { width: number; height: number },
) {
  const x = (size: number) => (width * (size - from)) / (to - from)
  const y = (value: number) => (height * (high - value)) / (high - low)
  const searched = rows.map((row): Corner => [x(row.size), y(row.searched)])
  const holdout = rows.flatMap(({ size, holdout }): Corner[] =>
    holdout === undefined ? [] : [[x(size), y(holdout)]],
  )
  const right = width - labelBox(label, 0, 0).right - 5
  const places = [
    { at: 'insideBottomLeft', box: labelBox(label, 5, y(start) - BESIDE) },
    { at: 'insideTopLeft', box: labelBox(label, 5, y(start) + BESIDE) },
    { at: 'insideBottomRight', box: labelBox(label, right, y(start) - BESIDE) },
    { at: 'insideTopRight', box: labelBox(label, right, y(start) + BESIDE) },
  ] as const
  return freestPlace(places, [searched, holdout], { width, height }).at
}

function Hover({ row, by }: { row: CurveRow; by: SizeWords }) {
  return (
    <div className={styles.tooltip}>
      <b>{plural(row.size, by.one, by.many)}</b>
      <div>
        <span>searched</span>
        <span>{formatMetric(row.searched)}</span>
      </div>
      {row.holdout !== undefined && (
        <div>
          <span>held out</span>
          <span>{formatMetric(row.holdout)}</span>
        </div>
      )}
    </div>
  )
}

function curveTable(curve: SizePoint[], by: SizeWords, action: SizeCurveFigureProps['action']) {
  return {
    columns: [by.many, 'searched', 'held out'],
    rows: curve.map(({ size, value, holdoutValue }) => [
      String(size),
      formatMetric(value),
      formatMetric(holdoutValue),
    ]),
    actions: { column: 'spec', cells: curve.map(({ size }) => action(size)) },
  }
}
