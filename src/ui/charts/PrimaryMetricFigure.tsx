import '@mantine/charts/styles.css'
import { CompositeChart } from '@mantine/charts'
import { useElementSize } from '@mantine/hooks'
import { memo, useMemo, useState } from 'react'
import { isTie, tieWords } from '../../loop/ties.ts'
import type { KeptPoint, RunPoint } from '../../store/state.ts'
import { formatCompact, formatCount, formatErrors, formatMetric, plural } from '../shared/format.ts'
import { ChartFrame, type LegendItem } from './ChartFrame.tsx'
import styles from './charts.module.css'
import { freestPlace, labelBox, stepCorners } from './labelPlace.ts'
import { AXIS_X, AXIS_Y, LINE_CHART, xAxis, yAxis } from './lineChart.ts'
import {
  fittingScale,
  joinedStretches,
  type MetricPlot,
  metricPlot,
  type PlotRow,
  type PlotScale,
  plotAt,
  plotEnd,
  plotIndex,
  plotMarks,
  plotX,
} from './metricPlot.ts'

interface PrimaryMetricFigureProps {
  points: RunPoint[]
  keptPoints: KeptPoint[]
  experiments: number
  kept: number
  budget: number
  live: boolean // more experiments are to come
  startLabel: string // 'start 0.500'
  metricWord: string // 'AUC for retention'
  height: number
}

const MARGIN = { top: 8, right: 20, bottom: 0, left: 0 }
const LABEL = { left: 13, up: 18 } // px of the start's label: from its dot's middle, and above or below it
const START_RADIUS = 4 // px
const STRETCHES = 400 // more would be narrower than a pixel
const LIVE_STRETCHES = 160 // drawn four times a second

const SERIES = [
  { name: 'band', color: 'var(--cloud)', type: 'area' as const },
  { name: 'best', color: 'var(--accent)', type: 'line' as const },
  { name: 'holdout', color: 'var(--held-out)', type: 'line' as const },
]

/** The figure `Primary metric`: best so far as exact steps, held out beside it, all experiments as a band. */
export const PrimaryMetricFigure = memo(function PrimaryMetricFigure(
  props: PrimaryMetricFigureProps,
) {
  const { points, keptPoints, experiments, kept, budget, live, startLabel, metricWord, height } =
    props
  const { ref, width } = useElementSize<HTMLDivElement>()
  const [chosen, setChosen] = useState<PlotScale | null>(null)
  const xMax = plotEnd(experiments, budget, live)
  const scale = chosen ?? fittingScale(keptPoints, xMax)
  const most = live ? LIVE_STRETCHES : STRETCHES
  const stretches = useMemo(() => joinedStretches(points, most), [points, most])
  const plot = useMemo(
    () => metricPlot(stretches, keptPoints, experiments, xMax, scale),
    [stretches, keptPoints, experiments, xMax, scale],
  )
  const legend: LegendItem[] = [
    { label: 'best so far, searched', mark: 'line', color: 'var(--accent)' },
    ...(plot.hasHoldout
      ? [{ label: 'held out', mark: 'dashes', color: 'var(--held-out)' } as const]
      : []),
    {
      label: experiments === 0 ? 'all experiments' : `all ${plural(experiments, 'experiment')}`,
      mark: 'band',
      color: 'var(--cloud)',
    },
    ...(keptPoints.some(isTie)
      ? [{ label: 'tie (noise)', mark: 'ring', color: 'var(--accent)' } as const]
      : []),
  ]
  const start = keptPoints[0]
  const startPlace = useMemo(
    () => placeOfStart(startLabel, keptPoints, plot, scale, { width, height }),
    [startLabel, keptPoints, plot, scale, width, height],
  )
  return (
    <ChartFrame
      name="Primary metric"
      title={`Primary metric: ${metricWord}`}
      legend={legend}
      note={shownWords(keptPoints.length - 1, kept, plot.lowestCut)}
      control={
        <button
          type="button"
          className={styles.tool}
          aria-pressed={scale === 'log'}
          title="Spread the first experiments out"
          onClick={() => setChosen(scale === 'log' ? 'linear' : 'log')}
        >
          Log scale
        </button>
      }
      height={height}
      fileName="primary-metric"
      table={() => keptTable(keptPoints)}
    >
      <div ref={ref}>
        <CompositeChart
          {...LINE_CHART}
          h={height}
          data={plot.rows}
          dataKey="x"
          series={plot.hasHoldout ? SERIES : SERIES.slice(0, 2)}
          curveType="stepAfter"
          withDots={false}
          xAxisProps={{
            ...xAxis('experiments'),
            domain: [0, plotX(plot.xMax, scale)],
            ticks: plotMarks(plot.xMax, scale).map((mark) => plotX(mark, scale)),
            interval: 0,
            tickFormatter: (x: number) => markText(plotIndex(x, scale), plot.xMax),
          }}
          yAxisProps={{ ...yAxis(plot), allowDataOverflow: true }}
          areaProps={{ fillOpacity: 1, strokeWidth: 0, activeDot: false }}
          lineProps={(line) => ({
            dot: line.name === 'best' ? KeptMark : false,
            strokeDasharray: line.name === 'holdout' ? '5 3' : undefined,
            activeDot: { r: 3.5, strokeWidth: 0, fill: line.color },
          })}
          referenceDots={
            start === undefined
              ? []
              : [
                  {
                    x: 0,
                    y: start.value,
                    r: START_RADIUS,
                    color: 'var(--ink)',
                    label: {
                      value: startLabel,
                      position: 'right',
                      offset: startPlace.left - START_RADIUS,
                      dy: startPlace.dy,
                      fill: 'var(--ink)',
                    },
                  },
                ]
          }
          composedChartProps={{
            margin: MARGIN,
            title: 'Primary metric by experiment',
          }}
          tooltipProps={{
            content: ({ active, label }) =>
              active === true && typeof label === 'number' ? (
                <Hover x={plotIndex(label, scale)} points={stretches} keptPoints={keptPoints} />
              ) : null,
          }}
        />
      </div>
    </ChartFrame>
  )
})

/** Where the start's label stands beside its dot, or after the first step, so that the lines cross it the least. */
function placeOfStart(
  label: string,
  keptPoints: KeptPoint[],
  { domain: [low, high], xMax }: MetricPlot,
  scale: PlotScale,
  size: { width: number; height: number },
): { left: number; dy: number } {
  const [start, next] = keptPoints
  if (start === undefined) return { left: LABEL.left, dy: 0 }
  const width = Math.max(1, size.width - AXIS_Y - MARGIN.right)
  const height = size.height - AXIS_X - MARGIN.top
  const x = (index: number) => (width * plotX(index, scale)) / plotX(xMax, scale)
  const y = (value: number) => (height * (high - value)) / (high - low)
  const best = keptPoints.map(({ index, value }) => [x(index), y(value)] as const)
  const holdout = keptPoints.flatMap(({ index, holdoutValue }) =>
    holdoutValue === null ? [] : [[x(index), y(holdoutValue)] as const],
  )
  const after = next === undefined || x(next.index) > width / 3 ? LABEL.left : x(next.index) + 8
  const places = [
    { left: LABEL.left, dy: 0 },
    { left: Math.max(LABEL.left, after), dy: 0 },
    { left: LABEL.left, dy: -LABEL.up },
    { left: LABEL.left, dy: LABEL.up },
  ].map((place) => ({ ...place, box: labelBox(label, place.left, y(start.value) + place.dy) }))
  const lines = [stepCorners(best, width), stepCorners(holdout, width)]
  return freestPlace(places, lines, { width, height })
}

/** A kept experiment on the line: a ring where its gain is a tie, a dot where it is more. */
function KeptMark({ cx, cy, payload }: { cx?: number; cy?: number; payload: PlotRow }) {
  if (payload.mark === undefined) return null
  return (
    <circle cx={cx} cy={cy} r={3} className={payload.mark === 'tie' ? styles.ring : styles.dot} />
  )
}

interface HoverProps {
  x: number
  points: RunPoint[]
  keptPoints: KeptPoint[]
}

function Hover({ x, points, keptPoints }: HoverProps) {
  const { kept, stretch } = plotAt(x, points, keptPoints)
  return (
    <div className={styles.tooltip}>
      <b>{x === 0 ? 'Start' : `Experiment ${formatCount(x)}`}</b>
      {kept !== null && (
        <div>
          <span>best so far</span>
          <span>{formatMetric(kept.value)}</span>
        </div>
      )}
      {kept !== null && kept.holdoutValue !== null && (
        <div>
          <span>held out</span>
          <span>{formatMetric(kept.holdoutValue)}</span>
        </div>
      )}
      {kept?.gainInStandardErrors !== undefined && (
        <div>
          <span>standard errors gained</span>
          <span>{gainText(kept.gainInStandardErrors)}</span>
        </div>
      )}
      {stretch !== null && (
        <div>
          <span>
            tried, {formatCount(stretch.from)}–{formatCount(stretch.to)}
          </span>
          <span>
            {formatMetric(stretch.low)}–{formatMetric(stretch.high)}
          </span>
        </div>
      )}
    </div>
  )
}

function shownWords(keptShown: number, kept: number, lowestCut: number | null): string {
  const steps = `showing ${formatCount(Math.max(0, keptShown))} of ${formatCount(kept)} kept`
  return lowestCut === null ? steps : `${steps} · lowest tried ${formatMetric(lowestCut, 3)}`
}

/** One notation an axis: compact ('10K') where whole numbers would crowd. */
function markText(index: number, xMax: number): string {
  return xMax >= 100_000 ? formatCompact(index) : formatCount(index)
}

/** '1.8', or '0.4, tie (noise)'. */
function gainText(gainInStandardErrors: number): string {
  const tie = tieWords({ gainInStandardErrors })
  return `${formatErrors(gainInStandardErrors)}${tie === null ? '' : `, ${tie}`}`
}

function keptTable(keptPoints: KeptPoint[]) {
  const isMeasured = keptPoints.some(
    ({ gainInStandardErrors }) => gainInStandardErrors !== undefined,
  )
  return {
    columns: ['experiment', 'searched', 'held out', ...(isMeasured ? ['standard errors'] : [])],
    rows: keptPoints.map(({ index, value, holdoutValue, gainInStandardErrors: gain }) => [
      index === 0 ? '0 (start)' : formatCount(index),
      formatMetric(value),
      formatMetric(holdoutValue),
      ...(isMeasured ? [gain === undefined ? '—' : gainText(gain)] : []),
    ]),
  }
}
