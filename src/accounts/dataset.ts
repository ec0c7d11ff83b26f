import type { Outcomes } from '../evaluation/outcomes.ts'
import type { Segment } from './segments.ts'

/**
 * A table compiled for one spec: every feature on a grid of whole numbers, so that scores add up
 * exactly in any order. `resolution` grid steps make a point.
 */
export interface Dataset {
  rowCount: number
  resolution: number // 10^decimals; grid score / resolution = points
  maxScore: number // points
  baseScore: number // points
  features: DatasetFeature[] // in the spec's order
  outcomes: Outcomes
  segments: Segment[] // one a segment column of the spec
}

/** Grid value of row i: `values[i] * multiplier`, whole unless `values` is a Float64Array of raw values. */
export interface DatasetFeature {
  name: string
  values: Uint8Array | Uint16Array | Int32Array | Float64Array
  multiplier: number // whole, >= 1
  unknown?: string // name of the feature that is 1 where this one has no value, and so adds nothing
}
