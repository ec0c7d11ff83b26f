import type { SplitRecord } from '../accounts/splitRecord.ts'
import type { Problem } from '../lib/problem.ts'
import type {
  Decision,
  DriftRow,
  GainEstimate,
  NoiseFigures,
  SegmentFigures,
  Thresholds,
} from './review.ts'
import { counted, grouped, listed, plain, share, signed } from './words.ts'

/** What a review knows about its own limits. */
export interface CautionInput {
  decision: Decision
  split: SplitRecord
  thresholds: Thresholds
  gain: GainEstimate | null
  searchGain: number | null
  smallestDetectable: number | null
  churned: number | null // accounts of the holdout; null: not told by the data
  retained: number | null
  segments: SegmentFigures[] | null
  hasSegmentColumn: boolean
  drift: DriftRow[] | null
  noise: NoiseFigures | null
  looks: number | null
  firstDecision?: Decision | null // by other thresholds, before these; absent or null: there was none
  warnings: Problem[] // of the data: leaks and the like
}

const FEW_OF_A_CLASS = 100

/** What could still be wrong, the gravest first, one plain sentence each. */
export function cautions(input: CautionInput): string[] {
  return [
    ...thresholdCautions(input.firstDecision),
    ...holdoutCautions(input),
    ...gainCautions(input),
    ...driftCautions(input.drift),
    ...segmentCautions(input),
    ...noiseCautions(input),
    ...lookCautions(input.looks),
    ...input.warnings
      .filter(({ severity }) => severity !== 'note')
      .map(({ what }) => (what.endsWith('.') ? what : `${what}.`)),
  ]
}

function holdoutCautions({ split, churned, retained }: CautionInput): string[] {
  const said: string[] = []
  if (split.holdoutRows === 0) {
    said.push(
      'No accounts were held out: the gain is measured on the accounts it was found on, which always flatters it.',
    )
    return said
  }
  if (split.kind === 'id-hash' || split.kind === 'row-hash') {
    said.push(
      'The held-out accounts are a random part of the same period, not later outcomes: whether the gain lasts next quarter is not shown.',
    )
  }
  if (split.kind === 'row-hash') {
    said.push('The data has no account id, so the same account may stand on both sides.')
  }
  for (const [word, number] of [
    ['churned', churned],
    ['stayed', retained],
  ] as const) {
    if (number !== null && number < FEW_OF_A_CLASS) {
      said.push(
        `Only ${grouped(number)} held-out accounts ${word}: a handful of them can move every figure here.`,
      )
    }
  }
  return said
}

function gainCautions({
  gain,
  searchGain,
  thresholds,
  smallestDetectable,
  decision,
}: CautionInput): string[] {
  if (gain === null) return []
  const said: string[] = []
  const { minGain } = thresholds
  if (gain.low > 0 && gain.low < minGain) {
    said.push(
      `The true gain may be as small as ${signed(gain.low)}, less than the ${plain(minGain)} that was asked for.`,
    )
  }
  if (decision === 'KEEP_INCUMBENT' && gain.low <= 0 && gain.high >= minGain) {
    said.push(
      `A real gain of up to ${signed(gain.high)} is not ruled out; ${smallestDetectable === null ? 'more held-out accounts would tell' : `so many accounts show a gain reliably only from about ${plain(Number(smallestDetectable.toFixed(3)))} on`}.`,
    )
  }
  const isReady = decision === 'READY_FOR_REVIEW'
  if (isReady && searchGain !== null && searchGain > 0 && gain.value < searchGain / 2) {
    said.push(
      `The search believed in ${signed(searchGain)}, held-out accounts show ${signed(gain.value)}: most of what it found was particular to the accounts it searched.`,
    )
  }
  return said
}

function driftCautions(drift: DriftRow[] | null): string[] {
  if (drift === null) return []
  const names = (band: DriftRow['band']) =>
    drift
      .filter((row) => row.band === band && row.psi > row.critical) // more than chance makes
      .map(({ name }) => name)
  const [shifted, watch] = [names('shifted'), names('watch')]
  return [
    ...(shifted.length === 0
      ? []
      : [
          `Accounts differ between the searched and the held-out rows: ${listed(shifted)} ${shifted.length === 1 ? 'has' : 'have'} shifted.`,
        ]),
    ...(watch.length === 0
      ? []
      : [
          `${listed(watch)} ${watch.length === 1 ? 'moves' : 'move'} a little between the searched and the held-out rows: worth watching.`,
        ]),
  ]
}

function segmentCautions({ segments, hasSegmentColumn, split }: CautionInput): string[] {
  if (split.holdoutRows === 0) return []
  if (!hasSegmentColumn) {
    return [
      'No segment column was named: whether some group of customers is scored worse is not known.',
    ]
  }
  const blind = (segments ?? []).filter(({ problem }) => problem !== null)
  if (blind.length === 0) return []
  const names = blind.map(({ column, label }) => `${column} ${label}`)
  return [`Too small to check: ${listed(names)}. They were not merged with others.`]
}

function noiseCautions({ noise, searchGain }: CautionInput): string[] {
  if (noise === null) {
    return [
      'The search was not repeated on shuffled outcomes, so how much it finds in pure noise is not known.',
    ]
  }
  if (searchGain === null || noise.meanGain <= searchGain / 2 || searchGain <= 0) return []
  return [
    `Noise alone buys ${share(noise.meanGain / searchGain)} of what the search found on its own accounts.`,
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
