import type { Spec } from './spec.ts'

/**
 * `steps`: bins whose points only rise or only fall, as thresholds that add up. The last three are of
 * texts: a flag each, groups of like ones, no points.
 */
export type ShapeName = 'line' | 'log' | 'rank' | 'bins' | 'steps' | 'flags' | 'groups' | 'none'

/** How the shapes of a spec were chosen: enough to choose them again on other rows. */
export interface Shaped {
  from: Spec // as it stood before
  overrule: Record<string, ShapeName> // by column: what was chosen by hand
}

/** A spec with the features it had before its shapes were chosen; its outcomes, tiers and segments stay. */
export function unshapedSpec(spec: Spec, { from }: Shaped): Spec {
  const { base_score: _, ...others } = spec
  const base = from.base_score === undefined ? {} : { base_score: from.base_score }
  return { ...others, ...base, features: from.features }
}
