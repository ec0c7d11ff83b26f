import { randomUint32 } from '../../lib/rng.ts'
import { sampleOf, sidesOf } from '../shapes/folds.ts'
import { createDesign, type LogisticColumn } from './design.ts'
import { fitDesign } from './fitLogistic.ts'

/** What a ridge is chosen from. */
export const LAMBDAS = [0.1, 1, 10, 100, 1000]
const FOLDS = 5
const TOLERANCE = 1e-8 // to choose by
const MOST_COMPARED = 10_000 // rows that it is chosen on

export interface RidgeChoice {
  penalty: number // of the least log loss over folds, among its neighbours in LAMBDAS
  rows: Uint32Array // that were looked at, ascending: all where there are not very many
  leftOut: Float64Array // log odds of each by the fit without its fold
}

/** Chooses the ridge penalty of a regression by cross-validation, from the middle one as far as the loss falls. */
export function chooseRidge(
  columns: readonly LogisticColumn[],
  outcome: ArrayLike<number>, // share of a row's accounts with the event, 0 to 1
  counts: ArrayLike<number> | null, // accounts a row stands for; null: 1 each
  seed: number,
): RidgeChoice {
  const all = Uint32Array.from({ length: outcome.length }, (_, row) => row)
  const rows = sampleOf(all, MOST_COMPARED, seed)
  const design = createDesign(columns, outcome.length, rows)
  const shares = Float64Array.from(rows, (row) => outcome[row])
  const accounts = Float64Array.from(rows, (row) => (counts === null ? 1 : counts[row]))
  const chosen = columns.map((values) => Float64Array.from(rows, (row) => values[row]))
  const foldOf = foldsOf(chosen, shares, accounts, seed)
  const folds = Array.from({ length: FOLDS }, (_, fold) =>
    Uint32Array.from(rows.keys()).filter((place) => foldOf[place] === fold),
  )

  function tried(penalty: number): RidgeChoice & { loss: number } {
    const leftOut = new Float64Array(rows.length)
    let loss = 0
    for (const test of folds) {
      const inside = accounts.slice()
      for (const place of test) inside[place] = 0
      const options = { counts: inside, penalty, tolerance: TOLERANCE }
      const { intercept, coefficients } = fitDesign(design, shares, options)
      for (const place of test) {
        let odds = intercept
        chosen.forEach((values, column) => {
          odds += coefficients[column] * values[place]
        })
        leftOut[place] = odds
        loss += accounts[place] * logLoss(odds, shares[place])
      }
    }
    return { penalty, rows, leftOut, loss }
  }

  let at = LAMBDAS.length >> 1
  let best = tried(LAMBDAS[at])
  for (const step of [1, -1]) {
    const from = at
    for (let next = at + step; next >= 0 && next < LAMBDAS.length; next += step) {
      const other = tried(LAMBDAS[next])
      if (!(other.loss < best.loss)) break
      best = other
      at = next
    }
    if (at !== from) break
  }
  return best
}

/**
 * The fold of each row, by chance under a seed, about the same share of each outcome in each; rows alike in
 * columns and side share one, so that an account many times over is never on both sides.
 */
export function foldsOf(
  columns: readonly Float64Array[],
  outcome: ArrayLike<number>, // share of a row's accounts with the event, 0 to 1
  accounts: Float64Array,
  seed: number,
): Uint8Array {
  const word = new Float64Array(1)
  const halves = new Uint32Array(word.buffer)
  const sides = sidesOf(outcome)
  const draws = Uint32Array.from(sides, (own, row) => {
    let draw = randomUint32(seed, own, 1)
    for (const values of columns) {
      word[0] = values[row]
      draw = randomUint32(draw, halves[0], halves[1])
    }
    return draw
  })
  const foldOf = new Uint8Array(outcome.length)
  for (const side of [0, 1]) {
    const dealt = new Set<number>()
    draws.forEach((draw, row) => {
      if (sides[row] === side && accounts[row] > 0) dealt.add(draw)
    })
    const order = [...dealt].sort((a, b) => a - b)
    const places = new Map(order.map((draw, place) => [draw, place]))
    draws.forEach((draw, row) => {
      if (sides[row] === side) foldOf[row] = (places.get(draw) ?? 0) % FOLDS
    })
  }
  return foldOf
}

/** Of an account of a row, on average. */
function logLoss(odds: number, share: number): number {
  const wrong = odds < 0 ? -share * odds : (1 - share) * odds
  return wrong + Math.log1p(Math.exp(-Math.abs(odds)))
}
