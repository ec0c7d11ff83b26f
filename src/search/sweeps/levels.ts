import type { Dataset, DatasetFeature } from '../../accounts/dataset.ts'

/** Features with more distinct values than this are swept candidate by candidate. */
export const MOST_LEVELS = 16

/** Values this far apart are coded by a table. */
const MOST_SPAN = 1 << 16

/** A feature with few distinct values: which of them each row has. */
export interface Levels {
  codes: Uint8Array // a row of the dataset
  values: number[] // grid units a point, by code, ascending
}

/** The levels of a feature; null where it has more than `MOST_LEVELS`. */
export function levelsOf({ values, multiplier }: DatasetFeature): Levels | null {
  const ascending = distinct(values)
  if (ascending === null) return null
  const lowest = ascending[0] ?? 0
  const span = (ascending.at(-1) ?? 0) - lowest + 1
  const codes = new Uint8Array(values.length)
  if (span <= MOST_SPAN) {
    const codeOf = new Uint8Array(span)
    for (const [code, value] of ascending.entries()) codeOf[value - lowest] = code
    for (let row = 0; row < codes.length; row++) codes[row] = codeOf[values[row] - lowest]
  } else {
    const codeOf = new Map(ascending.map((value, code) => [value, code]))
    for (let row = 0; row < codes.length; row++) codes[row] = codeOf.get(values[row])!
  }
  return { codes, values: ascending.map((value) => value * multiplier) }
}

/** Distinct values, ascending; null where there are more than `MOST_LEVELS`. */
function distinct(values: DatasetFeature['values']): number[] | null {
  const found = new Set<number>()
  let last = Number.NaN
  if (values instanceof Uint8Array) {
    const seen = new Uint8Array(256)
    for (let row = 0; row < values.length; row++) seen[values[row]] = 1
    for (let value = 0; value < 256; value++) if (seen[value] === 1) found.add(value)
  } else {
    for (let row = 0; row < values.length && found.size <= MOST_LEVELS; row++) {
      if (values[row] === last) continue
      last = values[row]
      found.add(last)
    }
  }
  return found.size > MOST_LEVELS ? null : [...found].sort((a, b) => a - b)
}

/** Scores in steps that keep their order: score = origin + step * size, clipped where scores are. */
export interface Steps {
  size: number // grid units
  origin: number // grid units
  bottom: number // steps; scores at or below it are clipped to 0
  top: number // steps; scores at or above it are clipped to the maximum
}

/** The coarsest steps that every score of this dataset can take, whatever the whole weights. */
export function stepsOf({ features, baseScore, maxScore, resolution }: Dataset): Steps {
  let size = 0
  for (const { values, multiplier } of features) {
    let divisor = 0
    for (let row = 0; row < values.length && divisor !== 1; row++) {
      divisor = greatestCommonDivisor(divisor, Math.abs(values[row]))
    }
    size = greatestCommonDivisor(size, divisor * multiplier)
    if (size === 1) break
  }
  if (size === 0) size = 1 // every feature is 0 everywhere
  const start = Math.round(baseScore * resolution)
  const origin = start - Math.floor(start / size) * size
  const maxGrid = Math.round(maxScore * resolution)
  return {
    size,
    origin,
    bottom: Math.floor(-origin / size),
    top: Math.ceil((maxGrid - origin) / size),
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b]
  return a
}
