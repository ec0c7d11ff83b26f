import type { Role } from '../../accounts/role.ts'

/** Roles in the reader's words, as the role list shows them. */
export const ROLE_LABELS: Record<Role, string> = {
  id: 'id',
  feature: 'feature',
  segment: 'segment',
  time: 'time',
  ignored: 'ignored',
  retained: 'outcome: retained',
  churned: 'outcome: churned',
  mrr: 'outcome: MRR',
  mrr_end: 'outcome: MRR at end',
  ltv: 'outcome: LTV',
  activated: 'outcome: activated',
  former_tier: 'outcome: former tier',
  won_back: 'outcome: won back',
  count: 'accounts per row',
}

/** What the value 1 of a 0/1 outcome says of an account: 'Yes means churned'. */
export const EVENT_WORDS: Partial<Record<Role, string>> = {
  retained: 'retained',
  churned: 'churned',
  activated: 'activated',
  won_back: 'won back',
}
