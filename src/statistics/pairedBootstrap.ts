import { primaryValue } from '../evaluation/evaluator.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type { Outcomes } from '../evaluation/outcomes.ts'
import { buildScoreTable } from '../evaluation/scoreTable.ts'
import type { ScoreVector } from '../evaluation/scoreVector.ts'
import { type BootstrapUnits, bootstrapUnits } from './bootstrapUnits.ts'
import type { RankingMetric } from './classCounts.ts'
import { createPoissonCounts, createPoissonDraws, type PoissonCounts } from './poissonDraws.ts'
import { createResampledMoney, type MoneyMetric } from './resampledMoney.ts'
import { createResampledRanking, type Resampled } from './resampledRanking.ts'
import { sumUnits } from './takeSums.ts'

export const BOOTSTRAP_REPLICATES = 2000

/** More replicates without a value than this share, and there is no interval. */
const MOST_UNDEFINED = 0.05

export interface BootstrapInput {
  metric: PrimaryMetric
  incumbent: ScoreVector
  candidate: ScoreVector // of the same rows
  outcomes: Outcomes
  seed: number // whole, up to 2^53
  replicates?: number // BOOTSTRAP_REPLICATES where absent
}

/** A value with its 95 % interval, 2.5 % of the replicates to either side; see createPairedBootstrap for `ks`. */
export interface BootstrapInterval {
  value: number // of the accounts themselves
  low: number
  high: number
  standardError: number // standard deviation of the replicates
  replicates: number // that had a value
}

/** Intervals of both values and of candidate − incumbent, from the same replicates; or the reason why not. */
export type BootstrapResult =
  | {
      known: true
      difference: BootstrapInterval
      incumbent: BootstrapInterval
      candidate: BootstrapInterval
      undefinedReplicates: number // where the metric has no value; left out
    }
  | { known: false; reason: string; undefinedReplicates: number }

/** A bootstrap in chunks, so that whoever drives it can tell how far it is and stop. */
export interface PairedBootstrap {
  replicates: number
  /** Makes up to `count` more replicates; how many there are now. */
  advance(count: number): number
  /** Throws before the last replicate. */
  result(): BootstrapResult
}

/**
 * Paired bootstrap of accounts (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters
 * 6 and 13) with Poisson(1) counts instead of multinomial ones: each replicate gives every account a
 * count, the same for both scores, and the metric is the evaluator's own of the score tables that
 * result. Percentile intervals, quantiles by linear interpolation (R-7).
 *
 * `ks` is a maximum of noisy gaps: it lies high, that of resamples higher still, and the more so the more
 * scores have nearly the same gap, so that percentile, bias-corrected and basic intervals hold the truth
 * too seldom. Its replicates are those of the gap at the score where it is widest on the accounts
 * themselves, with the limiting variance of the maximum (Raghavachari, Annals of Statistics 1, 1973,
 * 67–73), and the interval is theirs less the mean excess of the resamples' own widest gaps.
 *
 * Replicate i depends on the seed, i and the accounts alone: not on chunks, nor on the order of rows.
 * Throws when lengths differ or a score is not valid.
 */
export function createPairedBootstrap(input: BootstrapInput): PairedBootstrap {
  const { metric, incumbent, candidate, outcomes, seed } = input
  const { replicates = BOOTSTRAP_REPLICATES } = input
  if (!Number.isInteger(replicates) || replicates < 2)
    throw new Error(`bootstrap replicates not a whole number from 2: ${replicates}`)
  const units = bootstrapUnits(metric, incumbent, candidate, outcomes)
  const values = [incumbent, candidate].map((scores) =>
    primaryValue(buildScoreTable(scores, outcomes), metric),
  )
  const [before, after] = values
  if (units === null || before === null || after === null) {
    const reason = `${metric} has no value on these accounts`
    const result = { known: false, reason, undefinedReplicates: replicates } as const
    return { replicates, advance: () => replicates, result: () => result }
  }
  const draw = createPoissonDraws(units.accounts)
  const counts = createPoissonCounts(units.accounts)
  const resample = createResamples(metric, units)
  const incumbents = createColumn(replicates)
  const candidates = createColumn(replicates)
  let made = 0

  return {
    replicates,
    advance(count) {
      for (const until = Math.min(replicates, made + count); made < until; made++) {
        draw(seed, made, counts)
        const { incumbent, candidate } = resample(counts)
        incumbents.value[made] = incumbent.value
        incumbents.fixed[made] = incumbent.fixed
        candidates.value[made] = candidate.value
        candidates.fixed[made] = candidate.fixed
      }
      return made
    },
    result() {
      if (made < replicates) throw new Error(`bootstrap not done: ${made} of ${replicates}`)
      const differences = {
        value: candidates.value.map((value, i) => value - incumbents.value[i]),
        fixed: candidates.fixed.map((fixed, i) => fixed - incumbents.fixed[i]),
      }
      const kept = Uint32Array.from(differences.value.keys()).filter(
        (i) => !Number.isNaN(differences.value[i]),
      )
      const undefinedReplicates = replicates - kept.length
      if (undefinedReplicates > MOST_UNDEFINED * replicates) {
        const reason = `${metric} has no value in ${undefinedReplicates} of ${replicates} resamples: too few accounts`
        return { known: false, reason, undefinedReplicates }
      }
      return {
        known: true,
        difference: intervalOf(after - before, differences, kept),
        incumbent: intervalOf(before, incumbents, kept),
        candidate: intervalOf(after, candidates, kept),
        undefinedReplicates,
      }
    },
  }
}

/** One entry a replicate. */
type Column = Record<keyof Resampled, Float64Array>

function createColumn(replicates: number): Column {
  return { value: new Float64Array(replicates), fixed: new Float64Array(replicates) }
}

/** The whole bootstrap at once. */
export function pairedBootstrap(input: BootstrapInput): BootstrapResult {
  const bootstrap = createPairedBootstrap(input)
  bootstrap.advance(bootstrap.replicates)
  return bootstrap.result()
}

/** The metric of both scores with the units' accounts taken so many times. */
function createResamples(metric: PrimaryMetric, units: BootstrapUnits) {
  const { accounts, perAccount } = units
  const sides = [
    { slotOf: units.incumbentSlot, slotCount: units.incumbentScores.length },
    { slotOf: units.candidateSlot, slotCount: units.candidateScores.length },
  ]
  if (perAccount.kind === 'classes') {
    const { uppers } = perAccount
    const [incumbent, candidate] = sides.map((side) =>
      createResampledRanking(metric as RankingMetric, { ...side, accounts, uppers }),
    )
    return (counts: PoissonCounts) => ({
      incumbent: incumbent(counts),
      candidate: candidate(counts),
    })
  }
  const { xy } = perAccount
  const all = Uint32Array.from(accounts.keys())
  const [incumbent, candidate] = sides.map((side) =>
    createResampledMoney(metric as MoneyMetric, side, xy),
  )
  return (counts: PoissonCounts) => {
    const total = sumUnits(counts, all, xy, 0, all.length)
    const [before, after] = [incumbent(counts, total), candidate(counts, total)]
    return {
      incumbent: { value: before, fixed: before },
      candidate: { value: after, fixed: after },
    }
  }
}

function intervalOf(value: number, column: Column, kept: Uint32Array): BootstrapInterval {
  const n = kept.length
  const values = Float64Array.from(kept, (i) => column.value[i])
  const sorted = Float64Array.from(kept, (i) => column.fixed[i]).sort()
  const mean = meanOf(sorted)
  const squares = sorted.reduce((sum, one) => sum + (one - mean) ** 2, 0)
  const excess = meanOf(values.sort()) - mean // sorted too, so that equal columns differ by 0 exactly
  return {
    value,
    low: quantile(sorted, 0.025) - excess,
    high: quantile(sorted, 0.975) - excess,
    standardError: Math.sqrt(squares / (n - 1)),
    replicates: n,
  }
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length
}

function quantile(sorted: Float64Array, p: number): number {
  const rank = (sorted.length - 1) * p
  const below = Math.floor(rank)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (rank - below)
}
