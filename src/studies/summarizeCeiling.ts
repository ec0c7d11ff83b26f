import type { CeilingReplicate, Replicate } from './study.ts'
import { figure } from './words.ts'

export interface CeilingSummary {
  value: number // of the regression, on the search rows
  candidate: number // on the search rows
  lambda: number
  sentence: string
}

/** The candidate against what an additive score of its features could reach; null without a regression. */
export function summarizeCeiling(
  replicates: readonly Replicate[],
  candidate: number,
): CeilingSummary | null {
  const own = replicates.find((each): each is CeilingReplicate => each.study === 'ceiling')
  if (own === undefined || own.value === null) return null
  const { value, lambda } = own
  const sentence = ceilingSentence({ value, candidate }, 'the accounts searched')
  return { value, candidate, lambda, sentence }
}

/** The candidate beside the regression on the same accounts. */
export function ceilingSentence(
  { value, candidate }: { value: number; candidate: number },
  accounts: string,
): string {
  return candidate >= value
    ? `${figure(candidate)} on ${accounts}, where a logistic regression without bounds reaches ${figure(value)}: there is nothing left to gain with these features.`
    : `${figure(candidate)} of a possible ${figure(value)} on ${accounts}: a logistic regression on the same features, without bounds or whole points, reaches no more.`
}
