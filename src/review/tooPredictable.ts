import { problem } from '../accounts/say.ts'
import type { Metrics } from '../evaluation/metrics.ts'
import type { Problem } from '../lib/problem.ts'
import { decimals } from './words.ts'

const HARDLY_EVER = 0.98

/** The warning that a candidate foretells held-out outcomes better than accounts let anyone. */
export function tooPredictable(heldOut: Metrics | null): Problem[] {
  const auc = heldOut?.auc_roc_retain
  if (auc === undefined || auc < HARDLY_EVER) return []
  return [
    problem({
      severity: 'warning',
      code: 'too-predictable',
      what: `The candidate has an AUC of ${decimals(auc, 3)} on held-out accounts. Real accounts are hardly ever this predictable: look for a column that knows the outcome.`,
    }),
  ]
}
