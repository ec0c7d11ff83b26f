import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { isRankingMetric } from '../statistics/classCounts.ts'
import type {
  Decision,
  GainEstimate,
  Gate,
  GuardrailFigure,
  Leak,
  NoiseFigures,
  SegmentFigures,
  Thresholds,
  TierFit,
  TierMigration,
} from './review.ts'
import { movedShare, sizeChange } from './tierMigration.ts'
import { counted, decimals, listed, metricName, plain, share, signed } from './words.ts'

/** What the gates judge. */
export interface GateFigures {
  metric: PrimaryMetric
  holdoutRows: number
  gain: GainEstimate | null
  migration: TierMigration
  tierFit: TierFit
  segments: SegmentFigures[] | null
  guardrails: GuardrailFigure[]
  noise: NoiseFigures | null
}

/** Two figures that should be equal differ by less, after rounding in binary. */
const ROUNDING = 1e-12

/** The five gates, in the order of GATES. */
export function reviewGates(figures: GateFigures, thresholds: Thresholds): Gate[] {
  return [
    gainGate(figures, thresholds),
    tierGate(figures, thresholds),
    segmentGate(figures, thresholds),
    guardrailGate(figures),
    noiseGate(figures, thresholds),
  ]
}

/**
 * Ready only if no gate fails and nobody needs to look first whether a column is the outcome in disguise; a
 * gate that was not verified blocks nothing.
 */
export function decide(gates: readonly Gate[], leaks: readonly Leak[]): Decision {
  const holds = gates.every(({ passed }) => passed !== false)
  return holds && leaks.every(({ vouched }) => vouched) ? 'READY_FOR_REVIEW' : 'KEEP_INCUMBENT'
}

function gainGate({ gain, holdoutRows, metric }: GateFigures, { minGain }: Thresholds): Gate {
  const gate = { name: 'gain', threshold: minGain } as const
  if (gain === null) {
    const why =
      holdoutRows === 0
        ? 'No accounts were held out, so nothing shows whether the gain is real.'
        : `${metricName(metric)} cannot be computed on the ${counted(holdoutRows, 'held-out account')}${isRankingMetric(metric) ? ', as it needs more than 100, of both outcomes' : ''}: nothing shows whether the gain is real.`
    return { ...gate, value: null, passed: false, sentence: why }
  }
  const enough = gain.value >= minGain - ROUNDING
  const certain = gain.low > 0
  const interval = `95 % interval ${signed(gain.low)} to ${signed(gain.high)}`
  const sentence = enough
    ? certain
      ? `The gain on held-out accounts is ${signed(gain.value)} (${interval}), at least ${plain(minGain)} and above zero.`
      : `The gain on held-out accounts is ${signed(gain.value)}, but its ${interval} includes zero: it may be luck.`
    : gain.value < 0
      ? `On held-out accounts the candidate is ${gain.high < 0 ? 'worse' : 'no better'}: ${signed(gain.value)} (${interval}).`
      : `The gain on held-out accounts is ${signed(gain.value)} (${interval}), less than the ${plain(minGain)} asked for.`
  return { ...gate, value: gain.value, passed: enough && certain, sentence }
}

function tierGate(
  { migration, tierFit }: GateFigures,
  { maxTierMovement, keepTierSizes }: Thresholds,
): Gate {
  const gate = { name: 'tier_movement', threshold: maxTierMovement } as const
  const moved = movedShare(migration)
  const sizes = sizeChange(migration)
  if (moved === null || sizes === null) {
    return { ...gate, value: null, passed: false, sentence: 'There is no account to compare.' }
  }
  const which = migration.rows === 'holdout' ? 'held-out' : 'searched'
  const start = `${share(moved)} of the ${which} accounts change tier`
  const limit = `${share(maxTierMovement)} allowed`
  if (moved <= maxTierMovement + ROUNDING) {
    const kept = tierFit.kept ? '; tiers keep their sizes' : ''
    return {
      ...gate,
      value: moved,
      passed: true,
      sentence: `${start}, within the ${limit}${kept}.`,
    }
  }
  const why = tierFit.kept
    ? `, although no tier changes in size by more than ${share(sizes.largest)} of them: it is the order of accounts that changes, not the scale. Fewer changed weights move fewer; the curve of a deep search shows what they buy.`
    : ': whoever works with tiers would see a different list.'
  const scale =
    tierFit.kept || sizes.least < SOME
      ? ''
      : ` Tiers change in size, which alone moves ${share(sizes.least)}${keepTierSizes ? `. ${tierFit.sentence}` : '; keeping tier sizes takes that out.'}`
  const sentence = `${start}, more than the ${limit}${why}${scale}`
  return { ...gate, value: moved, passed: false, sentence }
}

/** Share of accounts worth a sentence. */
const SOME = 0.01

function segmentGate({ segments, holdoutRows }: GateFigures, { maxSegmentDrop }: Thresholds): Gate {
  const gate = { name: 'segments', threshold: maxSegmentDrop } as const
  if (segments === null) {
    const sentence =
      holdoutRows === 0
        ? 'Not verified: no accounts were held out.'
        : 'Not verified: no column that divides the accounts was named as segment.'
    return { ...gate, value: null, passed: null, sentence }
  }
  const changes = segments.flatMap(({ change }) => (change === null ? [] : [change]))
  const value = changes.length === 0 ? null : Math.max(0, -Math.min(...changes))
  const fallen = segments.filter(
    ({ change }) => change !== null && -change > maxSegmentDrop + ROUNDING,
  )
  const blind = segments.filter(({ change }) => change === null)
  const said: string[] = []
  if (fallen.length > 0) {
    const names = fallen.map((each) => `${nameOf(each)} by ${decimals(-(each.change ?? 0))}`)
    said.push(`Falls by more than ${plain(maxSegmentDrop)}: ${listed(names)}.`)
  }
  if (blind.length > 0) {
    const names = blind.map((each) => `${nameOf(each)} (${each.problem})`)
    said.push(`Cannot be checked, which blocks: ${listed(names)}.`)
  }
  if (said.length === 0) {
    const most =
      value === null || value === 0 ? 'none falls' : `the largest fall is ${decimals(value)}`
    said.push(
      `No segment falls by more than ${plain(maxSegmentDrop)}; of ${counted(segments.length, 'segment')} ${most}.`,
    )
  }
  const passed = fallen.length === 0 && blind.length === 0
  return { ...gate, value, passed, sentence: said.join(' ') }
}

function nameOf({ column, label }: SegmentFigures): string {
  return `${column} ${label}`
}

function guardrailGate({ guardrails }: GateFigures): Gate {
  const gate = { name: 'guardrails', threshold: null } as const
  if (guardrails.length === 0) {
    const sentence = 'Not verified: no limits were set for this score.'
    return { ...gate, value: null, passed: null, sentence }
  }
  const broken = guardrails.filter(({ passed }) => passed !== true)
  const all = guardrails.length
  const said = broken.map(({ sentence }) => sentence).join(' ')
  return {
    ...gate,
    value: broken.length,
    threshold: 0,
    passed: broken.length === 0,
    sentence:
      broken.length > 0
        ? `${broken.length} of ${counted(all, 'limit')} not kept on held-out accounts. ${said}`
        : `${all === 1 ? 'The limit set for this score holds' : `All ${all} limits set for this score hold`} on held-out accounts.`,
  }
}

function noiseGate({ noise, gain }: GateFigures, { maxNoiseP }: Thresholds): Gate {
  const gate = { name: 'noise', threshold: maxNoiseP } as const
  if (noise === null) {
    const sentence = 'Not verified: the search was not repeated on shuffled outcomes.'
    return { ...gate, value: null, passed: null, sentence }
  }
  const passed = noise.p <= maxNoiseP + ROUNDING
  const bought = `Noise alone buys ${decimals(noise.meanGain)} on the searched accounts (${counted(noise.shuffles, 'shuffle')})`
  const carried = gain === null || gain.low > 0
  const p = plain(Number(noise.p.toPrecision(2)))
  return {
    ...gate,
    value: noise.p,
    passed,
    sentence: passed
      ? `${bought}; the real search found more than nearly all of them (p = ${p})${carried ? '' : ', but that did not carry over to the held-out accounts'}.`
      : `${bought}; what the real search found is no clearer than that (p = ${p}, allowed ${plain(maxNoiseP)}).`,
  }
}
