import { columnGroups } from '../../accounts/columnGroups.ts'
import type { FeatureSpec, Spec } from '../../accounts/spec.ts'
import { isFlag, sourceColumns } from '../../accounts/transform.ts'
import type { WeightPair } from '../../review/review.ts'
import { flagLabel } from '../shared/featureGroups.ts'

export interface GroupedWeight extends WeightPair {
  label: string // within its group: '3 to under 7'
  isFlag: boolean
}

/** The features that read one column: mostly one, or bins, flags and what stood there before shapes. */
export interface WeightGroup {
  column: string
  members: GroupedWeight[] // in the order of the weights
}

/**
 * The weights of a review by the columns their features read, the largest change first. `specs`: the
 * best spec and the one it is compared with; a feature neither has is a column of its own.
 */
export function weightGroups(
  weights: readonly WeightPair[],
  specs: readonly Spec[],
): WeightGroup[] {
  const features = weights.map(({ feature }): [string, FeatureSpec] => {
    const spec = specs.find((each) => Object.hasOwn(each.features, feature))
    return [feature, spec?.features[feature] ?? UNKNOWN]
  })
  const groups = columnGroups({ features: Object.fromEntries(features) })
  const byGroup = new Map<number, WeightGroup>()
  weights.forEach((weight, position) => {
    const { transform, label } = features[position]![1]
    const flag = isFlag(transform) ? transform : null
    const column = sourceColumns(weight.feature, transform).join(' and ')
    const group = byGroup.get(groups[position]!) ?? { column, members: [] }
    const words = label ?? (flag === null ? weight.feature : flagLabel(flag))
    group.members.push({ ...weight, label: words, isFlag: flag !== null })
    byGroup.set(groups[position]!, group)
  })
  return [...byGroup.values()].sort((a, b) => largestChange(b) - largestChange(a))
}

const UNKNOWN: FeatureSpec = { weight: 0, min: 0, max: 0 }

/** A feature that a spec lacks gives no points there. */
export function changeOf({ before, after }: WeightPair): number {
  return (after ?? 0) - (before ?? 0)
}

/** The most points a weight of the group changed by, without its sign. */
export function largestChange({ members }: WeightGroup): number {
  return Math.max(...members.map((weight) => Math.abs(changeOf(weight))))
}
