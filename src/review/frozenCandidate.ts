import { evaluate } from '../evaluation/evaluator.ts'
import { buildScoreTable } from '../evaluation/scoreTable.ts'
import { checkTiers, type Tier } from '../evaluation/tiers.ts'
import type { Guardrails } from '../loop/guardrails.ts'
import { tiersLike } from './bothTiers.ts'
import { fitTiers, tierSizes } from './fitTiers.ts'
import { isRefused, tierGuardrails } from './guardrailFigures.ts'
import type { GuardrailFigure, TierFit } from './review.ts'
import { type ReviewedSpec, scoreBoth } from './rowScores.ts'

export interface FrozenCandidate {
  candidate: ReviewedSpec
  tierFit: TierFit
}

/**
 * The candidate as it goes into the review. Where tier sizes are to be kept, its cut-offs are moved so
 * that each tier holds as many of the accounts searched as it does under the incumbent (`fitTiers`):
 * scores of other weights lie on another part of the scale, and no primary metric depends on tiers. They
 * stay as in the run where they would then break a guardrail of tiers that they keep there, or by more than
 * the incumbent does. Held-out rows are not read.
 */
export function frozenCandidate(
  incumbent: ReviewedSpec,
  candidate: ReviewedSpec, // with the tiers of the run
  { keepTierSizes, guardrails }: { keepTierSizes: boolean; guardrails: Guardrails | undefined },
): FrozenCandidate {
  const asInRun = (why: string) => ({ candidate, tierFit: { kept: false, sentence: why } })
  if (!keepTierSizes)
    return asInRun('Cut-offs as in the run; keeping tier sizes was not asked for.')
  const { spec } = candidate
  const own = tiersLike(incumbent.spec.tiers, spec.tiers)
  if (own === null) {
    return asInRun('Tier sizes could not be kept: the two specs name their tiers differently.')
  }
  if (checkTiers(spec.tiers, spec.max_score).length > 0) {
    return asInRun('Tier sizes could not be kept: the tiers leave a gap or overlap.')
  }
  const scores = scoreBoth(incumbent, candidate, 'search')
  if (scores === null) return asInRun('Tier sizes could not be kept: no accounts were searched.')
  const [before, after] = [scores.incumbent, scores.candidate].map((each) =>
    buildScoreTable(each, scores.outcomes),
  )
  const tiers = fitTiers(after, tierSizes(before, own), spec.tiers, spec.max_score)
  const limitsWith = (cutOffs: Tier[]) =>
    tierGuardrails(guardrails, evaluate(before, own), evaluate(after, cutOffs), cutOffs)
  const found = limitsWith(spec.tiers)
  const isWorse = (limit: GuardrailFigure, index: number) =>
    limit.passed !== true && (found[index].passed === true || isRefused(limit))
  if (limitsWith(tiers).some(isWorse)) {
    return asInRun(
      'Cut-offs as in the run: with tier sizes kept, a guardrail of the run would be broken on the accounts searched.',
    )
  }
  return {
    candidate: { ...candidate, spec: { ...spec, tiers } },
    tierFit: {
      kept: true,
      sentence:
        'The cut-offs of the candidate are set so that each tier holds as many of the accounts searched as under the incumbent.',
    },
  }
}
