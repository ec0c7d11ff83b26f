import { columnGroups, usedGroups } from '../accounts/columnGroups.ts'
import { evaluate } from '../evaluation/evaluator.ts'
import type { Metrics, PrimaryMetric } from '../evaluation/metrics.ts'
import { buildScoreTable } from '../evaluation/scoreTable.ts'
import type { Tier } from '../evaluation/tiers.ts'
import type { Guardrails } from '../loop/guardrails.ts'
import { bothTiers } from './bothTiers.ts'
import { guardrailSentence, isWithin } from './guardrailWords.ts'
import type { GuardrailFigure, GuardrailName } from './review.ts'
import { type ReviewedSpec, scoreBoth, weightsOf } from './rowScores.ts'
import { segmentFigures } from './segmentFigures.ts'
import { listed } from './words.ts'

/**
 * The guardrails of a run on held-out accounts. A search may keep what is no worse than its start (see
 * `Guardrails`); here a limit that is broken is broken, whoever else breaks it. A segment that cannot be
 * judged is left to the gate of segments. What cannot be measured has no value and is not passed.
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
    const fallen = judged.filter(({ drop }) => !isWithin('segments', drop, maxSegmentDrop))
    const where = fallen.length === 0 ? '' : ` (${listed(fallen.map(({ name }) => name))})`
    figures.push(figureOf('segments', value, null, maxSegmentDrop, where))
  }
  if (maxNonZero !== undefined) {
    const [was, value] = [incumbent, candidate].map(
      ({ spec }) => usedGroups(columnGroups(spec), weightsOf(spec)).length,
    )
    figures.push(figureOf('non_zero', value, was, maxNonZero))
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
    figures.push(figureOf('hhi', value, was, maxHhi))
  }
  if (minTierShare !== undefined) {
    const [was, value] = [before, after].map((of) => smallestTier(of, tiers))
    figures.push(figureOf('tier_share', value, was, minTierShare))
  }
  return figures
}

/** Whether the candidate breaks a limit, and by more than the incumbent: a search keeps no such spec. */
export function isRefused({ name, value, incumbent, passed }: GuardrailFigure): boolean {
  if (passed === true) return false
  return value === null || incumbent === null || !isWithin(name, value, incumbent)
}

function figureOf(
  name: GuardrailName,
  value: number | null,
  incumbent: number | null,
  limit: number,
  where = '',
): GuardrailFigure {
  const measured = { name, value, incumbent, limit }
  const passed = value === null ? null : isWithin(name, value, limit)
  return { ...measured, sentence: `${guardrailSentence(measured, where)}.`, passed }
}

/** Share of the accounts in the tier with the fewest. */
function smallestTier(metrics: Metrics | null, tiers: Tier[]): number | null {
  if (metrics === null) return null
  const shares = tiers.map(({ label }) => metrics[`pct_${label}_tier`])
  return shares.some((each) => typeof each !== 'number') ? null : Math.min(...(shares as number[]))
}
