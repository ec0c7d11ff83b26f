import type { ScoreTable } from '../evaluation/scoreTable.ts'
import { type Tier, tierOrLowest } from '../evaluation/tiers.ts'

/**
 * The tiers with cut-offs at which each holds the wanted accounts as nearly as tied scores allow: every
 * cut-off lies between the two distinct scores where the accounts at or above come nearest to what the
 * tiers from there up are to hold (of two as near, the higher). Between them it stays where it was if it
 * was there, else it has as few decimals as fit and lies near their middle. Tiers that already hold the
 * wanted accounts are given back as they are. Labels, order and the outer ends stay.
 */
export function fitTiers(
  { scores, accounts }: Pick<ScoreTable, 'scores' | 'accounts'>,
  sizes: readonly number[], // accounts wanted in each tier; together those of the table
  tiers: Tier[], // with neither gap nor overlap from 0 to maxScore
  maxScore: number,
): Tier[] {
  const held = tierSizes({ scores, accounts }, tiers)
  if (held.every((size, index) => size === sizes[index])) return tiers
  const slots = Array.from(scores.keys()).filter((slot) => accounts[slot] > 0)
  const order = Array.from(tiers.keys()).sort((a, b) => tiers[b].min - tiers[a].min) // best first
  const bottom = tiers[order[order.length - 1]].min
  const points = slots.map((slot) => scores[slot]) // ascending
  // Gap `place` lies below the score at that place; the last above all scores.
  const gaps = [...points.keys(), points.length].filter(
    (place) => (points[place - 1] ?? bottom) < (points[place] ?? maxScore),
  )
  const above = new Float64Array(points.length + 1)
  for (let place = points.length - 1; place >= 0; place--) {
    above[place] = above[place + 1] + accounts[slots[place]]
  }
  let wanted = 0
  const places = order.slice(0, -1).map((index) => {
    wanted += sizes[index]
    return nearest(gaps, (place) => Math.abs(above[place] - wanted))
  })
  const fitted = tiers.map((tier) => ({ ...tier }))
  for (let first = 0; first < places.length; ) {
    const place = places[first]
    let next = first + 1
    while (places[next] === place) next++
    const own = order.slice(first, next)
    const gap = { low: points[place - 1] ?? bottom, high: points[place] ?? maxScore }
    const cuts = cutsIn(
      gap,
      own.map((index) => tiers[index].min),
    )
    for (const [at, cut] of cuts.entries()) {
      fitted[own[at]].min = cut
      fitted[order[first + at + 1]].max = cut
    }
    first = next
  }
  return fitted
}

/** Accounts in each tier, in the order of `tiers`; those in no tier count in the lowest. */
export function tierSizes(
  { scores, accounts }: Pick<ScoreTable, 'scores' | 'accounts'>,
  tiers: Tier[],
): number[] {
  const sizes = tiers.map(() => 0)
  for (let slot = 0; slot < scores.length; slot++) {
    sizes[tierOrLowest(scores[slot], tiers)] += accounts[slot]
  }
  return sizes
}

/** The place of the least distance, the last of several. */
function nearest(places: readonly number[], distance: (place: number) => number): number {
  let best = places[0]
  for (const place of places) if (distance(place) <= distance(best)) best = place
  return best
}

interface Gap {
  low: number // points, exclusive
  high: number // points, inclusive
}

/** Cut-offs inside a gap, falling, one for each that was there before; those stay if all of them fit. */
function cutsIn({ low, high }: Gap, before: readonly number[]): number[] {
  if (before.every((cut) => cut > low && cut <= high)) return [...before]
  const parts = before.length
  const bound = (index: number) =>
    index === 0 ? high : index === parts ? low : high - ((high - low) * index) / parts
  return before.map((_, index) => roundest(bound(index + 1), bound(index)))
}

/** The number above `low`, up to `high`, with the fewest decimals; of several the one nearest the middle. */
function roundest(low: number, high: number): number {
  for (let scale = 1; scale <= 1e12; scale *= 10) {
    const middle = Math.round(((low + high) / 2) * scale)
    for (const value of [middle, middle - 1, middle + 1].map((whole) => whole / scale)) {
      if (value > low && value <= high) return value
    }
  }
  return high
}
