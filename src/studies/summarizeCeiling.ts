import type { PrimaryMetric } from '../evaluation/metrics.ts'
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
  metric: PrimaryMetric,
): CeilingSummary | null {
  const own = replicates.find((each): each is CeilingReplicate => each.study === 'ceiling')
  if (own === undefined || own.value === null) return null
  const { value, lambda } = own
  const sentence = ceilingSentence({ value, candidate }, 'the accounts searched', metric)
  return { value, candidate, lambda, sentence }
}

/** Metrics that a regression on who stays aims at: they ask for nothing but the order of both. */
const AIMED_AT: readonly PrimaryMetric[] = ['auc_roc_retain', 'auc_roc_churn', 'gini']

/** The candidate beside the regression on the same accounts, which is a ceiling only for what it aims at. */
export function ceilingSentence(
  { value, candidate }: { value: number; candidate: number },
  accounts: string,
  metric: PrimaryMetric,
): string {
  if (!AIMED_AT.includes(metric)) {
    return `${figure(candidate)} on ${accounts}; a logistic regression, which aims at who stays and not at this metric, reaches ${figure(value)} there.`
  }
  return candidate >= value
    ? `${figure(candidate)} on ${accounts}, where a logistic regression without bounds reaches ${figure(value)}: hardly anything is left to gain with these features as they are.`
    : `${figure(candidate)} of a possible ${figure(value)} on ${accounts}: a logistic regression on the same features, without bounds or whole points, reaches no more.`
}
