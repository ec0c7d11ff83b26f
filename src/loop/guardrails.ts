/**
 * Limits that a spec must keep besides a better metric, measured on the search rows; absent: no limit.
 * JSON-serialisable.
 *
 * A spec passes when it keeps every limit, or is no worse in that measure than the start of the run
 * (experiment 0), so that a search can only improve a limit it breaks. `maxNonZero` alone is strict: a
 * start that breaks it is left only for a better spec that keeps it. It is a function of weights, search
 * rows and start alone.
 */
export interface Guardrails {
  maxHhi?: number // of MRR over tiers, percent squared (0 to 10,000), at most
  minTierShare?: number // of accounts in the smallest tier (0 to 1), at least
  maxSegmentDrop?: number // metric units that a segment may lie below its value at the start
  maxNonZero?: number // columns with points, whatever number of features reads them; a flag of two columns is one more
}

/** Why a better spec was not kept: the first guardrail it breaks, in this order. */
export type RefusalReason = 'non_zero' | 'hhi' | 'tier_share' | `segment:${string}=${string}`

/**
 * Why a candidate above the incumbent was not kept: for a guardrail, or, in a search that asks for standard
 * errors, because the move it belongs to gained less than those.
 */
export type LossReason = RefusalReason | 'noise'

/** Experiments of a batch that were better but not kept, by reason. */
export interface Refusal {
  reason: LossReason
  slots: number[] // of the batch, ascending
}

/** How many better specs were not kept, by reason. */
export type RefusalCounts = Partial<Record<LossReason, number>>

export function hasGuardrails(guardrails: Guardrails | undefined): guardrails is Guardrails {
  return guardrails !== undefined && Object.values(guardrails).some((limit) => limit !== undefined)
}

/** Guardrails as files hold them. */
export function guardrailsRecord(guardrails: Guardrails) {
  const { maxHhi, minTierShare, maxSegmentDrop, maxNonZero } = guardrails
  return {
    ...(maxHhi === undefined ? {} : { max_hhi: maxHhi }),
    ...(minTierShare === undefined ? {} : { min_tier_share: minTierShare }),
    ...(maxSegmentDrop === undefined ? {} : { max_segment_drop: maxSegmentDrop }),
    ...(maxNonZero === undefined ? {} : { max_non_zero: maxNonZero }),
  }
}

/** The reason that a text is; null where it is none. */
export function lossReason(text: string): LossReason | null {
  return /^(noise|non_zero|hhi|tier_share|segment:.*=.*)$/s.test(text) ? (text as LossReason) : null
}

/** Single refusals, in order of their slots, by reason; undefined where there are none. */
export function groupRefusals(
  refused: { slot: number; reason: LossReason }[],
): Refusal[] | undefined {
  if (refused.length === 0) return undefined
  const slots = new Map<LossReason, number[]>()
  for (const { slot, reason } of refused) {
    const known = slots.get(reason)
    if (known === undefined) slots.set(reason, [slot])
    else known.push(slot)
  }
  return Array.from(slots, ([reason, each]) => ({ reason, slots: each }))
}

/** The reason of every refused slot. */
export function reasonsBySlot(refused: Refusal[] | undefined): Map<number, LossReason> {
  const reasons = new Map<number, LossReason>()
  for (const { reason, slots } of refused ?? []) for (const slot of slots) reasons.set(slot, reason)
  return reasons
}

/** Counts with those of one batch more; the same object where it has none. */
export function countRefusals<Counts extends RefusalCounts | undefined>(
  counts: Counts,
  refused: Refusal[] | undefined,
): Counts | RefusalCounts {
  if (refused === undefined || refused.length === 0) return counts
  const sum: RefusalCounts = { ...counts }
  for (const { reason, slots } of refused) sum[reason] = (sum[reason] ?? 0) + slots.length
  return sum
}

/** Why a better spec was not kept, in a few words: 'refused for HHI', 'within noise'. */
export function lossWords(reason: LossReason): string {
  return reason === 'noise' ? 'within noise' : `refused for ${reasonWords(reason)}`
}

/** What a reason is about, in words: 'HHI', 'the segment plan pro'. */
function reasonWords(reason: RefusalReason): string {
  switch (reason) {
    case 'hhi':
      return 'HHI'
    case 'tier_share':
      return 'the smallest tier'
    case 'non_zero':
      return 'the number of columns with points'
    default:
      return `the segment ${reason.slice('segment:'.length).replace('=', ' ')}`
  }
}

/** 'Refused by guardrails: 41 for HHI, 3 for the smallest tier.', most first; null where none was. */
export function refusalSentence(
  counts: RefusalCounts | undefined,
  written = (count: number) => count.toLocaleString('en'),
): string | null {
  const all = Object.entries(counts ?? {}) as [LossReason, number][]
  const told = all.filter((each): each is [RefusalReason, number] => each[0] !== 'noise')
  if (told.length === 0) return null
  told.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
  const parts = told.map(([reason, count]) => `${written(count)} for ${reasonWords(reason)}`)
  return `Refused by guardrails: ${parts.join(', ')}.`
}

/** What 'within noise' means, of one experiment. */
export const NOISE_SENTENCE =
  'It scores higher, but the move it belongs to gained less than the standard errors asked for.'

/** How many better specs were noise, as a sentence; null where none was. */
export function noiseSentence(
  counts: RefusalCounts | undefined,
  written = (count: number) => count.toLocaleString('en'),
): string | null {
  const count = counts?.noise ?? 0
  if (count === 0) return null
  return `Reverted as noise: ${written(count)}, which score higher, but whose move gained less than the standard errors asked for.`
}

/** What the guardrails ask for, as a sentence; `written` writes its numbers. */
export function guardrailsSentence(
  { maxHhi, minTierShare, maxSegmentDrop, maxNonZero }: Guardrails,
  written = (count: number) => count.toLocaleString('en'),
): string {
  const parts = [
    maxHhi === undefined ? '' : `HHI at most ${written(maxHhi)}`,
    minTierShare === undefined
      ? ''
      : `at least ${Number((100 * minTierShare).toPrecision(12))} % of accounts in the smallest tier`,
    maxSegmentDrop === undefined
      ? ''
      : `no segment more than ${maxSegmentDrop} below its value at the start`,
    maxNonZero === undefined
      ? ''
      : `at most ${written(maxNonZero)} ${maxNonZero === 1 ? 'column' : 'columns'} with points`,
  ]
  return `Guardrails: ${parts.filter((part) => part !== '').join(', ')}.`
}
