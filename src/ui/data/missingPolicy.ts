import type { FeatureSpec, Spec } from '../../accounts/spec.ts'
import { sourceColumns } from '../../accounts/transform.ts'

/** No points, the points of the value that stands in, or not said yet. */
export type MissingChoice = 'zero_points' | 'unsaid' | number

/** How the spec treats missing values, by column; only columns that features are made of. */
export function missingPolicies(spec: Spec | null): Map<string, MissingChoice> {
  const policies = new Map<string, MissingChoice>()
  for (const [name, feature] of Object.entries(spec?.features ?? {})) {
    if (feature.transform?.kind === 'unknown') continue
    for (const column of sourceColumns(name, feature.transform)) {
      if (policies.get(column) !== 'unsaid') policies.set(column, choiceOf(feature))
    }
  }
  return policies
}

function choiceOf({ missing }: FeatureSpec): MissingChoice {
  if (missing === undefined) return 'unsaid'
  return missing === 'zero_points' ? missing : missing.fill
}
