import type { ScoreTable } from '../evaluation/scoreTable.ts'
import type { Tier } from '../evaluation/tiers.ts'
import { gainCurve } from '../statistics/gainCurve.ts'
import { retentionByDecile, retentionByTier, type ScoreBand } from '../statistics/scoreBands.ts'
import { type SwapGroup, swapSet, topMembership } from '../statistics/swapSet.ts'
import type { CalibrationBand, CalibrationFigures, GainCurve, SwapSet, SwapSide } from './review.ts'
import type { RowScores } from './rowScores.ts'

/** The score tables of both specs on the same rows. */
export interface BothTables {
  incumbent: ScoreTable
  candidate: ScoreTable
}

type Both<T> = { incumbent: T; candidate: T }

/** Observed retention by tier and by score decile; null where the outcomes do not tell who was retained. */
export function calibrationFigures(
  tables: BothTables,
  tiers: Both<Tier[]>,
): Both<CalibrationFigures> | null {
  const incumbent = calibrationOf(tables.incumbent, tiers.incumbent)
  const candidate = calibrationOf(tables.candidate, tiers.candidate)
  return incumbent === null || candidate === null ? null : { incumbent, candidate }
}

function calibrationOf(table: ScoreTable, tiers: Tier[]): CalibrationFigures | null {
  const byTier = retentionByTier(table, tiers)
  const byDecile = retentionByDecile(table)
  if (byTier === null || byDecile === null) return null
  const deciles = byDecile.map((band, index) => shown(String(index + 1), band))
  return {
    tiers: byTier.map((band) => shown(band.label, band)).sort((a, b) => a.from - b.from),
    deciles,
    monotone: deciles.every(
      (band, index) => index === 0 || band.retainedShare >= deciles[index - 1].retainedShare,
    ),
  }
}

function shown(label: string, { from, to, accounts, retained }: ScoreBand): CalibrationBand {
  const { share, low, high } = retained
  return { label, from, to, accounts, retainedShare: share, low, high }
}

const SHARES = Array.from({ length: 101 }, (_, percent) => percent / 100)

/** Churned accounts found from the lowest score up, else revenue from the highest down; null without either. */
export function gainCurves({ incumbent, candidate }: BothTables): Both<GainCurve> | null {
  for (const [kind, of] of [
    ['churned', 'churned accounts'],
    ['mrr', 'revenue'],
  ] as const) {
    const [before, after] = [gainCurve(incumbent, kind), gainCurve(candidate, kind)]
    if (before === null || after === null) continue
    return {
      incumbent: { of, share: SHARES, gained: before.gained },
      candidate: { of, share: SHARES, gained: after.gained },
    }
  }
  return null
}

const TOP = 0.2

/** Accounts that enter and leave the best-scored fifth. */
export function topSwap({ incumbent, candidate, outcomes }: RowScores): SwapSet {
  const [before, after] = [incumbent, candidate].map((scores) =>
    topMembership(scores, outcomes, TOP),
  )
  const { entering, leaving, difference } = swapSet(before, after, outcomes)
  return {
    share: TOP,
    entering: side(entering),
    leaving: side(leaving),
    difference,
  }
}

function side({ accounts, mrr, retained }: SwapGroup): SwapSide {
  return { accounts, mrr, retainedShare: retained?.share ?? null }
}
