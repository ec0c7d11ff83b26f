import type { Tier } from '../evaluation/tiers.ts'

// What a spec file means where it is silent: the same as in the field's existing tool.
export const DEFAULT_WEIGHT = 5
export const DEFAULT_MIN = -5
export const DEFAULT_MAX = 25
export const DEFAULT_MAX_SCORE = 100
export const DEFAULT_TIERS: readonly Readonly<Tier>[] = [
  { label: 'A', min: 60, max: 101 },
  { label: 'B', min: 35, max: 60 },
  { label: 'C', min: 15, max: 35 },
  { label: 'D', min: 0, max: 15 },
]
