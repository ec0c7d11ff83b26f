import type { Metrics } from '../../src/evaluation/metrics.ts'
import type { Outcomes } from '../../src/evaluation/outcomes.ts'
import type { ScoreVector } from '../../src/evaluation/scoreVector.ts'
import type { Tier } from '../../src/evaluation/tiers.ts'

// A second, slow evaluator, account by account from the definitions: no score table, no shared code.

interface Account {
  score: number
  retained: number | null
  churned: number | null
  mrr: number | null
  end: number | null
  ltv: number | null
  activated: number | null // null: no such column, or unknown
  former: string | null
  wonBack: number
}

export function referenceMetrics(
  scores: ScoreVector,
  outcomes: Outcomes,
  tiers: Tier[],
): Record<string, unknown> {
  const all = accountsOf(scores, outcomes)
  if (all.length === 0) return { n_scored: 0 }
  const result: Record<string, unknown> = {}
  const has = {
    retained: outcomes.retained !== null || outcomes.churned !== null,
    mrr: outcomes.mrr !== null,
    end: outcomes.mrr !== null && outcomes.mrrEnd !== null,
  }

  if (has.retained && all.length > 100) {
    const stayed = all.filter((a) => a.retained === 1)
    const left = all.filter((a) => a.retained === 0)
    if (stayed.length > 0 && left.length > 0) {
      const auc = pairwise(stayed, left)
      result.auc_roc_retain = auc
      result.gini = auc * 2 - 1
      result.ks = Math.max(
        ...all.map(({ score }) =>
          Math.abs(
            left.filter((a) => a.score <= score).length / left.length -
              stayed.filter((a) => a.score <= score).length / stayed.length,
          ),
        ),
      )
    }
    const gone = all.filter((a) => a.churned === 1)
    const notGone = all.filter((a) => a.churned === 0)
    const negated = (list: Account[]) => list.map((a) => ({ ...a, score: -a.score }))
    if (gone.length > 0 && notGone.length > 0) {
      result.auc_roc_churn = pairwise(negated(gone), negated(notGone))
    }
  }

  const paying = all.filter((a) => a.mrr !== null && a.mrr > 0)
  const allMrr = sum(paying.map((a) => a.mrr!))
  if (has.mrr && paying.length > 0) {
    const k = Math.max(1, Math.floor((paying.length + 4) / 5))
    const chance = paying.map((account) => {
      const above = paying.filter((a) => a.score > account.score).length
      const tied = paying.filter((a) => a.score === account.score).length
      return clamp((k - above) / tied)
    })
    result.revenue_capture_at_20 = sum(paying.map((a, i) => a.mrr! * chance[i])) / allMrr
  }
  if (has.end) {
    const part = paying.map((account) => {
      const above = sum(paying.filter((a) => a.score > account.score).map((a) => a.mrr!))
      const tied = sum(paying.filter((a) => a.score === account.score).map((a) => a.mrr!))
      return clamp((allMrr / 2 - above) / tied)
    })
    const top = sum(paying.map((a, i) => a.end! * part[i]))
    const rest = sum(paying.map((a, i) => a.end! * (1 - part[i])))
    result.nrr_spread = allMrr === 0 ? null : top / (allMrr / 2) - rest / (allMrr / 2)
  }

  const valued = all.filter((a) => a.ltv !== null && a.ltv > 0)
  if (valued.length > 50) {
    const ordered = valued.map((a) => a.score).sort((a, b) => a - b)
    const at = (q: number) => {
      const h = (ordered.length - 1) * q
      const [low, high] = [ordered[Math.floor(h)], ordered[Math.ceil(h)]]
      return low === high ? low : low * (1 - (h % 1)) + high * (h % 1)
    }
    const upper = valued.filter((a) => a.score >= at(0.75)).map((a) => a.ltv!)
    const lower = valued.filter((a) => a.score <= at(0.25)).map((a) => a.ltv!)
    result.tier_separation = mean(upper)! / mean(lower)!
  }

  const bottom = tiers.findLast((t) => t.min === Math.min(...tiers.map((other) => other.min)))
  const tierOf = (score: number) => tiers.find((t) => score >= t.min && score < t.max) ?? bottom
  const groups = tiers.map((tier) => ({
    label: tier.label,
    members: all.filter((a) => tierOf(a.score) === tier),
  }))
  const perTier = (
    key: string,
    figure: (members: Account[], payers: Account[]) => number | null,
  ) => {
    const figures = new Map<string, number | null>()
    for (const { label, members } of groups) {
      if (members.length <= 10) continue
      const payers = members.filter((a) => a.mrr !== null && a.mrr > 0)
      figures.set(label, figure(members, payers))
    }
    result[key] = Object.fromEntries(figures)
  }

  if (has.end) {
    const ofStart = (amount: (a: Account) => number) => (_: Account[], payers: Account[]) =>
      payers.length === 0 ? null : sum(payers.map(amount)) / sum(payers.map((a) => a.mrr!))
    const expansion = (a: Account) => (a.end! > a.mrr! ? a.end! - a.mrr! : 0)
    const contraction = (a: Account) => (a.end! > 0 && a.end! < a.mrr! ? a.mrr! - a.end! : 0)
    const churn = (a: Account) => (a.end === 0 ? a.mrr! : 0)
    perTier(
      'nrr_by_tier',
      ofStart((a) => a.end!),
    )
    perTier(
      'grr_by_tier',
      ofStart((a) => Math.min(a.end!, a.mrr!)),
    )
    perTier('expansion_rate_by_tier', ofStart(expansion))
    perTier('contraction_rate_by_tier', ofStart(contraction))
    perTier('quick_ratio_by_tier', (members, payers) => {
      const lost = sum(payers.map((a) => contraction(a) + churn(a)))
      const fresh = sum(members.filter((a) => a.mrr === 0).map((a) => a.end!))
      return lost === 0 ? null : (fresh + sum(payers.map(expansion))) / lost
    })
  }
  if (has.retained) {
    perTier('logo_retention_by_tier', (members) => mean(members.map((a) => a.retained!)))
  }
  if (has.retained && has.mrr) {
    perTier('revenue_weighted_retention_by_tier', (_, payers) =>
      payers.length === 0
        ? null
        : sum(payers.map((a) => a.mrr! * a.retained!)) / sum(payers.map((a) => a.mrr!)),
    )
  }
  if (outcomes.activated !== null) {
    perTier('activation_rate_by_tier', (members) =>
      mean(members.flatMap((a) => (a.activated === null ? [] : [a.activated]))),
    )
  }
  if (has.mrr) {
    perTier('arpa_by_tier', (_, payers) => mean(payers.map((a) => a.mrr!)))
    const shares = groups.map(
      (g) => sum(g.members.filter((a) => a.mrr! > 0).map((a) => a.mrr!)) / allMrr,
    )
    result.revenue_concentration_hhi =
      allMrr === 0 ? null : sum(shares.map((share) => (100 * share) ** 2))
  }
  if (outcomes.formerTier !== null && outcomes.wonBack !== null) {
    const figures = new Map<string, number>()
    for (const label of outcomes.formerTier.labels) {
      const former = all.filter((a) => a.former === label)
      if (former.length > 10) figures.set(label, mean(former.map((a) => a.wonBack))!)
    }
    result[
      `winback_rate_by_${outcomes.formerTier.source === 'column' ? 'former' : 'baseline'}_tier`
    ] = Object.fromEntries(figures)
  }

  const center = mean(all.map((a) => a.score))!
  result.score_mean = center
  result.score_std = Math.sqrt(mean(all.map((a) => (a.score - center) ** 2))!)
  result.n_scored = all.length
  for (const { label, members } of groups) {
    result[`pct_${label}_tier`] = members.length / all.length
  }
  return result satisfies Partial<Record<keyof Metrics, unknown>>
}

/** A row that stands for several accounts becomes as many accounts that share its money evenly. */
function accountsOf(scores: ScoreVector, outcomes: Outcomes): Account[] {
  const accounts: Account[] = []
  for (let row = 0; row < outcomes.rowCount; row++) {
    const many = outcomes.count === null ? 1 : outcomes.count[row]
    const score =
      scores.kind === 'float' ? scores.values[row] : scores.values[row] / scores.resolution
    for (let i = 0; i < many; i++) {
      const flag = (column: ArrayLike<number> | null) =>
        column === null ? null : i < column[row] ? 1 : 0
      const money = (column: ArrayLike<number> | null) =>
        column === null || Number.isNaN(column[row]) ? null : column[row] / many
      const not = (value: number | null) => (value === null ? null : 1 - value)
      const known = outcomes.activationKnown === null || i < outcomes.activationKnown[row]
      const code = outcomes.formerTier === null ? 0 : outcomes.formerTier.codes[row]
      accounts.push({
        score,
        retained: flag(outcomes.retained) ?? not(flag(outcomes.churned)),
        churned: flag(outcomes.churned) ?? not(flag(outcomes.retained)),
        mrr: money(outcomes.mrr),
        end: money(outcomes.mrrEnd),
        ltv: money(outcomes.ltv),
        activated: known ? flag(outcomes.activated) : null,
        former: code === 0 ? null : outcomes.formerTier!.labels[code - 1],
        wonBack: flag(outcomes.wonBack) ?? 0,
      })
    }
  }
  return accounts
}

function pairwise(higher: Account[], lower: Account[]): number {
  let won = 0
  for (const a of higher) {
    for (const b of lower) won += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0
  }
  return won / (higher.length * lower.length)
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
const mean = (values: number[]) => (values.length === 0 ? null : sum(values) / values.length)
const clamp = (share: number) => Math.min(1, Math.max(0, share))
