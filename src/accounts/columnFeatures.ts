import { yesNo } from './eventText.ts'
import { percentiles } from './percentiles.ts'
import type { FeatureSpec, MissingPolicy, Transform } from './spec.ts'
import type { Column, NumberColumn, TextColumn } from './table.ts'
import { MOST_DECIMALS, roundTo } from './transform.ts'

export type NamedFeature = [name: string, feature: FeatureSpec]

/** Weight and bounds of a feature nobody has set, as in the field's existing tool. */
export const DEFAULT_WEIGHT = { weight: 5, min: -5, max: 25 } as const

/** Flags of one column of texts; beyond the most frequent the others share the last. */
export const MOST_FLAGS = 12

/** Texts with more values than this are never features. */
export const MOST_TEXTS = 100

/** Of the rows with a value: a text of fewer gets no flag of its own where there are many. */
const RARE = 0.01

/** Counts up to this are features as they are where all features are. */
export const MOST_COUNT = 25

/** Beside scaled numbers and flags of texts whole points for each of more are too coarse. */
export const MOST_SCALED_COUNT = 5

const SCALE_STEP = 0.01

/** Fractions in a narrower range would lose nearly all they say when rounded: they are scaled. */
const LEAST_RANGE = 0.01

/**
 * The features a column becomes without a spec: flags, counts up to `mostCount` and fractions as they are,
 * other numbers scaled between their 1st and 99th percentile, two texts as one flag, up to 12 texts as a flag
 * each; of more texts the 11 most frequent as a flag each, the others together. Rows without a value give
 * zero points, and a flag of their own where `seen` has some. All else is told by `seen` alone.
 */
export function columnFeatures(
  column: Column,
  seen: Column = column, // the rows of it that may be looked at
  mostCount = MOST_COUNT,
): NamedFeature[] {
  const isIncomplete = ({ missing }: Column) => missing?.includes(1) === true
  const missing: MissingPolicy | undefined = isIncomplete(column) ? 'zero_points' : undefined
  const features = featureTransforms(seen, mostCount).map(
    ({ name, transform }): NamedFeature => [
      name,
      {
        ...DEFAULT_WEIGHT,
        ...(transform === undefined ? {} : { transform }),
        ...(missing === undefined ? {} : { missing }),
      },
    ],
  )
  return isIncomplete(seen) ? [...features, unknownFeature(column.name)] : features
}

/** The flag of rows without a value in a column. */
export function unknownFeature(column: string): NamedFeature {
  return [`${column} unknown`, { ...DEFAULT_WEIGHT, transform: { kind: 'unknown', column } }]
}

function featureTransforms(
  column: Column,
  mostCount: number,
): { name: string; transform?: Transform }[] {
  const { name } = column
  if (column.kind === 'text') return textFeatures(column)
  if (column.kind !== 'number') return [{ name }]
  const transform = numberTransform(column, mostCount)
  return [transform === undefined ? { name } : { name, transform }]
}

function equalsFeature(column: string, value: string): { name: string; transform: Transform } {
  return { name: `${column} = ${value}`, transform: { kind: 'equals', column, value } }
}

/** One flag of two texts; of more a flag each, in order of first appearance, the rare ones together. */
function textFeatures(column: TextColumn): { name: string; transform: Transform }[] {
  const { name } = column
  const counts = textCounts(column)
  const texts = column.dictionary.filter((_, code) => counts[code] > 0)
  const rows = new Map(column.dictionary.map((text, code) => [text, counts[code]]))
  const rowsOf = (text: string) => rows.get(text) ?? 0
  if (texts.length === 2) {
    const yes = texts.find((text) => yesNo(text) === 1)
    const [first, second] = texts
    return [equalsFeature(name, yes ?? (rowsOf(second) < rowsOf(first) ? second : first))]
  }
  if (texts.length <= MOST_FLAGS) return texts.map((text) => equalsFeature(name, text))
  const known = texts.reduce((sum, text) => sum + rowsOf(text), 0)
  const frequent = new Set(
    texts
      .filter((text) => rowsOf(text) >= RARE * known)
      .sort((a, b) => rowsOf(b) - rowsOf(a))
      .slice(0, MOST_FLAGS - 1),
  )
  const values = texts.filter((text) => !frequent.has(text))
  return [
    ...texts.filter((text) => frequent.has(text)).map((text) => equalsFeature(name, text)),
    { name: `${name} = other values`, transform: { kind: 'any_of', column: name, values } },
  ]
}

/** Rows of each text of the dictionary. */
function textCounts({ dictionary, values, missing }: TextColumn): Uint32Array {
  const counts = new Uint32Array(dictionary.length)
  for (let row = 0; row < values.length; row++) {
    if (missing?.[row] === 1) continue
    const code = values[row]
    counts[code] = counts[code] + 1
  }
  return counts
}

function numberTransform(column: NumberColumn, mostCount: number): Transform | undefined {
  const { values, missing } = column
  const single = column.physical === 'FLOAT'
  let onGrid = true
  let decimals = 0 // that say every value, in single precision where the file does
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let row = 0; row < values.length; row++) {
    if (missing !== null && missing[row] === 1) continue
    const value = values[row]
    if (value < min) min = value
    if (value > max) max = value
    onGrid &&= roundTo(value, MOST_DECIMALS) === value
    while (decimals <= MOST_DECIMALS) {
      const rounded = roundTo(value, decimals)
      if (rounded === value || (single && Math.fround(rounded) === value)) break
      decimals++
    }
  }
  const known = decimals <= MOST_DECIMALS
  if (min >= 0 && (max <= 1 || (decimals === 0 && max <= mostCount))) {
    if (onGrid) return undefined
    if (known || max - min >= LEAST_RANGE) {
      return { kind: 'round', decimals: Math.min(decimals, MOST_DECIMALS) }
    }
  }
  const [low, high] = percentiles(values, missing, [0.01, 0.99]) as [number, number]
  const range = low < high ? { low, high } : { low: min, high: max }
  return range.low < range.high ? { kind: 'minmax', ...range, step: SCALE_STEP } : undefined
}
