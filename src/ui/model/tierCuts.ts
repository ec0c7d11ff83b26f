import type { Tier } from '../../evaluation/tiers.ts'

/** Lowest and highest whole score the lower bound of tier `index` may take without emptying a tier. */
export function cutRange(tiers: Tier[], index: number, maxScore: number): [number, number] {
  const tier = tiers[index] as Tier
  const below = tiers[index + 1]
  const low = below === undefined ? 0 : Math.floor(below.min) + 1
  const high = Math.min(Math.ceil(tier.max) - 1, maxScore)
  return [low, Math.max(low, high)]
}

/** Tiers with the lower bound of tier `index` at `score`, where the tier below it then ends. */
export function moveCut(tiers: Tier[], index: number, score: number): Tier[] {
  return tiers.map((tier, place) => {
    if (place === index) return { ...tier, min: score }
    return place === index + 1 ? { ...tier, max: score } : tier
  })
}

/** `score` brought into `range`, whole. */
export function boundCut(score: number, [low, high]: [number, number]): number {
  return Math.min(high, Math.max(low, Math.round(score)))
}
