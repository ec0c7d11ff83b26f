import type { Metrics, PrimaryMetric } from '../../evaluation/metrics.ts'
import type { RunHeader } from '../../journal/entry.ts'
import type { HeldBytes } from '../../lib/heldBytes.ts'
import { leaksAmong } from '../../review/leaks.ts'
import type { Leak } from '../../review/review.ts'
import type { AppState, RunView } from '../../store/state.ts'
import { tierAccounts } from '../charts/tierSeries.ts'
import { formatBytes, formatGain, formatMetric, formatShare, plural } from '../shared/format.ts'
import { type HoldoutWorth, holdoutWorth } from './runWorth.ts'

/** Short names of the primary metrics, and what each says, for the one place that explains it. */
export const METRIC_WORDS: Record<PrimaryMetric, { name: string; says: string }> = {
  auc_roc_retain: {
    name: 'retention AUC',
    says: 'how often a retained account scores above a churned one',
  },
  auc_roc_churn: {
    name: 'churn AUC',
    says: 'how often a churned account scores below one that stayed',
  },
  revenue_capture_at_20: {
    name: 'revenue in the top 20 %',
    says: 'the share of MRR that the best-scored fifth of accounts holds',
  },
  tier_separation: {
    name: 'lifetime value separation',
    says: 'lifetime value of the best-scored quarter over that of the worst-scored',
  },
  nrr_spread: {
    name: 'NRR spread',
    says: 'NRR of the better-scored half of MRR minus that of the rest',
  },
  ks: {
    name: 'KS gap',
    says: 'the largest gap between retained and churned accounts at one cut-off',
  },
  gini: { name: 'Gini', says: 'twice the AUC minus one: 0 is a coin flip, 1 is perfect order' },
}

/**
 * The sentence over a run: what the result means, never more than the figures carry. `leaks`: columns of its
 * specs that may give the outcome away.
 */
export function runHeadline(run: RunView, leaks: Leak[] = []): string {
  if (run.state === 'running') return run.experiments === 0 ? 'Starting the search…' : 'Searching…'
  if (run.state === 'paused')
    return run.problem === null ? 'Paused' : 'Paused by a problem; nothing journaled is lost'
  if (run.experiments === 0) return 'Stopped before the first experiment'
  if (run.kept === 0 && run.header.origin === undefined)
    return `No evidence of a gain: none of ${plural(run.experiments, 'experiment')} beat the start`
  const worth = holdoutWorth(run.header, run.best.holdoutValue)
  const sentence = resultSentence(worth, wasHeldOut(run.header))
  return leaks.length === 0 || isWithoutGain(worth)
    ? sentence
    : `${sentence}; but ${leakNames(leaks)} may give the outcome away`
}

/** Columns with points before or after a run of which the open data, if it is the run's, warns. */
export function runLeaks({ header, best }: RunView, data: AppState['data']): Leak[] {
  const { name, rows } = header.data
  if (data.phase !== 'ready' || data.name !== name || data.rows !== rows) return []
  const found = Object.entries(header.spec.features).map(
    ([feature, each], i) => [feature, { ...each, weight: best.weights[i] ?? each.weight }] as const,
  )
  const ended = { ...header.spec, features: Object.fromEntries(found) }
  return leaksAmong(data.problems, [header.origin?.spec ?? header.spec, ended])
}

/** 'health_v3', 'a and b', or in other words where a warning is of several columns. */
function leakNames(leaks: Leak[]): string {
  const names = [...new Set(leaks.flatMap(({ column }) => column ?? []))]
  if (names.length < leaks.length || names.length > 3) return 'columns that Data warns of'
  return names.join(names.length === 2 ? ' and ' : ', ')
}

/** What the charts of a run call the spec it began with, where gains count from another one. */
export function startWords({ baseline, origin, suited, spec }: RunHeader): string {
  const value = formatMetric(baseline.value, 3)
  if (origin === undefined || formatMetric(origin.figures.value, 3) === value)
    return `start ${value}`
  const before = origin.spec.features
  const isSuited =
    suited !== undefined &&
    Object.entries(spec.features).every(
      ([name, { weight }]) => Object.hasOwn(before, name) && before[name]!.weight === weight,
    )
  return isSuited ? `search starts at ${value}` : `this run starts at ${value}`
}

/** Whether accounts were held out; an imported journal does not say. */
export function wasHeldOut({ split }: RunHeader): boolean | 'unknown' {
  return split.kind === 'unknown' ? 'unknown' : split.holdoutRows > 0
}

/** The verdict on a held-out gain in words; shared by the run and its review. */
export function resultSentence(
  { gain, margin }: HoldoutWorth,
  heldOut: boolean | 'unknown', // 'unknown': an imported journal, which does not tell its split
): string {
  if (gain === null && heldOut === 'unknown')
    return 'Better on the accounts searched; the imported journal does not tell the gain on others'
  if (gain === null)
    return heldOut
      ? 'Better on the accounts searched; the held-out accounts cannot tell (too few, or one outcome only)'
      : 'Better on the accounts searched; none were held out, so nothing shows that it holds'
  const never = 'on accounts the search never saw'
  const isWorse = margin !== null && gain < -margin
  const figure =
    margin === null ? formatGain(gain) : `${formatGain(gain)} ± ${formatMetric(margin, 3)}`
  if (isWorse) return `Worse ${never}: ${figure}`
  if (isWithoutGain({ gain, margin })) return `No evidence of a gain: ${figure} ${never}`
  if (margin === null)
    return `Higher ${never}: ${figure}; whether that is more than chance is not known`
  return 'Better, and it holds on accounts the search never saw'
}

/** Whether accounts were held out and show no gain, or one that chance alone makes. */
export function isWithoutGain({ gain, margin }: HoldoutWorth): boolean {
  return gain !== null && (gain < LEAST_GAIN || (margin !== null && gain <= margin))
}

const LEAST_GAIN = 0.0005 // less is shown as 0.000
const CROWDED = 0.95 // share of accounts in one tier from which the tiers divide nothing

/** A warning where nearly all accounts share a tier: the order got better, the cut-offs no longer fit. */
export function crowdedTier(metrics: Metrics, tiers: readonly string[]): string | null {
  if (tiers.length < 2 || metrics.n_scored === 0) return null
  for (const tier of tiers) {
    const share = (tierAccounts(metrics, tier) ?? 0) / metrics.n_scored
    if (share >= CROWDED)
      return `Under the best spec ${formatShare(share)} of accounts are in tier ${tier}: move the cut-offs before using it.`
  }
  return null
}

/** '820 kB each, 1.4 MB shared': what each worker of a run holds. */
export function memoryText({ own, shared }: HeldBytes, workers: number): string {
  const each = `${formatBytes(own)}${workers === 1 ? '' : ' each'}`
  return shared === 0 ? each : `${each}, ${formatBytes(shared)} shared`
}
