import type { Outcomes } from '../../src/evaluation/outcomes.ts'
import type { ScoreVector } from '../../src/evaluation/scoreVector.ts'
import { randomUniform } from '../../src/lib/rng.ts'
import { NO_OUTCOMES } from '../evaluation/accounts.ts'

export interface RandomRows {
  incumbent: ScoreVector
  candidate: ScoreVector
  outcomes: Outcomes
}

export interface RowsShape {
  rows: number
  seed: number
  levels?: number // distinct scores at most, 101 where absent
  counts?: boolean // rows stand for 0 to 5 accounts
}

/** Accounts whose outcomes lean on two related scores, the candidate's more. */
export function randomRows({ rows, seed, levels = 101, counts = false }: RowsShape): RandomRows {
  const u = (row: number, draw: number) => randomUniform(seed, row, draw)
  const each = (value: (row: number) => number) =>
    Float64Array.from({ length: rows }, (_, row) => value(row))
  const health = each((row) => (u(row, 0) + u(row, 1)) / 2)
  const noisy = (row: number, noise: number, draw: number) =>
    Math.floor(((1 - noise) * health[row] + noise * u(row, draw)) * levels)
  const vector = (noise: number, draw: number): ScoreVector => ({
    kind: 'grid',
    values: Int32Array.from({ length: rows }, (_, row) => noisy(row, noise, draw)),
    resolution: 1,
    maxGrid: levels,
  })
  const count = counts ? each((row) => Math.floor(6 * u(row, 4))) : null
  const many = (row: number) => (count === null ? 1 : count[row])
  const retained = each((row) => {
    let stayed = 0
    for (let account = 0; account < many(row); account++)
      stayed += u(row, 5 + account) < 0.4 + 0.5 * health[row] ? 1 : 0
    return stayed
  })
  const mrr = each((row) =>
    u(row, 20) < 0.1 ? 0 : many(row) * Math.ceil(500 * (health[row] + u(row, 21)) ** 3),
  )
  return {
    incumbent: vector(0.7, 2),
    candidate: vector(0.5, 3),
    outcomes: {
      ...NO_OUTCOMES,
      rowCount: rows,
      count,
      retained: count === null ? Uint8Array.from(retained) : retained,
      mrr,
      mrrEnd: each((row) => (retained[row] === 0 ? 0 : mrr[row] * (0.7 + 0.6 * u(row, 22)))),
      ltv: each((row) => (u(row, 23) < 0.1 ? Number.NaN : mrr[row] * (3 + 20 * u(row, 24)))),
    },
  }
}

/** Rows of these accounts in the order given, each as often as it is named. */
export function copyRows(data: RandomRows, rows: readonly number[]): RandomRows {
  const { outcomes } = data
  const vector = (scores: ScoreVector): ScoreVector =>
    scores.kind === 'float'
      ? { kind: 'float', values: Float64Array.from(rows, (row) => scores.values[row]) }
      : { ...scores, values: Int32Array.from(rows, (row) => scores.values[row]) }
  const column = (values: ArrayLike<number> | null) =>
    values === null ? null : Float64Array.from(rows, (row) => values[row])
  return {
    incumbent: vector(data.incumbent),
    candidate: vector(data.candidate),
    outcomes: {
      ...NO_OUTCOMES,
      rowCount: rows.length,
      count: column(outcomes.count),
      retained: column(outcomes.retained),
      churned: column(outcomes.churned),
      mrr: column(outcomes.mrr),
      mrrEnd: column(outcomes.mrrEnd),
      ltv: column(outcomes.ltv),
    },
  }
}
