import type {
  Decision,
  GainEstimate,
  Gate,
  GateName,
  Leak,
  SegmentFigures,
  TierFit,
} from './review.ts'
import { signed } from './words.ts'

export interface KeepInput {
  decision: Decision
  gates: Gate[]
  gain: GainEstimate | null
  leaks: Leak[]
  incumbent: string // what people call it
  incumbentIsDefault: boolean
  segments: SegmentFigures[] | null
  tierFit: TierFit
}

/** Where the gain holds and something else stands against a switch: what keeping costs, and what would bring that down. */
export function priceOfKeeping(input: KeepInput): string[] {
  const { decision, gates, gain, leaks, incumbent, incumbentIsDefault } = input
  if (decision !== 'KEEP_INCUMBENT' || gain === null || leaks.length > 0) return []
  const ways = gates.flatMap(({ name, passed }) => (passed === false ? [wayOut(name, input)] : []))
  const price = incumbentIsDefault
    ? `The gain of ${signed(gain.value)} over ${incumbent} is real on these accounts`
    : `Keeping has a price: the gain of ${signed(gain.value)} is real on these accounts`
  return [`${price}. What may let it through: ${ways.join('; ')}.`]
}

/** What may let a candidate through a gate that it fails. */
function wayOut(name: GateName, input: KeepInput): string {
  const { segments, tierFit, incumbent, incumbentIsDefault } = input
  switch (name) {
    case 'tier_movement':
      if (incumbentIsDefault)
        return `a comparison with the score you use, as nobody works with the tiers of ${incumbent}`
      return `${tierFit.kept ? '' : 'cut-offs that keep tier sizes, '}fewer changed weights, or a larger change that the people who work with tiers agree to`
    case 'segments':
      return segments?.some(({ problem }) => problem !== null)
        ? 'more held-out accounts of the groups that are too small, or putting them with others in the data'
        : 'a search with the guardrail that no segment may fall'
    case 'guardrails':
      return 'a search from a start that keeps the limits, or other limits if these cannot be kept'
    case 'noise':
      return 'more accounts to search, so that what is found stands out from noise'
    case 'gain':
      return 'more held-out accounts'
  }
}
