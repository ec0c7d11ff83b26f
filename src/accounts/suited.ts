import { DEFAULT_WEIGHT } from './columnFeatures.ts'
import type { Spec } from './spec.ts'

/** Numbers of a spec made from the columns that a search has others for. */
export interface Suited {
  baseScore?: Changed
  lowest?: Changed // of weights that had the usual bounds
  highest?: Changed // of the same
}

interface Changed {
  from: number // points
  to: number // points
}

/** The spec that is searched in place of `spec`; its weights stay. */
export function suitedSpec(spec: Spec, { baseScore, lowest, highest }: Suited): Spec {
  const features = Object.entries(spec.features).map(([name, feature]) => {
    const { min, max, locked } = feature
    const isUsual = locked !== true && min === DEFAULT_WEIGHT.min && max === DEFAULT_WEIGHT.max
    const bounds = { min: lowest?.to ?? min, max: highest?.to ?? max }
    return [name, isUsual ? { ...feature, ...bounds } : feature] as const
  })
  return {
    ...spec,
    ...(baseScore === undefined ? {} : { base_score: baseScore.to }),
    features: Object.fromEntries(features),
  }
}

/** What a search changed about the spec before it began, and why. */
export function suitedWords({ baseScore, lowest, highest }: Suited): string {
  const parts = [
    baseScore === undefined
      ? ''
      : `counts from a base score of ${points(baseScore.to)} instead of ${points(baseScore.from)}`,
    lowest === undefined
      ? ''
      : highest === undefined
        ? `lets weights go down to ${points(lowest.to)} instead of ${points(lowest.from)}`
        : `lets weights go from ${points(lowest.to)} to ${points(highest.to)} instead of ${points(lowest.from)} to ${points(highest.from)}`,
  ].filter((part) => part !== '')
  const why = [
    baseScore === undefined ? '' : 'put most accounts towards an end of the scale',
    highest === undefined
      ? lowest === undefined
        ? ''
        : 'hold back features of which less is better'
      : 'give some features too few points or too coarse ones',
  ].filter((part) => part !== '')
  return `The search ${parts.join(' and ')}: the spec as it was made from the columns would ${why.join(' and ')} under the weights that are looked for.`
}

function points(value: number): string {
  return String(value).replace('-', '−')
}
