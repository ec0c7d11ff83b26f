import { numberColumn, textColumn } from './sampleColumns.ts'
import { createSampleDraws, fraction, money, type SampleDraws } from './sampleDraws.ts'
import type { Table } from './table.ts'

export interface SampleOptions {
  accounts: number
  seed: number
}

/**
 * Points a feature is truly worth; the noise features are worth nothing. A score of these weights
 * predicts retention with an AUC of about 0.76, one of equal weights with about 0.62.
 */
export const HEALTH_SIGNAL = {
  alert_created: 23, // a flag
  session_depth: 20, // 0 to 1
  activation_speed: 14, // 0 to 1
  has_exported: 9, // a flag
  credit_limit_hits: 1.15, // a count
  noise_feature_1: 0, // a count
  noise_feature_2: 0, // a count
} as const

type HealthFeature = keyof typeof HEALTH_SIGNAL

const FEATURES = Object.keys(HEALTH_SIGNAL) as HealthFeature[]
const CHANCE = 30.5 // standard deviation of what no feature tells, in points
const CUT = 29 // points at which an account is as likely to stay as to go
const SEGMENTS = ['small business', 'mid-market', 'enterprise'] as const
const LIST_PRICE = [49, 79, 119] as const // currency units a month and seat group, by segment
const FORMER_TIERS = [
  { label: 'A', back: 0.55 },
  { label: 'B', back: 0.42 },
  { label: 'C', back: 0.3 },
  { label: 'D', back: 0.18 },
] as const

interface HealthAccount {
  features: Record<HealthFeature, number>
  segment: string
  mrr: number
  mrr_end: number
  retained_6mo: number
  actual_ltv: number
  activated: number
  former_tier: string | null
  won_back: number
}

/**
 * Made-up accounts with planted signals: `HEALTH_SIGNAL` decides who stays, who expands and who
 * shrinks, the noise features decide nothing. Accounts with a former tier churned earlier, start the
 * window without revenue and may be won back.
 */
export function sampleHealth({ accounts, seed }: SampleOptions): Table {
  const rows = Array.from({ length: accounts }, (_, row) =>
    healthAccount(createSampleDraws(seed, row)),
  )
  const numbers = (name: string, value: (account: HealthAccount) => number) =>
    numberColumn(name, Float64Array.from(rows, value))
  const ids = rows.map((_, row) => `acc_${String(row + 1).padStart(6, '0')}`)
  return {
    rowCount: accounts,
    columns: [
      textColumn('account_id', ids),
      textColumn(
        'segment',
        rows.map((account) => account.segment),
      ),
      ...FEATURES.map((name) => numbers(name, (account) => account.features[name])),
      numbers('mrr', (account) => account.mrr),
      numbers('mrr_end', (account) => account.mrr_end),
      numbers('retained_6mo', (account) => account.retained_6mo),
      numbers('churned', (account) => 1 - account.retained_6mo),
      numbers('actual_ltv', (account) => account.actual_ltv),
      numbers('activated', (account) => account.activated),
      textColumn(
        'former_tier',
        rows.map((account) => account.former_tier),
      ),
      numbers('won_back', (account) => account.won_back),
    ],
  }
}

function healthAccount(draws: SampleDraws): HealthAccount {
  const segment = draws.below(SEGMENTS.length)
  const features = drawFeatures(draws)
  const signal = FEATURES.reduce((sum, name) => sum + HEALTH_SIGNAL[name] * features[name], 0)
  const health = (signal - CUT) / 30 // about -1 to 1.5
  const retained = signal + CHANCE * draws.normal() > CUT
  const former = draws.chance(0.08) ? FORMER_TIERS[draws.below(FORMER_TIERS.length)]! : null
  const wonBack = former !== null && retained && draws.chance(former.back)
  const listed = money(
    LIST_PRICE[segment]! * (1 + draws.rare(0.68 + 0.08 * health)) * (0.8 + 0.4 * draws.uniform()),
  )
  const kept = money(listed * growth(draws, health))
  const mrrEnd = former === null ? (retained ? kept : 0) : wonBack ? listed : 0
  const months = retained ? 14 + 8 * health + 12 * draws.uniform() : 2 + 5 * draws.uniform()
  return {
    features,
    segment: SEGMENTS[segment]!,
    mrr: former === null ? listed : 0,
    mrr_end: mrrEnd,
    retained_6mo: retained ? 1 : 0,
    actual_ltv: money(listed * Math.max(1, months)),
    activated: draws.chance(0.25 + 0.6 * features.activation_speed) ? 1 : 0,
    former_tier: former?.label ?? null,
    won_back: wonBack ? 1 : 0,
  }
}

/** Engaged accounts do more of everything, so the features that matter go together. */
function drawFeatures(draws: SampleDraws): Record<HealthFeature, number> {
  const engagement = draws.normal()
  const spread = (mean: number, shared: number, own: number) =>
    fraction(mean + shared * engagement + own * draws.normal())
  return {
    alert_created: engagement + draws.normal() > -0.2 ? 1 : 0,
    session_depth: spread(0.6, 0.18, 0.2),
    activation_speed: spread(0.6, 0.16, 0.22),
    has_exported: engagement + 1.3 * draws.normal() > 0.1 ? 1 : 0,
    credit_limit_hits: Math.max(0, Math.round(9 + 1.5 * draws.normal())),
    noise_feature_1: draws.below(4),
    noise_feature_2: draws.rare(0.4),
  }
}

/** What a kept account pays at the end over what it paid at the start: healthy ones expand more often. */
function growth(draws: SampleDraws, health: number): number {
  const expands = draws.chance(0.2 + 0.25 * Math.max(0, health))
  if (expands) return 1.15 + 0.45 * draws.uniform()
  const shrinks = draws.chance(Math.max(0.03, 0.16 - 0.1 * health))
  return shrinks ? 0.6 + 0.35 * draws.uniform() : 1
}
