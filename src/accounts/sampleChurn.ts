import { numberColumn, sparseNumberColumn, textColumn } from './sampleColumns.ts'
import { createSampleDraws, fraction, money, type SampleDraws } from './sampleDraws.ts'
import type { SampleOptions } from './sampleHealth.ts'
import type { Table } from './table.ts'

const PLANS = ['Starter', 'Team', 'Business', 'Enterprise'] as const
const PLAN_PRICE = [29, 89, 219, 590] as const // currency units a month
const PLAN_LOYALTY = [-0.45, -0.1, 0.15, 0.4] as const // in standard deviations of chance
const CONTRACT_MONTHS = [1, 12, 24] as const
const CONTRACT_LOYALTY = [-0.45, 0.25, 0.5] as const

interface ChurnAccount {
  plan: string
  contract: number // months
  loginsLast: number
  loginsBefore: number
  seats: number // share used
  tickets: number
  quietDays: number
  nps: number | null // -100 to 100; null: never answered
  mrr: number
  mrrEnd: number
  churned: boolean
}

/**
 * Made-up accounts whose usage decays before they churn: fewer logins than in the month before, fewer
 * seats in use, longer silence. Plan and contract matter too; a third never answered the NPS question.
 */
export function sampleChurn({ accounts, seed }: SampleOptions): Table {
  const rows = Array.from({ length: accounts }, (_, row) =>
    churnAccount(createSampleDraws(seed, row)),
  )
  const numbers = (name: string, value: (account: ChurnAccount) => number) =>
    numberColumn(name, Float64Array.from(rows, value))
  const texts = (name: string, value: (account: ChurnAccount, row: number) => string) =>
    textColumn(name, rows.map(value))
  return {
    rowCount: accounts,
    columns: [
      texts('account_id', (_, row) => `cus_${String(row + 1).padStart(6, '0')}`),
      texts('plan', (account) => account.plan),
      numbers('contract_months', (account) => account.contract),
      numbers('logins_last_30d', (account) => account.loginsLast),
      numbers('logins_30d_before', (account) => account.loginsBefore),
      numbers('seats_used_share', (account) => account.seats),
      numbers('support_tickets', (account) => account.tickets),
      numbers('days_since_last_login', (account) => account.quietDays),
      sparseNumberColumn(
        'nps',
        rows.map((account) => account.nps),
      ),
      numbers('mrr', (account) => account.mrr),
      numbers('mrr_end', (account) => account.mrrEnd),
      texts('churned', (account) => (account.churned ? 'yes' : 'no')),
    ],
  }
}

function churnAccount(draws: SampleDraws): ChurnAccount {
  const plan = draws.below(PLANS.length)
  const contract = draws.below(CONTRACT_MONTHS.length)
  const trouble = draws.normal() // what makes an account drift away, before anyone sees it
  const loyalty = PLAN_LOYALTY[plan]! + CONTRACT_LOYALTY[contract]! - 0.9 * trouble
  const churned = loyalty + draws.normal() < -1
  const decay = fraction(0.85 - 0.22 * trouble + 0.15 * draws.normal()) // usage left of the month before
  const loginsBefore = Math.round(8 + (plan + 1) * 12 * draws.uniform())
  const answered = draws.chance(0.67)
  const mood = Math.round(20 - 24 * trouble + 26 * draws.normal())
  const mrr = money(PLAN_PRICE[plan]! * (1 + draws.rare(0.5)))
  return {
    plan: PLANS[plan]!,
    contract: CONTRACT_MONTHS[contract]!,
    loginsLast: Math.round(loginsBefore * decay),
    loginsBefore,
    seats: fraction(0.66 - 0.13 * trouble + 0.16 * draws.normal()),
    tickets: draws.rare(Math.min(0.8, Math.max(0.15, 0.42 + 0.1 * trouble))),
    quietDays: Math.round((1.15 - decay) * 30 * draws.uniform()),
    nps: answered ? Math.min(100, Math.max(-100, mood)) : null,
    mrr,
    mrrEnd: churned ? 0 : money(mrr * growth(draws, decay)),
    churned,
  }
}

/** What a kept account pays at the end over what it paid at the start. */
function growth(draws: SampleDraws, decay: number): number {
  if (draws.chance(0.05 + 0.25 * decay)) return 1.1 + 0.4 * draws.uniform()
  return draws.chance(0.2 - 0.15 * decay) ? 0.6 + 0.35 * draws.uniform() : 1
}
