import type { Replicate, ToleranceReplicate } from './study.ts'

export interface WeightTolerance {
  feature: string
  weight: number // the candidate's
  low: number
  high: number
  sentence: string // 'session_depth 17 (13–22 equivalent)'
}

/** Values of each weight that are as good within one standard error, of the features done so far. */
export function summarizeTolerance(
  replicates: readonly Replicate[],
  features: readonly string[],
  bestWeights: ArrayLike<number>,
): WeightTolerance[] {
  return replicates
    .filter((each): each is ToleranceReplicate => each.study === 'tolerance')
    .map(({ index, low, high }) => {
      const feature = features[index]
      const weight = bestWeights[index]
      const others = low === high ? 'no other value is' : `${low}–${high}`
      return { feature, weight, low, high, sentence: `${feature} ${weight} (${others} equivalent)` }
    })
}
