import type { SplitRecord } from '../accounts/splitRecord.ts'
import type { Problem } from '../lib/problem.ts'
import { driftNames } from './driftNames.ts'
import { priceOfKeeping } from './priceOfKeeping.ts'
import type {
  Decision,
  DriftRow,
  GainEstimate,
  Gate,
  Leak,
  NoiseFigures,
  SegmentFigures,
  Thresholds,
  TierFit,
  TierMigration,
  TurnedColumn,
} from './review.ts'
import { dominantTier } from './tierMigration.ts'
import { turnedSentence } from './turnedColumns.ts'
import { counted, plain, share, signed } from './words.ts'

/** What a review knows about its own limits. */
export interface CautionInput {
  decision: Decision
  gates: Gate[]
  incumbent: string // what people call it, see `incumbentName`
  incumbentIsDefault: boolean
  incumbentIsFound: boolean // by an earlier run
  split: SplitRecord
  thresholds: Thresholds
  gain: GainEstimate | null
  searchGain: number | null
  smallestDetectable: number | null
  churned: number | null // accounts of the holdout; null: not told by the data
  retained: number | null
  migration: TierMigration
  tierFit: TierFit
  segments: SegmentFigures[] | null
  hasSegmentColumn: boolean // one with two values
  drift: DriftRow[] | null
  turned: TurnedColumn[]
  leaks: Leak[]
  noise: NoiseFigures | null
  looks: number | null
  warnings: Problem[] // of the data, but for leaks; notes are left out
  firstDecision?: Decision | null // by other thresholds, before these; absent or null: there was none
}

const FEW_OF_A_CLASS = 100

/**
 * What could still be wrong, the gravest first, one plain sentence each. Where the gain does not hold,
 * doubts of a switch are left out: nobody is to switch.
 */
export function cautions(input: CautionInput): string[] {
  const { gates, leaks, looks, turned } = input
  const isGain = gates.every(({ name, passed }) => name !== 'gain' || passed !== false)
  const warnings = input.warnings.filter(({ severity }) => severity !== 'note')
  return [
    ...leaks.map(({ sentence }) => sentence), // where one is true, nothing else matters
    ...sentences(warnings.filter(isGrave)),
    ...incumbentCautions(input),
    ...thresholdCautions(input.firstDecision),
    ...(isGain ? priceOfKeeping(input) : openCautions(input)),
    ...(isGain && turned.length > 0 ? [turnedSentence(turned)] : []),
    ...(isGain ? switchCautions(input) : []),
    ...holdoutCautions(input),
    ...(isGain ? gainCautions(input) : []),
    ...(isGain ? tierCautions(input) : []),
    ...driftCautions(input.drift, isGain),
    ...(isGain ? segmentCautions(input) : []),
    ...(isGain ? noiseCautions(input) : []),
    ...(isGain ? lookCautions(looks) : []),
    ...sentences(warnings.filter((warning) => !isGrave(warning))),
  ]
}

function incumbentCautions(input: CautionInput): string[] {
  const { incumbent, incumbentIsDefault, incumbentIsFound } = input
  if (!incumbentIsDefault && !incumbentIsFound) return []
  return [
    `Whether the score you use is better than ${incumbent} is not known: import it in the Model view, or give it to ratchet refresh, and compare with that.`,
  ]
}

/** What a keep may miss although the gain does not hold. */
function openCautions({ gain, thresholds, smallestDetectable }: CautionInput): string[] {
  const { minGain } = thresholds
  if (gain === null || gain.high < minGain) return []
  if (gain.low > 0) {
    return [
      `The true gain may be as large as ${signed(gain.high)}, more than the ${plain(minGain)} that was asked for: more held-out accounts would tell.`,
    ]
  }
  const reach =
    smallestDetectable === null
      ? ''
      : `: so many held-out accounts show one reliably only from about ${plain(Number(smallestDetectable.toFixed(3)))} on`
  return [`A real gain of up to ${signed(gain.high)} is not ruled out${reach}.`]
}

/** What a random part of the same period cannot show. */
function switchCautions({ split: { kind, holdoutRows } }: CautionInput): string[] {
  if (holdoutRows === 0 || (kind !== 'id-hash' && kind !== 'row-hash')) return []
  return [
    'The held-out accounts are a random part of the same period, not later outcomes: whether the gain lasts next quarter is not shown.',
    ...(kind === 'row-hash'
      ? ['The data has no account id, so the same account may stand on both sides.']
      : []),
  ]
}

/** Where the outcome, or the very accounts, may have been known to the search. */
function isGrave({ code }: Problem): boolean {
  return code === 'too-predictable' || code === 'ids-in-both-files'
}

function sentences(problems: Problem[]): string[] {
  return problems.map(({ what }) => (what.endsWith('.') ? what : `${what}.`))
}

function holdoutCautions({ split, churned, retained }: CautionInput): string[] {
  if (split.holdoutRows === 0) {
    return [
      'No accounts were held out: the gain is measured on the accounts it was found on, which always flatters it.',
    ]
  }
  return [['churned', churned] as const, ['stayed', retained] as const].flatMap(
    ([word, number]) => {
      if (number === null || number >= FEW_OF_A_CLASS) return []
      if (number === 0) {
        return [
          `No held-out account ${word}, so nothing here shows which score tells those that stay from those that churn.`,
        ]
      }
      return [
        `Only ${counted(number, 'held-out account')} ${word}: ${number === 1 ? 'that one' : 'a handful of them'} can move every figure here.`,
      ]
    },
  )
}

function gainCautions({ gain, searchGain, thresholds }: CautionInput): string[] {
  if (gain === null) return []
  const said: string[] = []
  const { minGain } = thresholds
  if (gain.low < minGain) {
    said.push(
      `The true gain may be as small as ${signed(gain.low)}, less than the ${plain(minGain)} that was asked for.`,
    )
  }
  if (searchGain !== null && searchGain > 0 && gain.value < searchGain / 2) {
    said.push(
      `The search believed in ${signed(searchGain)}, held-out accounts show ${signed(gain.value)}: most of what it found was particular to the accounts it searched.`,
    )
  }
  return said
}

/** Where one tier is so large that the check of tier changes says nothing. */
function tierCautions({ migration, thresholds }: CautionInput): string[] {
  const large = dominantTier(migration)
  if (large === null || large.movable > thresholds.maxTierMovement) return []
  return [
    `Tier ${large.label} holds ${share(large.share)} of the accounts under both scores, so too few can change tier for that check to fail: see whether the cut-offs suit you.`,
  ]
}

function driftCautions(drift: DriftRow[] | null, isGain: boolean): string[] {
  const of = (band: DriftRow['band']) =>
    (drift ?? []).filter((row) => row.band === band && row.psi > row.critical) // more than chance makes
  const [shifted, watch] = [of('shifted'), of('watch')]
  const said: string[] = []
  if (shifted.length > 0) {
    const { names, isOne } = driftNames(shifted)
    said.push(
      `Accounts differ between the searched and the held-out rows: ${names} ${isOne ? 'has' : 'have'} shifted.`,
    )
  }
  if (isGain && watch.length > 0) {
    said.push(
      `Worth watching, as it moves a little between the searched and the held-out rows: ${driftNames(watch).names}.`,
    )
  }
  return said
}

function segmentCautions({ hasSegmentColumn, split }: CautionInput): string[] {
  if (split.holdoutRows === 0 || hasSegmentColumn) return []
  return [
    'No segment column that divides the accounts was named: whether some group of customers is scored worse is not known.',
  ]
}

function noiseCautions({ noise, searchGain }: CautionInput): string[] {
  if (noise === null) {
    return [
      'The search was not repeated on shuffled outcomes, so how much it finds in pure noise is not known.',
    ]
  }
  if (searchGain === null || noise.meanGain <= searchGain / 2 || searchGain <= 0) return []
  return [
    noise.meanGain >= searchGain
      ? 'Noise alone finds as much as this search did.'
      : `Noise alone finds ${share(noise.meanGain / searchGain)} of what this search found on its own accounts.`,
  ]
}

function thresholdCautions(first: Decision | null | undefined): string[] {
  if (first == null) return []
  const decision = first === 'READY_FOR_REVIEW' ? 'READY FOR REVIEW' : 'KEEP INCUMBENT'
  return [
    `The thresholds were changed after the result had been seen; by the first ones the decision was ${decision}.`,
  ]
}

function lookCautions(looks: number | null): string[] {
  if (looks === null || looks < 2) return []
  return [
    `These held-out accounts have been consulted ${counted(looks, 'time')} for a decision: each look makes a lucky result more likely.`,
  ]
}
