import type { DatasetFeature } from '../../accounts/dataset.ts'

/** Two rows share one 32-bit word, 16 bits each; lane value 0 is kept for rows that only pad. */
export const MAX_LANE = 0xffff

/** A feature's values in the kernel's order of rows; padding rows hold 0. */
export interface RowFeature {
  scale: number // grid units a point and value
  min: number
  max: number
  offset: number // value = level + offset
  levels: Uint16Array | null // null: too wide a range for a lane
  lanes: Int32Array | null // the same memory as `levels`, two rows a word
  values: Int32Array | null // where `levels` is null
}

/** Rearranges a feature; throws when its values are not whole. `size`: rows with padding. */
export function rowFeature(
  feature: DatasetFeature,
  rowsOfPart: Uint32Array[],
  size: number,
): RowFeature {
  const { values, multiplier, name } = feature
  if (values instanceof Float64Array) {
    throw new Error(`feature not on a grid of whole numbers: ${name}`)
  }
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const rows of rowsOfPart) {
    for (let row = 0; row < rows.length; row++) {
      const value = values[rows[row]]
      if (value < min) min = value
      if (value > max) max = value
    }
  }
  if (max < min) [min, max] = [0, 0] // no rows
  const narrow = max - min <= MAX_LANE
  const offset = narrow && (min < 0 || max > MAX_LANE) ? min : 0
  const column = narrow ? new Uint16Array(size) : new Int32Array(size)
  let next = 0
  for (const rows of rowsOfPart) {
    for (let row = 0; row < rows.length; row++) column[next++] = values[rows[row]] - offset
    next += rows.length & 1
  }
  return {
    scale: multiplier,
    min,
    max,
    offset,
    levels: column instanceof Uint16Array ? column : null,
    lanes: column instanceof Uint16Array ? new Int32Array(column.buffer) : null,
    values: column instanceof Int32Array ? column : null,
  }
}
