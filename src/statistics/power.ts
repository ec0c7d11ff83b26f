import { hanleyMcNeil } from './hanleyMcNeil.ts'
import { normalQuantile } from './normal.ts'

/**
 * The smallest true gain that a two-sided test at 5 % finds four times in five, for a gain with this
 * standard error: (z of 0.975 + z of 0.8) · standard error, about 2.8 of them. Use it with the paired
 * standard error (DeLong's, or the bootstrap's) where two scores are known.
 */
export function smallestGain(standardError: number): number {
  return (normalQuantile(0.975) + normalQuantile(0.8)) * standardError
}

export interface AucPlan {
  auc: number // of the incumbent, expected
  retained: number // accounts
  churned: number // accounts
  correlation?: number // of the two AUCs over samples, −1 to 1
}

/**
 * The smallest gain in AUC that so many accounts can show, before any candidate exists: both AUCs
 * have the error of Hanley and McNeil at the incumbent's value, so their difference has
 * sqrt(2 · (1 − correlation)) times that. Without a correlation the two count as independent, which
 * is cautious: two scores of the same accounts are usually alike (0.5 and more), and then smaller
 * gains show. Null with no account in a class.
 */
export function smallestAucGain({
  auc,
  retained,
  churned,
  correlation = 0,
}: AucPlan): number | null {
  if (!(correlation >= -1 && correlation <= 1))
    throw new Error(`correlation outside -1 to 1: ${correlation}`)
  if (!(retained > 0 && churned > 0)) return null
  const one = hanleyMcNeil(auc, retained, churned)
  return smallestGain(one * Math.sqrt(2 * (1 - correlation)))
}
