import type { RunHeader, RunSummary } from '../../journal/entry.ts'
import type { RunFigures } from '../../loop/experiment.ts'
import { gainStandardError } from '../../review/gainMargin.ts'

/** What a comparison on accounts the search never saw is worth, before any interval is computed. */
export interface HoldoutWorth {
  gain: number | null // null: nothing held out, or not computable there
  margin: number | null // 95 % either way, cautious; null: no formula for this metric
}

/** What a gain is counted from: the spec before shapes, edits and earlier runs, else the run's own start. */
export function startFigures({ origin, baseline }: RunHeader): RunFigures {
  return origin?.figures ?? baseline
}

/** The figures a run ended with; null where it is what it came from. */
export function endFigures({ header, best }: RunSummary): RunFigures | null {
  return best ?? (header.origin === undefined ? null : header.baseline)
}

/** The held-out gain of a run and how much of it chance could make. */
export function holdoutWorth(header: RunHeader, bestHoldout: number | null): HoldoutWorth {
  const { metric, spec } = header
  const { holdoutValue: before, holdoutMetrics } = startFigures(header)
  if (before === null || bestHoldout === null) return { gain: null, margin: null }
  const labels = spec.tiers.map((tier) => tier.label)
  const error = gainStandardError(metric, before, bestHoldout, holdoutMetrics, labels)
  return { gain: bestHoldout - before, margin: error === null ? null : 1.96 * error }
}

/** Weights to show as the start, in the spec's order: those gains count from, where the features are the same. */
export function startWeights({ spec, origin }: RunHeader): number[] {
  const own = Object.entries(spec.features)
  const before = origin?.spec.features ?? {}
  const isSame = own.every(([name]) => Object.hasOwn(before, name))
  return own.map(([name, feature]) => (isSame ? before[name]!.weight : feature.weight))
}
