import { listed } from '../accounts/say.ts'
import type { Bounds } from '../search/bounds.ts'
import { mean, quantile } from './quantile.ts'
import type { Replicate, ResampleReplicate } from './study.ts'
import { figure } from './words.ts'

export interface ResampleInput {
  features: readonly string[]
  bounds: Pick<Bounds, 'locked' | 'min' | 'max'>
  bestWeights: ArrayLike<number> // the candidate's
  best: number // its value on the search rows
}

export interface WeightStability {
  feature: string
  weight: number // the candidate's
  median: number
  low: number // 5 % of the searches found less
  high: number // 5 % found more
  sameSign: number // share of the searches with the sign of the candidate's weight
  nonZero: number // share
  noise: boolean // free, and 0 is inside the interval or at its end
}

export interface ResampleSummary {
  searches: number
  weights: WeightStability[] // in the spec's order
  consensus: number[] // medians, rounded, within bounds
  /** Harrell, Regression Modeling Strategies, 5.3.5: mean of best on the resample − the same weights on all. */
  optimism: number | null
  corrected: number | null // the candidate's value less the optimism
  sentence: string
}

/** How firm each weight is, and by how much the search flatters itself; null before the first repetition. */
export function summarizeResample(
  replicates: readonly Replicate[],
  { features, bounds, bestWeights, best }: ResampleInput,
): ResampleSummary | null {
  const own = replicates.filter((each): each is ResampleReplicate => each.study === 'resample')
  if (own.length === 0) return null
  const weights = features.map((feature, i): WeightStability => {
    const found = own.map((each) => each.weights[i])
    const weight = bestWeights[i]
    const share = (of: (value: number) => boolean) => found.filter(of).length / found.length
    const [low, high] = [quantile(found, 0.05), quantile(found, 0.95)]
    return {
      feature,
      weight,
      median: quantile(found, 0.5),
      low,
      high,
      sameSign: share((value) => Math.sign(value) === Math.sign(weight)),
      nonZero: share((value) => value !== 0),
      noise: bounds.locked[i] === 0 && low <= 0 && high >= 0,
    }
  })
  const consensus = weights.map(({ median, weight }, i) =>
    bounds.locked[i] === 1
      ? weight
      : Math.min(bounds.max[i], Math.max(bounds.min[i], Math.round(median))),
  )
  const differences = own.flatMap((each) =>
    each.best === null || each.bestOnAll === null ? [] : [each.best - each.bestOnAll],
  )
  const optimism = differences.length === 0 ? null : mean(differences)
  const corrected = optimism === null ? null : best - optimism
  const sentence = [noiseWords(weights), optimismWords(optimism, corrected)]
    .filter((words) => words !== '')
    .join(' ')
  return { searches: own.length, weights, consensus, optimism, corrected, sentence }
}

const NAMED = 3

function noiseWords(weights: readonly WeightStability[]): string {
  const noise = weights.filter((each) => each.noise).map(({ feature }) => feature)
  if (noise.length === 0) {
    const all =
      weights.length === 1 ? 'The weight keeps its' : `All ${weights.length} weights keep their`
    return `${all} sign when the accounts are drawn anew.`
  }
  const come = noise.length === 1 ? 'its weight comes' : 'their weights come'
  return `${listed(noise, NAMED)} may as well be 0: with the accounts drawn anew ${come} out at 0, or on either side of it.`
}

function optimismWords(optimism: number | null, corrected: number | null): string {
  if (optimism === null || corrected === null) return ''
  return `On accounts of the same kind the search flatters itself by ${figure(optimism)}; without that it reaches ${figure(corrected)} on them, which says nothing of a later period.`
}
