import { memo, useDeferredValue, useMemo, useState } from 'react'
import type { RunView } from '../../store/state.ts'
import { PrimaryMetricFigure } from '../charts/PrimaryMetricFigure.tsx'
import { TierFigure } from '../charts/TierFigure.tsx'
import { tierSeries } from '../charts/tierSeries.ts'
import controls from '../shared/controls.module.css'
import styles from './run.module.css'
import { METRIC_WORDS, startWords } from './runWords.ts'
import { startFigures } from './runWorth.ts'

const HEIGHT = 272

type Rows = 'searched' | 'held-out'

/**
 * The two charts of a run side by side. They are drawn after everything else, in pieces that let a
 * press of a key or a button through.
 */
export function RunCharts({ run }: { run: RunView }) {
  return <Charts run={useDeferredValue(run)} />
}

const Charts = memo(function Charts({ run }: { run: RunView }) {
  const { header, best } = run
  const bestHoldout = best.holdoutMetrics
  const start = startFigures(header)
  const baseHoldout = start.holdoutMetrics
  const [wanted, setWanted] = useState<Rows>('searched')
  const canHoldout = bestHoldout !== null && baseHoldout !== null
  const rows: Rows = canHoldout ? wanted : 'searched'
  const after = rows === 'held-out' ? bestHoldout! : best.metrics
  const before = rows === 'held-out' ? baseHoldout! : start.metrics
  const series = useMemo(
    () => tierSeries(header.spec.tiers, after, before),
    [header.spec.tiers, after, before],
  )
  const control = useMemo(
    () =>
      canHoldout && (
        <select
          className={`${controls.select} ${styles.rows}`}
          aria-label="Accounts shown by tier"
          value={rows}
          onChange={(event) => setWanted(event.currentTarget.value as Rows)}
        >
          <option value="searched">accounts searched</option>
          <option value="held-out">held-out accounts</option>
        </select>
      ),
    [canHoldout, rows],
  )
  return (
    <div className={styles.pair}>
      <PrimaryMetricFigure
        points={run.points}
        keptPoints={run.keptPoints}
        experiments={run.experiments}
        kept={run.kept}
        budget={header.budget}
        live={run.state === 'running' || run.state === 'paused'}
        startLabel={startWords(header)}
        metricWord={METRIC_WORDS[header.metric].name}
        height={HEIGHT}
      />
      <TierFigure
        series={series}
        rowsWord={canHoldout ? null : 'accounts searched'}
        control={control}
        height={HEIGHT}
      />
    </div>
  )
})
