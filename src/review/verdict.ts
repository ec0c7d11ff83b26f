import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type { GateName, Review } from './review.ts'
import { counted, decimals, metricName, plain, share, signed } from './words.ts'

/** A review in the words of people who do not know statistics. */
export interface Verdict {
  decision: string // 'READY FOR REVIEW', 'KEEP INCUMBENT'
  headline: string // one sentence, never more than the figures carry
  answer: string // switch or not
  why: string
  wrong: string // what could still be wrong
}

/** The decision, and the three sentences everyone needs: switch or not, why, and what could still be wrong. */
export function verdictOf(review: Review): Verdict {
  const ready = review.decision === 'READY_FOR_REVIEW'
  return {
    decision: ready ? 'READY FOR REVIEW' : 'KEEP INCUMBENT',
    headline: headline(review),
    answer: ready
      ? 'Yes, as far as these accounts can tell: the candidate passed every check that was made, and the people who use the score should look at it before it goes live.'
      : answerToKeep(review),
    why: why(review),
    wrong: wrong(review),
  }
}

/** The gates that stand against the candidate, in order. */
export function failedGates({ gates }: Review): GateName[] {
  return gates.filter(({ passed }) => passed === false).map(({ name }) => name)
}

/** What a value of the metric means, in a clause: 'puts 74 of 100 pairs … in the right order'. */
export function valueClause(metric: PrimaryMetric, value: number): string {
  switch (metric) {
    case 'auc_roc_retain':
    case 'auc_roc_churn':
      return `puts ${pairs(value)} of 100 pairs in the right order`
    case 'gini':
      return `puts ${pairs((value + 1) / 2)} of 100 pairs in the right order`
    case 'revenue_capture_at_20':
      return `finds ${share(value)} of the revenue in its top fifth`
    case 'tier_separation':
      return `has ${decimals(value, 2)} times the lifetime value in its top quarter that it has in its bottom quarter`
    case 'nrr_spread':
      return `has an NRR ${signed(100 * value, 1)} points higher in its better half of revenue`
    case 'ks':
      return `parts retained from churned accounts by ${share(value)} at its best cut-off`
  }
}

/** What a pair is, where a clause of that metric speaks of pairs; else null. */
export function pairNote(metric: PrimaryMetric): string | null {
  return metric === 'auc_roc_retain' || metric === 'auc_roc_churn' || metric === 'gini'
    ? 'A pair is one account that stayed and one that churned; it is in the right order when the one that stayed scores higher. Guessing gets 50 of 100 right.'
    : null
}

function pairs(auc: number): string {
  return plain(Math.round(1000 * auc) / 10)
}

function isUnchanged({ weights }: Review): boolean {
  return weights.every(({ before, after }) => before === after)
}

function headline(review: Review): string {
  const { decision, gain, searchGain } = review
  if (decision === 'READY_FOR_REVIEW') {
    return 'The new weights are better, also on accounts the search never saw.'
  }
  if (isUnchanged(review)) return 'The search found nothing better than the score you have.'
  if (gain === null) {
    return review.holdoutRows === 0
      ? 'Nothing shows whether the new weights are better: no accounts were held out.'
      : 'The held-out accounts cannot tell whether the new weights are better.'
  }
  const [first] = failedGates(review)
  if (first === 'gain') {
    if (gain.high < 0) {
      const tuned = searchGain !== null && searchGain > 0
      return tuned
        ? 'The new weights only fit the accounts they were tuned on; on others they are worse.'
        : 'The new weights are worse than the score you have.'
    }
    if (gain.low > 0) return 'The new weights are better, but by too little to be worth a switch.'
    return 'There is no evidence that the new weights are better.'
  }
  if (first === 'tier_movement') {
    return 'The new weights are better, but too many accounts would change tier at once.'
  }
  if (first === 'segments') {
    const fell = review.segments?.some(
      ({ change }) => change !== null && -change > review.thresholds.maxSegmentDrop,
    )
    return fell
      ? 'The new weights are better overall, but worse for some customers.'
      : 'The new weights are better overall, but some groups of customers are too small to check.'
  }
  if (first === 'guardrails')
    return 'The new weights are better, but break a rule set for this score.'
  return 'The search finds about as much where there is nothing to find.'
}

function answerToKeep(review: Review): string {
  const failed = failedGates(review)
  if (review.gain === null || isUnchanged(review) || failed[0] === 'gain') {
    return 'No: keep the score you have.'
  }
  return 'Not yet: keep the score you have until what stands against the candidate is settled.'
}

function why(review: Review): string {
  const { gain, metric, holdoutRows, searchGain } = review
  if (gain === null) return review.gates[0].sentence
  const held = counted(holdoutRows, 'account')
  const start = `On ${held} the search never saw, the candidate ${valueClause(metric, gain.candidate)}, the score you have ${numberOf(metric, gain.incumbent)}.`
  const failed = review.gates.filter(({ passed }) => passed === false)
  if (failed.length === 0) return start
  if (failed[0].name === 'gain') {
    if (gain.high < 0 && searchGain !== null && searchGain > 0) {
      return `${start} On the accounts it was tuned on it looked better (${signed(searchGain)} ${metricName(metric)}, where held-out accounts show ${signed(gain.value)}): the pattern it learned there did not hold.`
    }
    return isUnchanged(review)
      ? `${start} Both are the same weights.`
      : `${start} ${gateReason(review)}`
  }
  return `${start} Against it: ${failed.map(({ sentence }) => sentence).join(' ')}`
}

function gateReason({ gain, thresholds }: Review): string {
  if (gain === null) return ''
  if (gain.low <= 0) return 'A difference this size comes about by luck too often to act on.'
  return `That is less than the ${plain(thresholds.minGain)} a switch was to bring at least.`
}

/** The value of the other score in the unit of `valueClause`. */
function numberOf(metric: PrimaryMetric, value: number): string {
  switch (metric) {
    case 'auc_roc_retain':
    case 'auc_roc_churn':
      return pairs(value)
    case 'gini':
      return pairs((value + 1) / 2)
    case 'tier_separation':
      return `${decimals(value, 2)} times`
    case 'nrr_spread':
      return `${signed(100 * value, 1)} points`
    default:
      return share(value)
  }
}

const SAID = 2

function wrong({ cautions, decision }: Review): string {
  if (cautions.length === 0) {
    return decision === 'READY_FOR_REVIEW'
      ? 'Nothing that these figures can show; accounts yet to come may still differ.'
      : 'Little: another search, or more accounts, may still find a better score.'
  }
  const more = cautions.length - SAID
  const rest = more > 0 ? ` (${more} more below.)` : ''
  return `${cautions.slice(0, SAID).join(' ')}${rest}`
}
