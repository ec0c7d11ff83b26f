import type { ScoreTable } from '../evaluation/scoreTable.ts'
import { type Tier, tierOrLowest } from '../evaluation/tiers.ts'
import { type ShareInterval, wilsonInterval } from '../evaluation/wilson.ts'
import { quantileBands } from './quantileBands.ts'

/** Observed retention of the accounts in a band of scores. */
export interface ScoreBand {
  from: number // lowest and highest score that occurs in it, points
  to: number
  accounts: number
  retained: ShareInterval // Wilson, 95 %
}

export type TierBand = ScoreBand & { label: string }

const DECILES = 10

/**
 * Retention by tier, in the order of `tiers`; accounts in no tier count in the lowest, and tiers
 * without accounts are left out. Null where the outcomes do not tell who was retained.
 */
export function retentionByTier(table: ScoreTable, tiers: Tier[]): TierBand[] | null {
  const bands = bandsOf(table, (score) => tierOrLowest(score, tiers), tiers.length)
  return bands?.map(({ band, ...rest }) => ({ label: tiers[band].label, ...rest })) ?? null
}

/**
 * Retention by decile of the score, lowest first. A score is never divided, so heavy ties make fewer
 * bands. Null where the outcomes do not tell who was retained.
 */
export function retentionByDecile(table: ScoreTable): ScoreBand[] | null {
  const { scores, accounts } = table
  const ends = quantileBands(scores, accounts, DECILES)
  const bands = bandsOf(table, (score) => ends.findIndex((end) => score <= end), ends.length)
  return bands?.map(({ band: _, ...rest }) => rest) ?? null
}

function bandsOf(table: ScoreTable, bandOf: (score: number) => number, count: number) {
  const { scores, accounts, retained } = table
  if (retained === null) return null
  const bands = Array.from({ length: count }, (_, band) => ({
    band,
    from: Infinity,
    to: -Infinity,
    accounts: 0,
    events: 0,
  }))
  for (let slot = 0; slot < scores.length; slot++) {
    if (accounts[slot] === 0) continue
    const band = bands[bandOf(scores[slot])]
    band.from = Math.min(band.from, scores[slot])
    band.to = Math.max(band.to, scores[slot])
    band.accounts += accounts[slot]
    band.events += retained[slot]
  }
  return bands.flatMap(({ events, ...band }) => {
    const share = wilsonInterval(events, band.accounts)
    return share === null ? [] : [{ ...band, retained: share }]
  })
}
