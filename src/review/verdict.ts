import { incumbentName } from './incumbentWords.ts'
import { gainClause, valueClause, valueText } from './metricWords.ts'
import type { GateName, Review } from './review.ts'
import { turnedSentence } from './turnedColumns.ts'
import { counted, listed, metricName, plain, short, signed } from './words.ts'

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
  return {
    decision: review.decision === 'READY_FOR_REVIEW' ? 'READY FOR REVIEW' : 'KEEP INCUMBENT',
    headline: headline(review),
    answer: answer(review),
    why: why(review),
    wrong: wrong(review),
  }
}

/** The gates that stand against the candidate, in order. */
export function failedGates({ gates }: Pick<Review, 'gates'>): GateName[] {
  return gates.filter(({ passed }) => passed === false).map(({ name }) => name)
}

/** Whether the candidate has the incumbent's weights. */
export function isUnchanged({ weights }: Pick<Review, 'weights'>): boolean {
  return weights.every(({ before, after }) => before === after)
}

/** What the search had to keep to; '' where it was free. */
function within({ guardrails }: Review): string {
  return guardrails.length === 0 ? '' : ' within the limits set for it'
}

/** Whether the gain itself does not hold, whatever else stands against the candidate. */
function lacksGain(review: Review): boolean {
  return isUnchanged(review) || review.gain === null || failedGates(review)[0] === 'gain'
}

function headline(review: Review): string {
  const { decision, gain, searchGain, incumbentIsDefault, leaks } = review
  const name = incumbentName(review)
  const than = incumbentIsDefault ? ` than ${name}` : ''
  if (isInDoubt(review) && !lacksGain(review))
    return 'The new weights look better, but what they score by may give the outcome away.'
  if (decision === 'READY_FOR_REVIEW')
    return `The new weights are better${than}, also on accounts the search never saw${leaks.length > 0 ? `, provided that ${leakNames(leaks)} was known before the outcome` : ''}.`
  if (isUnchanged(review)) return `The search found nothing better than ${name}${within(review)}.`
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
        ? `The new weights only fit the accounts they were tuned on; on others they are worse${than}.`
        : `The new weights are worse than ${name}.`
    }
    if (gain.low > 0)
      return `The new weights are better${than}, but by too little to be worth a switch.`
    return `There is no evidence that the new weights are better${than}.`
  }
  if (first === 'tier_movement')
    return `The new weights are better${than}, but too many accounts would change tier at once.`
  if (first === 'segments') {
    const fell = review.segments?.some(
      ({ change }) => change !== null && -change > review.thresholds.maxSegmentDrop,
    )
    return fell
      ? `The new weights are better overall${than}, but worse for some customers.`
      : `The new weights are better overall${than}, but some groups of customers are too small to check.`
  }
  if (first === 'guardrails')
    return `The new weights are better${than}, but break a limit set for this score.`
  return 'The search finds about as much where there is nothing to find.'
}

function answer(review: Review): string {
  const { decision, gates, incumbentIsDefault } = review
  const name = incumbentName(review)
  const noScore = `You gave no score to compare with; the comparison is with ${name}.`
  if (lacksGain(review)) return incumbentIsDefault ? `No. ${noScore}` : `No: keep ${name}.`
  if (isInDoubt(review)) return leakAnswer(review)
  if (decision === 'KEEP_INCUMBENT')
    return incumbentIsDefault
      ? `Not yet: settle first what stands against the candidate. ${noScore}`
      : `Not yet: keep ${name} until what stands against the candidate is settled.`
  const made = gates.filter(({ passed }) => passed !== null).length
  const checks =
    made === gates.length
      ? `all ${made} checks passed`
      : `${made} of ${gates.length} checks made, all passed`
  return incumbentIsDefault
    ? `That is open. ${noScore} As far as these accounts can tell, the new weights beat that (${checks}): compare them with the score you use before you switch.`
    : `Yes, as far as these accounts can tell (${checks}). The people who use the score should look at it before it goes live.`
}

/** Whether the candidate scores by what may be the outcome in disguise, and nobody says that it is not. */
function isInDoubt({ leaks }: Review): boolean {
  return leaks.some(({ vouched }) => !vouched)
}

function leakAnswer({ leaks }: Review): string {
  const doubtful = leaks.filter(({ vouched }) => !vouched)
  const them = doubtful.length === 1 && doubtful[0].column !== null ? 'it' : 'them'
  return `Not yet: ${leakNames(doubtful)} may be the outcome in disguise. Do not switch until someone has checked when ${them === 'it' ? 'it is' : 'they are'} known, and has included ${them} by hand.`
}

function leakNames(leaks: Review['leaks']): string {
  const columns = leaks.flatMap(({ column }) => (column === null ? [] : [column]))
  return columns.length === leaks.length ? listed(columns) : 'what some columns say'
}

function why(review: Review): string {
  const { gain, metric, holdoutRows, searchGain } = review
  if (gain === null) return review.gates[0].sentence
  const held = counted(holdoutRows, 'account')
  const start = `On ${held} the search never saw, the candidate ${valueClause(metric, gain.candidate)}, ${incumbentName(review)} ${valueText(metric, gain.incumbent)}.`
  if (isUnchanged(review))
    return `${start} Both are the same weights${within(review) === '' ? '' : ': no better ones that were tried keep the limits'}.`
  const failed = review.gates.filter(({ passed }) => passed === false)
  if (failed.length === 0) {
    if (isInDoubt(review)) return start
    return `${start} ${readyReason(review)}`.trim()
  }
  if (failed[0].name !== 'gain')
    return `${start} Against it: ${failed.map(({ sentence }) => sentence).join(' ')}`
  const reason =
    gain.high < 0 && searchGain !== null && searchGain > 0
      ? `On the accounts it was tuned on it looked better (${signed(searchGain)} ${metricName(metric)}, where held-out accounts show ${signed(gain.value)}): the pattern it learned there did not hold.`
      : gateReason(review)
  return `${start} ${reason} ${turnedSentence(review.turned)}`.trim()
}

function gateReason({ gain, thresholds }: Review): string {
  if (gain === null) return ''
  if (gain.high < 0) return ''
  if (gain.value === 0) return 'There is no difference.'
  if (gain.low <= 0) return 'A difference this size comes about by luck too often to act on.'
  return `That is less than the ${plain(thresholds.minGain)} a switch was to bring at least.`
}

/** What the gain comes to, and which changes of weight move scores most. */
function readyReason({ metric, gain, weights }: Review): string {
  if (gain === null) return ''
  return `That is ${gainClause(metric, gain)}, more than luck explains.${changesThatCount(weights)}`
}

const NAMED = 3

/** ' What moves scores most: …'; '' where the specs are not made of the same features. */
function changesThatCount(weights: Review['weights']): string {
  if (weights.some(({ swing }) => swing === null)) return ''
  const changed = weights.flatMap(({ feature, before, after, swing }) =>
    before === null || after === null || swing === null || before === after
      ? []
      : [{ feature, before, after, swing }],
  )
  const most = changed.sort((a, b) => b.swing - a.swing).slice(0, NAMED)
  const words = most.map(
    ({ feature, before, after }) => `${feature} ${short(before)} to ${short(after)}`,
  )
  return ` What moves scores most: ${listed(words)}.`
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
