import type { WeightChange } from './review.ts'
import { accountsOf, type ReviewedSpec } from './rowScores.ts'

/** Weights of both specs and what their changes come to, features of the candidate first. */
export function weightChanges(incumbent: ReviewedSpec, candidate: ReviewedSpec): WeightChange[] {
  const before = placesOf(incumbent)
  const after = placesOf(candidate)
  const names = new Set([...after.keys(), ...before.keys()])
  return Array.from(names, (feature) => {
    const [from, to] = [before.get(feature), after.get(feature)]
    if (from === undefined || to === undefined)
      return { feature, before: from?.weight ?? null, after: to?.weight ?? null, swing: null }
    return { feature, before: from.weight, after: to.weight, swing: swing(from, to) }
  })

  /** Standard deviation, over the accounts searched, of the points that a change of weight gives or takes. */
  function swing(from: Place, to: Place): number {
    const accounts = accountsOf(candidate.search.outcomes)
    let [total, sum, squares] = [0, 0, 0]
    for (let row = 0; row < candidate.search.rowCount; row++) {
      const points = to.step * to.values[row] - from.step * from.values[row]
      const many = accounts(row)
      total += many
      sum += many * points
      squares += many * points * points
    }
    return Math.sqrt(Math.max(0, squares / total - (sum / total) ** 2))
  }
}

interface Place {
  weight: number
  values: ArrayLike<number>
  step: number // points for each unit of a value
}

function placesOf({ spec, search }: ReviewedSpec): Map<string, Place> {
  const places = Object.entries(spec.features).map(([name, { weight }], index) => {
    const { values, multiplier } = search.features[index]
    return [name, { weight, values, step: (weight * multiplier) / search.resolution }] as const
  })
  return new Map(places)
}
