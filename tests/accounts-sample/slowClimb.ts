import type { Table } from '../../src/accounts/table.ts'
import { randomBelow } from '../../src/lib/rng.ts'

const MIN = -5
const MAX = 25
const TOP = 100 // points

/** Raw numbers of a column of the table. */
export function numbersOf(table: Table, name: string): ArrayLike<number> {
  const column = table.columns.find((candidate) => candidate.name === name)
  if (column === undefined) throw new Error(`column unknown: ${name}`)
  return column.values
}

/** Score of every row under one weight a feature, clipped, in hundredths of a point. */
export function slowScores(table: Table, weights: Record<string, number>): Int32Array {
  const scores = new Float64Array(table.rowCount)
  for (const [name, weight] of Object.entries(weights)) {
    const values = numbersOf(table, name)
    for (let row = 0; row < table.rowCount; row++)
      scores[row] = scores[row]! + weight * Math.round(values[row]! * 100)
  }
  return Int32Array.from(scores, (score) => Math.min(TOP * 100, Math.max(0, score)))
}

/** P(a retained account scores higher than a churned one) + half P(equal), by sorting. */
export function slowAuc(scores: Int32Array, retained: ArrayLike<number>): number {
  const order = [...scores.keys()].sort((a, b) => scores[a]! - scores[b]!)
  let lower = 0
  let pairs = 0
  let kept = 0
  for (let start = 0; start < order.length; ) {
    let end = start
    let keptHere = 0
    while (end < order.length && scores[order[end]!] === scores[order[start]!])
      keptHere += retained[order[end++]!]!
    const lostHere = end - start - keptHere
    pairs += keptHere * (lower + lostHere / 2)
    lower += lostHere
    kept += keptHere
    start = end
  }
  return pairs / (kept * lower)
}

/** A keep-or-revert search that rescores and re-sorts everything, to hold the sample data to its promise. */
export function slowClimb(
  table: Table,
  features: string[],
  experiments: number,
  seed: number,
): { baseline: number; best: number; weights: Record<string, number> } {
  const retained = numbersOf(table, 'retained_6mo')
  const value = (weights: Record<string, number>) => slowAuc(slowScores(table, weights), retained)
  let weights = Object.fromEntries(features.map((name) => [name, 5]))
  const baseline = value(weights)
  let best = baseline
  for (let experiment = 1; experiment <= experiments; experiment++) {
    const candidate = { ...weights }
    const changes = 1 + randomBelow(seed, experiment, 0, 3)
    for (let change = 1; change <= changes; change++) {
      const name = features[randomBelow(seed, experiment, 2 * change, features.length)]!
      const radius = Math.max(1, Math.ceil(0.3 * Math.abs(weights[name]!)))
      const step = randomBelow(seed, experiment, 2 * change + 1, 2 * radius + 1) - radius
      candidate[name] = Math.min(MAX, Math.max(MIN, weights[name]! + step))
    }
    const reached = value(candidate)
    if (reached > best) {
      best = reached
      weights = candidate
    }
  }
  return { baseline, best, weights }
}
