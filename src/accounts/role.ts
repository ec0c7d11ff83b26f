/** What a column is for. One column each, except `feature`, `segment`, `time` and `ignored`. */
export const ROLES = [
  'id',
  'feature',
  'segment',
  'time',
  'ignored',
  'retained',
  'churned',
  'mrr',
  'mrr_end',
  'ltv',
  'activated',
  'former_tier',
  'won_back',
  'count',
] as const

export type Role = (typeof ROLES)[number]

export const OUTCOME_ROLES = [
  'retained',
  'churned',
  'mrr',
  'mrr_end',
  'ltv',
  'activated',
  'former_tier',
  'won_back',
] as const satisfies readonly Role[]

export interface RoleAssignment {
  column: string
  role: Role
  reason: string // why it was guessed, or 'chosen by you'
  event?: string // 0/1 outcome held as two-value text: the value that counts as 1
}
