/** A band of scores: `min <= score < max`. */
export interface Tier {
  label: string
  min: number // points, inclusive
  max: number // points, exclusive
}
