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
