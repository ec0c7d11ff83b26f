import { columnGroups, usedGroups } from '../accounts/columnGroups.ts'
import { evaluate } from '../evaluation/evaluator.ts'
import type { Metrics, PrimaryMetric } from '../evaluation/metrics.ts'
import { buildScoreTable } from '../evaluation/scoreTable.ts'
import type { Tier } from '../evaluation/tiers.ts'
import type { Guardrails } from '../loop/guardrails.ts'
import { bothTiers } from './bothTiers.ts'
import type { GuardrailFigure } from './review.ts'
import { type ReviewedSpec, scoreBoth, weightsOf } from './rowScores.ts'
import { segmentFigures } from './segmentFigures.ts'
import { decimals, grouped, listed, plain, share } from './words.ts'

/** Two figures that should be equal differ by less, after rounding in binary. */
const ROUNDING = 1e-12

/**
 * The guardrails of a run on held-out accounts: the candidate must keep each limit, or, but for the number
 * of columns, be no worse than the incumbent (see `Guardrails`). A segment that cannot be judged is left to the gate of segments. What
 * cannot be measured has no value and is not passed.
 */
export function guardrailFigures(
  guardrails: Guardrails | undefined,
  incumbent: ReviewedSpec,
  candidate: ReviewedSpec,
  metric: PrimaryMetric,
): GuardrailFigure[] {
  const { maxSegmentDrop, maxNonZero } = guardrails ?? {}
  const tiers = bothTiers(incumbent.spec, candidate.spec)
  const holdout = scoreBoth(incumbent, candidate, 'holdout')
  const metricsOf = (which: 'incumbent' | 'candidate') =>
    holdout === null
      ? null
      : evaluate(buildScoreTable(holdout[which], holdout.outcomes), tiers[which])
  const figures = tierGuardrails(
    guardrails,
    metricsOf('incumbent'),
    metricsOf('candidate'),
    tiers.candidate,
  )
  if (maxSegmentDrop !== undefined) {
    const search = scoreBoth(incumbent, candidate, 'search')
    const segments =
      holdout === null || search === null ? null : segmentFigures(holdout, search, metric, tiers)
    const judged = (segments ?? []).flatMap(({ column, label, change }) =>
      change === null ? [] : [{ name: `${column} ${label}`, drop: Math.max(0, -change) }],
    )
    const value = judged.length === 0 ? null : Math.max(...judged.map(({ drop }) => drop))
    const fallen = judged.filter(({ drop }) => drop > maxSegmentDrop + ROUNDING)
    const sentence =
      value === null
        ? 'The guardrail of segments cannot be measured on held-out accounts.'
        : fallen.length === 0
          ? `No segment falls by more than ${plain(maxSegmentDrop)} on held-out accounts (at most ${decimals(value)}).`
          : `On held-out accounts the guardrail of segments, ${plain(maxSegmentDrop)}, is broken: ${listed(fallen.map(({ name, drop }) => `${name} falls by ${decimals(drop)}`))}.`
    const passed = value === null ? null : fallen.length === 0
    figures.push({ name: 'segments', sentence, value, limit: maxSegmentDrop, passed })
  }
  if (maxNonZero !== undefined) {
    const [was, value] = [incumbent, candidate].map(
      ({ spec }) => usedGroups(columnGroups(spec), weightsOf(spec)).length,
    )
    const asked = `at most ${maxNonZero}`
    const what = 'Columns with points'
    const limit = maxNonZero
    figures.push(
      figureOf('non_zero', what, {
        value,
        was,
        limit,
        asked,
        text: grouped,
        where: '',
        strict: true,
      }),
    )
  }
  return figures
}

/** The guardrails of tiers, by the metrics of both specs on the same accounts; null: none to measure. */
export function tierGuardrails(
  { maxHhi, minTierShare }: Guardrails = {},
  before: Metrics | null,
  after: Metrics | null,
  tiers: Tier[], // whose labels both have
): GuardrailFigure[] {
  const figures: GuardrailFigure[] = []
  if (maxHhi !== undefined) {
    const [was, value] = [before, after].map((of) => of?.revenue_concentration_hhi ?? null)
    const text = (hhi: number) => grouped(Math.round(hhi))
    const asked = `at most ${plain(maxHhi)}`
    figures.push(
      figureOf('hhi', 'Revenue in one tier (HHI)', { value, was, limit: maxHhi, asked, text }),
    )
  }
  if (minTierShare !== undefined) {
    const [was, value] = [before, after].map((of) => smallestTier(of, tiers))
    const asked = `at least ${share(minTierShare)}`
    const what = 'The smallest tier'
    const limit = minTierShare
    figures.push(
      figureOf('tier_share', what, { value, was, limit, asked, text: share, least: true }),
    )
  }
  return figures
}

interface Measured {
  value: number | null
  was: number | null // of the incumbent
  limit: number
  asked: string
  text: (value: number) => string
  least?: boolean // the limit is a least, not a most
  where?: string // absent: on held-out accounts
  strict?: boolean // no worse than the incumbent is not enough
}

function figureOf(name: string, what: string, measured: Measured): GuardrailFigure {
  const { value, was, limit, asked, text, least = false } = measured
  const { where = ' on held-out accounts', strict = false } = measured
  if (value === null) {
    const sentence = `${what} cannot be measured on held-out accounts.`
    return { name, sentence, value, limit, passed: null }
  }
  const within = (bound: number) =>
    least ? value >= bound - ROUNDING : value <= bound + ROUNDING * Math.max(1, bound)
  const keeps = within(limit)
  const noWorse = !strict && was !== null && within(was)
  const incumbent = was === null ? '' : `; the incumbent has ${text(was)}`
  const verdict = keeps ? 'within' : noWorse ? 'no worse than before, though not within' : 'outside'
  const sentence = `${what}: ${text(value)}${where}, ${verdict} the ${asked} asked for${incumbent}.`
  return { name, sentence, value, limit, passed: keeps || noWorse }
}

/** Share of the accounts in the tier with the fewest. */
function smallestTier(metrics: Metrics | null, tiers: Tier[]): number | null {
  if (metrics === null) return null
  const shares = tiers.map(({ label }) => metrics[`pct_${label}_tier`])
  return shares.some((each) => typeof each !== 'number') ? null : Math.min(...(shares as number[]))
}
