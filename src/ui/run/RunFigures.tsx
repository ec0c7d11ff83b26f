import { memo } from 'react'
import type { Metrics } from '../../evaluation/metrics.ts'
import type { Tier } from '../../evaluation/tiers.ts'
import type { RunView } from '../../store/state.ts'
import { type TierSeries, tierSeries } from '../charts/tierSeries.ts'
import { Figure, FigureRow, Gain } from '../shared/Figure.tsx'
import { formatCount, formatGain, formatMetric, formatShare } from '../shared/format.ts'
import { holdoutWorth, startFigures } from './runWorth.ts'

/** The four numbers of a run: held out, searched, best tier against worst, revenue concentration. */
export function RunFigures({ run }: { run: RunView }) {
  const { header, best } = run
  const start = startFigures(header)
  return (
    <FigureRow>
      <HeldOut run={run} />
      <Figure label="Accounts searched" value={formatMetric(best.value, 3)}>
        from {formatMetric(start.value, 3)} ·{' '}
        <Gain text={formatGain(best.value - start.value)} better={null} />
      </Figure>
      <TierContrast tiers={header.spec.tiers} best={best.metrics} baseline={start.metrics} />
      <Concentration
        value={best.metrics.revenue_concentration_hhi}
        tiers={header.spec.tiers.length}
      />
    </FigureRow>
  )
}

function HeldOut({ run }: { run: RunView }) {
  const { split } = run.header
  const start = startFigures(run.header)
  const { gain, margin } = holdoutWorth(run.header, run.best.holdoutValue)
  if (gain === null)
    return (
      <Figure label="Held-out accounts" value={formatMetric(run.best.holdoutValue, 3)}>
        {split.kind === 'unknown'
          ? 'start not in the journal'
          : split.holdoutRows === 0
            ? 'none held out'
            : 'too few to compute it'}
      </Figure>
    )
  return (
    <Figure label="Held-out accounts" value={formatMetric(run.best.holdoutValue, 3)}>
      from {formatMetric(start.holdoutValue, 3)} ·{' '}
      <Gain text={formatGain(gain)} better={margin === null ? null : signOf(gain, margin)} />
      {margin !== null && (
        <span title="A cautious 95 % margin: Hanley–McNeil, both values taken as independent.">
          {' '}
          ± {formatMetric(margin, 3)}
        </span>
      )}
    </Figure>
  )
}

function signOf(gain: number, margin: number): boolean | null {
  if (Math.abs(gain) <= margin) return null
  return gain > 0
}

interface TierContrastProps {
  tiers: Tier[]
  best: Metrics
  baseline: Metrics
}

const CONTRAST: Record<TierSeries['kind'], string> = {
  nrr: 'NRR',
  'mrr-retained': 'MRR retained',
  'accounts-retained': 'Accounts retained',
}

const TierContrast = memo(function TierContrast({ tiers, best, baseline }: TierContrastProps) {
  const series = tierSeries(tiers, best, baseline)
  if (series === null || series.rows.length < 2)
    return (
      <Figure label="NRR by tier" value="—">
        the data has no MRR or retention
      </Figure>
    )
  const filled = series.rows.filter((row) => typeof row.value === 'number')
  const top = filled[0]
  const low = filled.at(-1)
  if (top === undefined || low === undefined || top === low)
    return (
      <Figure label={`${CONTRAST[series.kind]} by tier`} value="—">
        fewer than two tiers with more than 10 accounts
      </Figure>
    )
  const percent = (share: number) => formatShare(share).replace(/ %$/, '')
  const before =
    typeof top.before === 'number' && typeof low.before === 'number'
      ? `was ${percent(top.before)} vs ${formatShare(low.before)}`
      : `start: too few in ${typeof low.before === 'number' ? top.label : low.label}`
  return (
    <Figure
      label={`${CONTRAST[series.kind]}, tier ${top.label} against ${low.label}`}
      value={
        <>
          {percent(top.value!)} <small>vs</small> {formatShare(low.value)}
        </>
      }
    >
      {before} · searched
    </Figure>
  )
})

interface ConcentrationProps {
  value: number | null | undefined
  tiers: number
}

/** HHI of MRR over tiers, judged on the normalised scale: the same limits for any number of tiers. */
function Concentration({ value, tiers }: ConcentrationProps) {
  const label = 'Revenue in one tier (HHI)'
  if (value === undefined || value === null)
    return (
      <Figure label={label} value="—">
        {value === null ? 'no MRR to divide' : 'the data has no MRR'}
      </Figure>
    )
  const normal = tiers < 2 ? 1 : (value / 10_000 - 1 / tiers) / (1 - 1 / tiers)
  const reading = normal > 0.25 ? 'concentrated' : normal > 0.0625 ? 'moderate' : 'spread out'
  return (
    <Figure label={label} value={formatCount(value)}>
      {reading} · {formatCount(10_000 / Math.max(1, tiers))} would be even
    </Figure>
  )
}
