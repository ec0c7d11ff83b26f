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
  return [`${price}. To have it, ${ways.join('; ')}.`]
}

/** What may let a candidate through a gate that it fails. */
function wayOut(name: GateName, input: KeepInput): string {
  const { segments, tierFit, incumbent, incumbentIsDefault } = input
  switch (name) {
    case 'tier_movement':
      if (incumbentIsDefault)
        return `compare with the score you use: nobody works with the tiers of ${incumbent}`
      return tierFit.kept
        ? 'change fewer weights, or agree on a larger change with the people who work with tiers'
        : 'set the cut-offs so that tiers keep their sizes, change fewer weights, or agree on a larger change with the people who work with tiers'
    case 'segments':
      return segments?.some(({ problem }) => problem !== null)
        ? 'hold out more accounts of the groups that are too small, or put them with others in the data'
        : 'search again with the guardrail that no segment may fall, or look at those groups apart'
    case 'guardrails':
      return 'search again from a start that keeps the limits, or ask whether they can be kept at all'
    case 'noise':
      return 'search more accounts, so that what is found stands out from noise'
    case 'gain':
      return 'hold out more accounts'
  }
}
