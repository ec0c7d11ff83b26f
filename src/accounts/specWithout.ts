import type { Spec } from './spec.ts'
import { sourceColumns } from './transform.ts'

/** The spec without the features that read any of the columns; null where none is left. */
export function specWithout(spec: Spec, columns: ReadonlySet<string>): Spec | null {
  const kept = Object.entries(spec.features).filter(
    ([name, { transform }]) => !sourceColumns(name, transform).some((each) => columns.has(each)),
  )
  return kept.length === 0 ? null : { ...spec, features: Object.fromEntries(kept) }
}
