import { numberColumn, textColumn } from './sampleColumns.ts'
import { createSampleDraws, fraction, money, type SampleDraws } from './sampleDraws.ts'
import type { SampleOptions } from './sampleHealth.ts'
import type { Spec } from './spec.ts'
import type { Table, TimeColumn } from './table.ts'

const SEGMENTS = ['SMB', 'Mid-market', 'Enterprise'] as const
const PRICE = [190, 700, 2600] as const // currency units a month

/** When a period's features were taken, its outcome window, and what stayed true in it. */
interface Period {
  firstAccount: number
  asof: number // midnight UTC
  start: number
  end: number
  health: number // of healthy use for staying, in standard deviations of chance
  promo: number // the same of using a promotion
}

const SEARCHED: Period = {
  firstAccount: 1,
  asof: Date.UTC(2025, 11, 31),
  start: Date.UTC(2026, 0, 1),
  end: Date.UTC(2026, 2, 31),
  health: 0.84,
  promo: 1.23,
}
const LATER: Period = {
  firstAccount: 100_001,
  asof: Date.UTC(2026, 3, 30),
  start: Date.UTC(2026, 4, 1),
  end: Date.UTC(2026, 6, 31),
  health: 0.56,
  promo: -0.16,
}

/** Two periods of made-up accounts and the spec that stands when they are looked at. */
export interface RefreshSample {
  train: Table
  holdout: Table
  incumbent: Spec
}

/**
 * A refresh that must not be made: accounts that use a promotion stay in the searched period, while it
 * lasts, and leave in the later one, when it has ended. A search that trusts `promo_usage` goes from an
 * AUC of about 0.74 to 0.91 on the first period and falls from 0.74 to 0.59 on the second.
 */
export function sampleRefresh({ accounts, seed }: SampleOptions): RefreshSample {
  return {
    train: periodTable(SEARCHED, accounts, seed),
    holdout: periodTable(LATER, accounts, seed),
    incumbent: INCUMBENT,
  }
}

const INCUMBENT: Spec = {
  model: 'account health',
  version: '2026.1',
  max_score: 100,
  base_score: 20,
  features: {
    product_adoption: { weight: 20, min: -25, max: 50 },
    active_seats_share: { weight: 15, min: -25, max: 50 },
    support_satisfaction: { weight: 12, min: -25, max: 50 },
    executive_sponsor: { weight: 5, min: -25, max: 50 },
    open_tickets: { weight: -2, min: -25, max: 50 },
    promo_usage: { weight: 0, min: -25, max: 50 },
  },
  tiers: [
    { label: 'A', min: 55, max: 101 },
    { label: 'B', min: 47, max: 55 },
    { label: 'C', min: 38, max: 47 },
    { label: 'D', min: 0, max: 38 },
  ],
  mrr_column: 'mrr',
  retain_column: 'retained',
  columns: { id: 'account_id', mrr_end: 'mrr_end' },
  segments: ['segment'],
  time: {
    features_asof: 'features_asof',
    outcome_start: 'outcome_start',
    outcome_end: 'outcome_end',
  },
  extra: {},
}

interface Account {
  segment: number
  adoption: number
  seats: number
  satisfaction: number
  sponsor: number
  tickets: number
  promo: number
  mrr: number
  mrrEnd: number
  retained: number
}

function periodTable(period: Period, accounts: number, seed: number): Table {
  const rows = Array.from({ length: accounts }, (_, row) =>
    account(createSampleDraws(seed, period.firstAccount + row), period),
  )
  const numbers = (name: string, value: (of: Account) => number) =>
    numberColumn(name, Float64Array.from(rows, value))
  const texts = (name: string, text: (of: Account, row: number) => string) =>
    textColumn(name, rows.map(text))
  const dates = (name: string, ms: number): TimeColumn => ({
    kind: 'time',
    name,
    physical: 'TIMESTAMP(MILLIS)',
    missing: null,
    values: new Float64Array(accounts).fill(ms),
  })
  return {
    rowCount: accounts,
    columns: [
      texts('account_id', (_, row) => `acc_${String(period.firstAccount + row).padStart(6, '0')}`),
      texts('segment', ({ segment }) => SEGMENTS[segment]!),
      dates('features_asof', period.asof),
      numbers('product_adoption', ({ adoption }) => adoption),
      numbers('active_seats_share', ({ seats }) => seats),
      numbers('support_satisfaction', ({ satisfaction }) => satisfaction),
      numbers('executive_sponsor', ({ sponsor }) => sponsor),
      numbers('open_tickets', ({ tickets }) => tickets),
      numbers('promo_usage', ({ promo }) => promo),
      numbers('mrr', ({ mrr }) => mrr),
      dates('outcome_start', period.start),
      dates('outcome_end', period.end),
      numbers('mrr_end', ({ mrrEnd }) => mrrEnd),
      numbers('retained', ({ retained }) => retained),
    ],
  }
}

function account(draws: SampleDraws, period: Period): Account {
  const segment = draws.below(SEGMENTS.length)
  const engagement = draws.normal()
  const spread = (mean: number, shared: number, own: number) =>
    fraction(mean + shared * engagement + own * draws.normal())
  const adoption = spread(0.55, 0.14, 0.16)
  const seats = spread(0.6, 0.12, 0.18)
  const satisfaction = spread(0.65, 0.05, 0.18)
  const sponsor = draws.chance(0.45 + 0.1 * segment) ? 1 : 0
  const tickets = draws.rare(0.5)
  const promo = fraction(0.5 + 0.22 * draws.normal())
  const health =
    (20 * (adoption - 0.55) +
      15 * (seats - 0.6) +
      12 * (satisfaction - 0.65) +
      5 * (sponsor - 0.55) -
      2 * (tickets - 1)) /
    7
  const staying =
    0.35 + period.health * health + period.promo * ((promo - 0.5) / 0.22) + draws.normal()
  const retained = staying > 0 ? 1 : 0
  const mrr = money(PRICE[segment]! * (0.7 + 0.6 * draws.uniform()) * (1 + draws.rare(0.4)))
  const expands = draws.chance(Math.min(0.6, Math.max(0.05, 0.25 + 0.1 * staying)))
  const growth = expands ? 1.05 + 0.3 * draws.uniform() : 0.85 + 0.15 * draws.uniform()
  return {
    segment,
    adoption,
    seats,
    satisfaction,
    sponsor,
    tickets,
    promo,
    mrr,
    mrrEnd: retained === 1 ? money(mrr * growth) : 0,
    retained,
  }
}
