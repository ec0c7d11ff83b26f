import type { ScoreTable } from '../evaluation/scoreTable.ts'

/** A map from score to retention that never falls: points to join by straight lines, flat outside. */
export interface IsotonicMap {
  scores: Float64Array // points, ascending
  retention: Float64Array // 0 to 1, not descending
  accounts: number // it was fitted to
}

/**
 * The non-descending retention nearest to the observed one in squared error, by pooling adjacent
 * violators (Ayer et al., Annals of Mathematical Statistics 26, 1955, 641–647). Null where the
 * outcomes do not tell who was retained, or without accounts.
 */
export function fitIsotonic(table: ScoreTable): IsotonicMap | null {
  const { scores, accounts, retained } = table
  if (retained === null) return null
  const blocks: { from: number; to: number; accounts: number; events: number }[] = []
  for (let slot = 0; slot < scores.length; slot++) {
    if (accounts[slot] === 0) continue
    const score = scores[slot]
    blocks.push({ from: score, to: score, accounts: accounts[slot], events: retained[slot] })
    while (blocks.length > 1) {
      const [one, two] = [blocks[blocks.length - 2], blocks[blocks.length - 1]]
      if (one.events * two.accounts < two.events * one.accounts) break
      one.to = two.to
      one.accounts += two.accounts
      one.events += two.events
      blocks.pop()
    }
  }
  if (blocks.length === 0) return null
  const points = blocks.flatMap(({ from, to, accounts, events }) =>
    (from === to ? [from] : [from, to]).map((score) => [score, events / accounts]),
  )
  return {
    scores: Float64Array.from(points, ([score]) => score),
    retention: Float64Array.from(points, ([, share]) => share),
    accounts: blocks.reduce((sum, block) => sum + block.accounts, 0),
  }
}

/** The retention a map gives a score. */
export function retentionAt({ scores, retention }: IsotonicMap, score: number): number {
  if (Number.isNaN(score)) throw new Error('score not a number: NaN')
  const last = scores.length - 1
  if (score >= scores[last]) return retention[last]
  if (score <= scores[0]) return retention[0]
  let low = 0 // scores[low] <= score < scores[high]
  let high = last
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (scores[middle] <= score) low = middle
    else high = middle
  }
  const part = (score - scores[low]) / (scores[high] - scores[low])
  return retention[low] + part * (retention[high] - retention[low])
}
