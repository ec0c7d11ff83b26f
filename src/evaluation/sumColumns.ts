import type { ScoreTable } from './scoreTable.ts'

/** The columns of a score table that add up over rows. */
export type SumColumn = Exclude<keyof ScoreTable, 'scores' | 'formerTiers'>

/** Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION. */
export const SUM_COLUMNS = [
  'accounts',
  'retained',
  'churned',
  'activated',
  'activationKnown',
  'paying',
  'mrr',
  'retainedMrr',
  'mrrEnd',
  'kept',
  'expansion',
  'contraction',
  'churnedMrr',
  'newMrr',
  'keptAccounts',
  'expandedAccounts',
  'contractedAccounts',
  'newAccounts',
  'ltvAccounts',
  'ltv',
] as const satisfies readonly SumColumn[]
