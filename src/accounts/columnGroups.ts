import type { Spec } from './spec.ts'
import { sourceColumns } from './transform.ts'

/**
 * For each weight the group it belongs to. Features that read the same column are one group, and count
 * as one feature; a flag of two columns together is a group of its own.
 */
export function columnGroups(spec: Pick<Spec, 'features'>): Uint16Array {
  const known = new Map<string, number>()
  const groups = Object.entries(spec.features).map(([name, { transform }]) => {
    const key = JSON.stringify(sourceColumns(name, transform).sort())
    const group = known.get(key) ?? known.size
    known.set(key, group)
    return group
  })
  return Uint16Array.from(groups)
}

/** The groups with at least one weight that is not 0, ascending. */
export function usedGroups(groups: Uint16Array, weights: ArrayLike<number>): number[] {
  const used = new Set<number>()
  for (let feature = 0; feature < weights.length; feature++) {
    if (weights[feature] !== 0) used.add(groups[feature])
  }
  return [...used].sort((a, b) => a - b)
}
