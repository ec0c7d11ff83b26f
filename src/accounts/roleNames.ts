import type { Role } from './role.ts'

export type NamedRole = Exclude<Role, 'feature' | 'time' | 'ignored'>

/** `customer_churned`, `is_churned`, `has_churned_90d`: the words around an outcome that change nothing. */
const BEFORE =
  '(?:(?:is|has|had|did|was|y|target|label|the|customer|client|account|user|subscriber|member)_)*'
const AFTER =
  '(?:_(?:flag|label|value|ind|indicator|binary|yn|bool|target|outcome|status|customer|account|class|num|int|encoded))*'
const WITHIN =
  '(?:_(?:in|within|after|next|following|this|at|last))*(?:_(?:month|quarter|year|period|week))?(?:_?\\d+_?(?:d|day|days|w|m|mo|mos|month|months|y|yr|year)?s?)?'

const CHURNED = ['churned', 'churn']
const LEFT = [
  'exited',
  'attrition',
  'attrited',
  'attrited_customer',
  'cancelled',
  'canceled',
  'left',
  'leaver',
  'lost',
  'departed',
  'terminated',
  'lapsed',
  'lapse',
  'defected',
  'quit',
  'unsubscribed',
  'discontinued',
  'cancellation',
]

/** The same in German, French, Spanish, Portuguese, Italian and Dutch, without accents. */
const LEFT_ABROAD = [
  'ge(?:ku|kue)ndigt',
  '(?:ku|kue)ndigung',
  'abgewandert',
  'abwanderung',
  'resilie',
  'resiliation',
  'desabonne',
  'baja',
  'abandono',
  'cancelad[oa]',
  'abbandono',
  'disdetta',
  'opgezegd',
  'opzegging',
]

/** Patterns of evened names, the best first. A column must also hold what the role needs. */
export const ROLE_NAMES: Record<NamedRole, RegExp[]> = {
  churned: [
    ...CHURNED.map((word) => exactly(word)),
    ...CHURNED.map((word) => around(word)),
    ...LEFT.map((word) => around(word)),
    ...LEFT_ABROAD.map((word) => around(word)),
    /^(customer|account|client|subscription|subscriber|member|user)_(status|state)$/,
    /^status$/,
    /^((customer|account|client)_)?lifecycle_(stage|status)$/,
    /^(defaulted|default(ed)?_(payment_)?next_month|(loan|payment)_default)$/,
  ],
  retained: [
    exactly('retained_6mo'),
    exactly('retained'),
    around('retained'),
    around('retention'),
    around('renewed'),
    around('stayed'),
    around('still_active'),
    around('active_after'),
    around('is_active_after'),
    around('active_at_end'),
    /^(did|has|will)?_?renew(al)?(_flag|_outcome|_status)?$/,
    around('survived'),
  ],
  mrr: [
    exactly('mrr'),
    exactly('mrr_start'),
    /^(start|starting|begin|beginning|opening|initial|current)_mrr$/,
    /^mrr_(at_start|before|begin|beginning|opening|current|amount|usd|eur|gbp|total|value|t0)$/,
    /^monthly_recurring_revenue(_\w+)?$/,
    /^(total|account|customer)_mrr$/,
    /^monthly_(revenue|charges?|fees?|bill|billing|billed|amount|spend|price|payment|subscription|subscription_fee|premium|value)(_(usd|eur|gbp|amount|start))?$/,
    /^(revenue|charges?|fees?|price|spend|premium)_((per|a)_month|monthly)$/,
    /^(arr|arr_start|starting_arr|current_arr|arr_amount|arr_usd|arr_at_start|annual_recurring_revenue)$/,
    /^(monatsumsatz|umsatz_(pro_)?monat|monatlicher_umsatz|revenu_mensuel|ingresos?_mensual(es)?|receita_mensal|ricav[oi]_mensil[ei]|maandomzet)$/,
    /^(recurring_revenue|subscription_revenue|revenue|revenue_start|starting_revenue)$/,
  ],
  mrr_end: [
    exactly('mrr_end'),
    /^(end|ending|final|closing|next|new|later)_mrr$/,
    /^mrr_(after|at_end|final|ending|closing|next|later|t1|end_\w+|after_\w+|(next|following)_(month|quarter|year|period)|\d+_?(mo|months?|d|days)_?(later|after)?)$/,
    /^(arr_end|ending_arr|end_arr|arr_after|arr_at_end|final_arr)$/,
    /^(revenue_end|ending_revenue|revenue_after|end_revenue)$/,
  ],
  ltv: [
    exactly('actual_ltv'),
    exactly('ltv'),
    /^(realized|realised|observed|true|real|customer|account|total|final)_(ltv|clv|lifetime_value)$/,
    /^(ltv|clv|lifetime_value)_(actual|realized|realised|observed|usd|eur|gbp)$/,
    exactly('lifetime_value'),
    exactly('customer_lifetime_value'),
    exactly('clv'),
    /^lifetime_revenue$/,
  ],
  activated: [
    around('activated'),
    around('activation'),
    /^(activation_completed|completed_activation)$/,
  ],
  former_tier: [
    exactly('former_tier'),
    /^(prior|previous|prev|last|old|earlier)_tier$/,
    /^tier_(former|prior|previous|prev|before|at_churn|when_churned)$/,
  ],
  won_back: [around('won_back'), around('winback'), around('win_back'), around('reactivated')],
  count: [
    exactly('account_count'),
    /^(accounts_count|count_accounts|n_accounts|number_of_accounts|row_weight)$/,
  ],
  segment: [exactly('segment'), /^(customer|account|market|business|client)_segment$/],
  id: [
    /^account_?id$/,
    /^customer_?id$/,
    /^(client|user|subscriber|member|company|organization|organisation|org|tenant|workspace|contract|subscription|cust|acct|crm|salesforce|sf|hubspot|stripe_customer)_?id$/,
    /^(account|customer|client|user|member|employee|policy|contract|subscriber)_?(num|number|no|key|code|uuid|guid|ref)$/,
    /^client_?num$/,
    /^(kunden|klant|vertrags)_?(nr|nummer)$/,
    /^id_(client|cliente|kunde|klant|compte|cuenta|conta)$/,
    /^(id|uuid|guid|key)$/,
    /^\w+_(uuid|guid)$/,
    /^(\w+_)?id$/,
    /^(row|record|line|sample)_?(number|num|no|id|index)$/,
    /^(index|idx|unnamed(_0)*|_?index_level_0_?|index_level_0|rowid|serial|serial_no|serial_number|s_no|sno|sr_no)$/,
  ],
}

/** Place of a name among a role's patterns, 0 the best; -1 when it is none of them. */
export function nameRank(role: NamedRole, evenName: string): number {
  return ROLE_NAMES[role].findIndex((pattern) => pattern.test(evenName))
}

function exactly(word: string): RegExp {
  return new RegExp(`^${word}$`)
}

function around(word: string): RegExp {
  return new RegExp(`^${BEFORE}${word}${WITHIN}${AFTER}$`)
}
