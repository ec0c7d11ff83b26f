import '@mantine/charts/styles.css'
import { CompositeChart } from '@mantine/charts'
import { memo, type ReactNode, useMemo } from 'react'
import type { CurvePoint } from '../../loop/experiment.ts'
import { formatFixed, formatMetric, plural } from '../shared/format.ts'
import { ChartFrame, type LegendItem } from './ChartFrame.tsx'
import styles from './charts.module.css'
import { type CurveRow, curvePlot } from './curvePlot.ts'
import { tickDecimals } from './ticks.ts'

interface FeatureCurveFigureProps {
  curve: CurvePoint[]
  start: number // primary metric of the spec the run began with
  metricWord: string // 'AUC for retention'
  height: number
  action(features: number): ReactNode // what can be done with a spec, in its row of the table
}

const SERIES = [
  { name: 'searched', color: 'var(--accent)', type: 'line' as const },
  { name: 'holdout', color: 'var(--held-out)', type: 'line' as const },
]

const WORDS = { searched: 'searched', holdout: 'held out' }

/** The figure `Metric by number of features`: the best spec of each size, searched and held out. */
export const FeatureCurveFigure = memo(function FeatureCurveFigure(props: FeatureCurveFigureProps) {
  const { curve, start, metricWord, height, action } = props
  const plot = useMemo(() => curvePlot(curve, start), [curve, start])
  const series = plot.hasHoldout ? SERIES : SERIES.slice(0, 1)
  const legend: LegendItem[] = [
    { label: 'searched', mark: 'line', color: 'var(--accent)' },
    ...(plot.hasHoldout
      ? [{ label: 'held out', mark: 'dashes', color: 'var(--held-out)' } as const]
      : []),
  ]
  const digits = tickDecimals(plot.ticks)
  const last = plot.rows.at(-1)
  return (
    <ChartFrame
      name="Metric by number of features"
      title={`Metric by number of features: ${metricWord}`}
      legend={legend}
      note="the table has each spec to use"
      height={height}
      fileName="metric-by-features"
      table={() => curveTable(curve, action)}
    >
      <CompositeChart
        h={height}
        data={plot.rows}
        dataKey="features"
        series={series}
        curveType="linear"
        connectNulls
        strokeDasharray="0"
        gridProps={{ syncWithTicks: true }}
        gridColor="var(--line)"
        textColor="var(--muted)"
        xAxisProps={{
          type: 'number',
          domain: [Math.min(0, ...plot.marks), Math.max(2, ...plot.marks)],
          ticks: plot.marks,
          interval: 'preserveStartEnd',
          height: 48,
          label: {
            value: 'features with points',
            position: 'insideBottom',
            fontSize: 12,
            fill: 'var(--muted)',
          },
        }}
        yAxisProps={{
          domain: plot.domain,
          ticks: plot.ticks,
          width: 52,
          tickFormatter: (value: number) => formatFixed(value, digits),
        }}
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
                  label: `start ${formatMetric(start, 3)}`,
                  labelPosition: 'insideBottomLeft',
                },
              ]
            : []
        }
        referenceDots={
          last === undefined ? [] : series.flatMap(({ name, color }) => endLabel(name, color))
        }
        composedChartProps={{
          margin: { top: 12, right: 112, bottom: 0, left: 0 },
          title: 'Metric by number of features',
        }}
        tooltipProps={{
          content: ({ active, label }) => {
            const row = plot.rows.find(({ features }) => features === label)
            return active === true && row !== undefined ? <Hover row={row} /> : null
          },
        }}
      />
    </ChartFrame>
  )

  /** The line's own name and value where it ends. */
  function endLabel(name: string, color: string) {
    const line = name as keyof typeof WORDS
    const value = last?.[line]
    if (last === undefined || value === undefined) return []
    return [
      {
        x: last.features,
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

function Hover({ row }: { row: CurveRow }) {
  return (
    <div className={styles.tooltip}>
      <b>{plural(row.features, 'feature')}</b>
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

function curveTable(curve: CurvePoint[], action: FeatureCurveFigureProps['action']) {
  return {
    columns: ['features', 'searched', 'held out'],
    rows: curve.map(({ features, value, holdoutValue }) => [
      String(features),
      formatMetric(value),
      formatMetric(holdoutValue),
    ]),
    actions: { column: 'spec', cells: curve.map(({ features }) => action(features)) },
  }
}
