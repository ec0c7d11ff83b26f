import type { FeatureSpec, Spec } from '../../src/accounts/spec.ts'

/** A spec of these features, with four tiers over 0 to 100. */
export function specFixture(features: Record<string, FeatureSpec>): Spec {
  return {
    model: 'health',
    max_score: 100,
    features,
    tiers: [
      { label: 'A', min: 60, max: 101 },
      { label: 'B', min: 35, max: 60 },
      { label: 'C', min: 15, max: 35 },
      { label: 'D', min: 0, max: 15 },
    ],
    extra: {},
  }
}
