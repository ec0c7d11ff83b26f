import { primaryValue } from '../../src/evaluation/evaluator.ts'
import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import type { Outcomes } from '../../src/evaluation/outcomes.ts'
import { buildScoreTable } from '../../src/evaluation/scoreTable.ts'
import type { ScoreVector } from '../../src/evaluation/scoreVector.ts'
import { randomUniform } from '../../src/lib/rng.ts'
import { NO_OUTCOMES } from '../evaluation/accounts.ts'

/** Two scores of the same accounts. */
export interface ScoredAccounts {
  incumbent: ScoreVector
  candidate: ScoreVector
  outcomes: Outcomes
}

/** Accounts that are alike, as a share of an endless population whose outcomes have a known law. */
interface Kind {
  share: number
  features: readonly number[] // plan 0/1, seats 0–10, use 0–10, tickets 0–3
  retention: number
  logMrr: number // mean of ln(mrr), whose standard deviation is LOG_MRR_SPREAD
}

const LOG_MRR_SPREAD = 0.8
const GROWTH = { least: 0.8, most: 1.4 } // of the revenue of those who stay
const LIFETIME = { least: 4, most: 30 } // months of revenue
const INCUMBENT = [10, 3, 1, -2]
const CANDIDATE = [6, 2, 3, -5]
const BASE_SCORE = 20

const KINDS: readonly Kind[] = kinds()

function kinds(): Kind[] {
  const list: Kind[] = []
  for (const plan of [0, 1])
    for (let seats = 0; seats <= 10; seats++)
      for (let use = 0; use <= 10; use++)
        for (let tickets = 0; tickets <= 3; tickets++)
          list.push({
            share: (plan === 1 ? 0.4 : 0.6) * (1 / 11) * ((6 - Math.abs(use - 5)) / 36) * 0.25,
            features: [plan, seats, use, tickets],
            retention:
              1 / (1 + Math.exp(-0.9 - 0.5 * plan - 0.3 * (use - 5) + 0.35 * (tickets - 1.5))),
            logMrr: 4 + 0.5 * plan + 0.12 * seats + 0.04 * use,
          })
  return list
}

/** The metric of both scores over the whole population: exact, from the law of its outcomes. */
export function trueValues(metric: PrimaryMetric): { incumbent: number; candidate: number } {
  const count = column(KINDS, ({ share }) => 1e9 * share)
  const each = (value: (kind: Kind) => number) => column(KINDS, (kind, i) => count[i] * value(kind))
  const meanMrr = (kind: Kind) => Math.exp(kind.logMrr + LOG_MRR_SPREAD ** 2 / 2)
  const middle = ({ least, most }: typeof GROWTH) => (least + most) / 2
  const outcomes: Outcomes = {
    ...NO_OUTCOMES,
    rowCount: KINDS.length,
    count,
    retained: each(({ retention }) => retention),
    mrr: each(meanMrr),
    mrrEnd: each((kind) => kind.retention * meanMrr(kind) * middle(GROWTH)),
    ltv: each((kind) => meanMrr(kind) * middle(LIFETIME)),
  }
  const of = (weights: readonly number[]) =>
    primaryValue(buildScoreTable(scoresOf(KINDS, weights), outcomes), metric)!
  return { incumbent: of(INCUMBENT), candidate: of(CANDIDATE) }
}

/** So many accounts drawn from the population. */
export function sampleAccounts(rows: number, seed: number): ScoredAccounts {
  const u = (row: number, draw: number) => randomUniform(seed, row, draw)
  const within = ({ least, most }: typeof GROWTH, part: number) => least + (most - least) * part
  const drawn = Array.from({ length: rows }, (_, row) => KINDS[kindAt(u(row, 0))])
  const retained = Uint8Array.from(drawn, ({ retention }, row) => (u(row, 1) < retention ? 1 : 0))
  const mrr = column(drawn, ({ logMrr }, row) => {
    const normal = Math.sqrt(-2 * Math.log(1 - u(row, 2))) * Math.cos(2 * Math.PI * u(row, 3))
    return Math.exp(logMrr + LOG_MRR_SPREAD * normal)
  })
  return {
    incumbent: scoresOf(drawn, INCUMBENT),
    candidate: scoresOf(drawn, CANDIDATE),
    outcomes: {
      ...NO_OUTCOMES,
      rowCount: rows,
      retained,
      mrr,
      mrrEnd: mrr.map((money, row) => retained[row] * money * within(GROWTH, u(row, 4))),
      ltv: mrr.map((money, row) => money * within(LIFETIME, u(row, 5))),
    },
  }
}

const ENDS: readonly number[] = KINDS.reduce<number[]>((ends, { share }) => {
  ends.push((ends.at(-1) ?? 0) + share)
  return ends
}, [])

function kindAt(u: number): number {
  let low = 0
  let high = ENDS.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (ENDS[middle] <= u) low = middle + 1
    else high = middle
  }
  return low
}

function scoresOf(accounts: readonly Kind[], weights: readonly number[]): ScoreVector {
  const values = Int32Array.from(accounts, ({ features }) =>
    features.reduce((sum, value, i) => sum + weights[i] * value, BASE_SCORE),
  )
  return { kind: 'grid', values, resolution: 1, maxGrid: 100 }
}

function column(accounts: readonly Kind[], value: (kind: Kind, i: number) => number) {
  return Float64Array.from(accounts, value)
}
