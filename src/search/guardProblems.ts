import type { Dataset } from '../accounts/dataset.ts'
import { counted, grouped, percent, problem } from '../accounts/say.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type { Problem } from '../lib/problem.ts'
import { type GuardTerms, startMeasures } from './guard.ts'

/** Guardrails that these rows cannot be held to (errors), and those that the start breaks (warnings). */
export function guardProblems(
  dataset: Dataset,
  metric: PrimaryMetric,
  terms: GuardTerms,
): Problem[] {
  const { maxHhi, minTierShare, maxSegmentDrop, maxNonZero } = terms.limits
  const { hhi, smallestTier, columns, segments } = startMeasures(dataset, metric, terms)
  const problems: Problem[] = []
  const refuse = (what: string, fix: string) =>
    problems.push(problem({ severity: 'error', code: 'guardrail-not-measured', what, fix }))
  const warn = (measure: string, asked: string) =>
    problems.push(
      problem({
        severity: 'warning',
        code: 'guardrail-broken-at-start',
        what: `The start breaks a guardrail: ${measure}, ${asked}. The search keeps only what is no worse in this.`,
        fix: '',
      }),
    )

  if (maxHhi !== undefined && hhi === null) {
    refuse(
      'HHI cannot be limited: the data has no revenue.',
      'Name the column of monthly revenue, or leave the limit out.',
    )
  } else if (maxHhi !== undefined && hhi !== null && hhi > maxHhi) {
    warn(`its HHI is ${grouped(Math.round(hhi))}`, `at most ${grouped(maxHhi)} asked`)
  }
  if (minTierShare !== undefined && smallestTier < minTierShare) {
    const measure = `its smallest tier holds ${percent(smallestTier)} of the accounts`
    warn(measure, `at least ${percent(minTierShare)} asked`)
  }
  if (maxSegmentDrop !== undefined && segments === 0) {
    refuse(
      dataset.segments.length === 0
        ? 'Segments cannot be held: the spec names no segment column.'
        : 'Segments cannot be held: none has enough accounts of both outcomes.',
      'Name a segment column with larger groups, or leave the limit out.',
    )
  }
  if (maxNonZero !== undefined && columns > maxNonZero) {
    warn(`it has ${counted(columns, 'column')} with points`, `at most ${maxNonZero} asked`)
  }
  return problems
}
