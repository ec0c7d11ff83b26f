import type { FeatureSpec, Spec } from '../../accounts/spec.ts'

/** No points, or the points of the value that stands in. */
export type MissingChoice = 'zero_points' | number

/** How the spec treats missing values, by column; only columns that features are made of. */
export function missingPolicies(spec: Spec | null): Map<string, MissingChoice> {
  const policies = new Map<string, MissingChoice>()
  for (const [name, feature] of Object.entries(spec?.features ?? {})) {
    if (feature.transform?.kind === 'unknown') continue
    const { missing = 'zero_points' } = feature
    policies.set(
      sourceColumn(name, feature),
      missing === 'zero_points' ? 'zero_points' : missing.fill,
    )
  }
  return policies
}

/** The column a feature is made of. */
export function sourceColumn(name: string, feature: FeatureSpec): string {
  const { transform } = feature
  return (transform?.kind === 'all' ? transform.of[0]?.column : transform?.column) ?? name
}
