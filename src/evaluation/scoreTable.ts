import type { Outcomes } from './outcomes.ts'
import { createScoreTableBuilder } from './scoreTableBuilder.ts'
import type { ScoreVector } from './scoreVector.ts'

export { addScoreTables, subtractScoreTables } from './combineScoreTables.ts'
export { createScoreTableBuilder, type ScoreTableBuilder } from './scoreTableBuilder.ts'

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * Per distinct score, the additive sums of the outcomes of the accounts that have it. Every metric
 * is a function of score tables and tiers alone. All columns are as long as `scores`; a column is
 * `null` where the data lacks what it needs. "Paying" is an account with mrr > 0.
 *
 * Where a row stands for several accounts, all of them pay or none, and their money moves as one:
 * rows that mix expansion with contraction understate both, so whoever aggregates groups them apart.
 */
export interface ScoreTable {
  scores: Float64Array // points, ascending, distinct
  accounts: Float64Array
  retained: Float64Array | null // accounts
  churned: Float64Array | null // accounts
  activated: Float64Array | null // accounts
  activationKnown: Float64Array | null // accounts whose activation is known
  paying: Float64Array | null // accounts
  mrr: Float64Array | null // of paying accounts at the start, currency units a month
  retainedMrr: Float64Array | null // start MRR of paying accounts that were retained
  mrrEnd: Float64Array | null // of paying accounts at the end
  kept: Float64Array | null // sum of min(mrrEnd, mrr)
  expansion: Float64Array | null // sum of max(mrrEnd - mrr, 0) of paying accounts
  contraction: Float64Array | null // sum of mrr - mrrEnd where 0 < mrrEnd < mrr
  churnedMrr: Float64Array | null // start MRR of paying accounts that ended at 0
  newMrr: Float64Array | null // mrrEnd of accounts with mrr = 0
  keptAccounts: Float64Array | null // paying accounts with mrrEnd > 0
  expandedAccounts: Float64Array | null // paying accounts with mrrEnd > mrr
  contractedAccounts: Float64Array | null // accounts with 0 < mrrEnd < mrr
  newAccounts: Float64Array | null // accounts with mrr = 0 < mrrEnd
  ltvAccounts: Float64Array | null // accounts with ltv > 0
  ltv: Float64Array | null // their sum
  formerTiers: FormerTierSums | null // does not depend on the score
}

/** Of accounts that churned earlier: how many by the tier they had, and how many came back. */
export interface FormerTierSums {
  source: 'column' | 'baseline'
  labels: string[]
  accounts: Float64Array // one a label
  wonBack: Float64Array // one a label
}

/** The score table of one score a row; throws when the two differ in length or a score is not valid. */
export function buildScoreTable(scores: ScoreVector, outcomes: Outcomes): ScoreTable {
  return createScoreTableBuilder(outcomes).build(scores)
}
