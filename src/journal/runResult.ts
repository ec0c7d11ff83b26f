import { columnGroups, usedGroups } from '../accounts/columnGroups.ts'
import type { RunSummary } from './entry.ts'

/** The spec a run hands out. */
export interface RunResult {
  index: number | null // its experiment, 0: the start; null: one that did not beat the start
  weights: number[] | null // null: those of the start
  value: number // primary metric, search rows
  holdoutValue: number | null
}

/**
 * The best kept spec, else the start; where the start has more features than the run allows, the best
 * spec of its curve, though it does not beat the start. Null where there is none of these yet.
 */
export function runResult({ header, best, curve }: RunSummary): RunResult | null {
  if (best !== null) return best
  const { baseline, maxFeatures = Number.POSITIVE_INFINITY, spec } = header
  const weights = Object.values(spec.features).map(({ weight }) => weight)
  const features = usedGroups(columnGroups(spec), weights).length
  if (features <= maxFeatures) return { index: 0, weights: null, ...figuresOf(baseline) }
  const point = curve?.at(-1)
  return point === undefined ? null : { index: null, weights: point.weights, ...figuresOf(point) }
}

function figuresOf({ value, holdoutValue }: { value: number; holdoutValue: number | null }) {
  return { value, holdoutValue }
}
