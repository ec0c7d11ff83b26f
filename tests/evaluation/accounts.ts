import type { Outcomes } from '../../src/evaluation/outcomes.ts'
import { buildScoreTable, type ScoreTable } from '../../src/evaluation/scoreTable.ts'

export const NO_OUTCOMES: Omit<Outcomes, 'rowCount'> = {
  count: null,
  retained: null,
  churned: null,
  mrr: null,
  mrrEnd: null,
  ltv: null,
  activated: null,
  activationKnown: null,
  wonBack: null,
  formerTier: null,
}

type Columns = Partial<
  Record<
    'count' | 'retained' | 'churned' | 'mrr' | 'mrrEnd' | 'ltv' | 'activated' | 'activationKnown',
    number[]
  >
>

/** The score table of accounts written by hand, scores in whole points. */
export function tableOf(scores: number[], columns: Columns): ScoreTable {
  const typed = Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)]),
  )
  return buildScoreTable(
    { kind: 'grid', values: Int32Array.from(scores), resolution: 1, maxGrid: 100 },
    { ...NO_OUTCOMES, rowCount: scores.length, ...typed },
  )
}

export function repeat<T>(n: number, values: T[]): T[] {
  return Array.from({ length: n }, () => values).flat()
}
