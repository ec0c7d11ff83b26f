import type { Dataset } from '../../accounts/dataset.ts'
import type { Bounds } from '../bounds.ts'

/** A feature of the SIMD kernel: value = lowest + step * level, and a point of weight is worth `scale` units a level. */
export interface SimdFeature {
  values: ArrayLike<number>
  lowest: number
  step: number
  topLevel: number
  scale: number // units a point and level
  lowestGrid: number // grid steps a point that every row has
}

/** Rows as the SIMD kernel holds them: every score is a constant plus a whole number of units. */
export interface SimdRows {
  features: SimdFeature[]
  levelBytes: 1 | 2
  unit: number // grid steps
  maxGrid: number
  startGrid: number // grid steps of the base score
  mostBins: number // distinct clipped scores, at most
}

const MAX_LEVEL = 0xffff
const MAX_UNITS = 2 ** 29
const MAX_BINS = 1 << 22

/** Levels and units of the given rows; null where a level needs more than 16 bits
 * or there are too many scores to count. */
export function simdRows(dataset: Dataset, rowsOfPart: Uint32Array[]): SimdRows | null {
  const features: SimdFeature[] = []
  let unit = 0
  let highest = 0
  for (const { values, multiplier } of dataset.features) {
    if (values instanceof Float64Array) return null
    const { lowest, step, topLevel } = levelsOf(values, rowsOfPart)
    if (topLevel > MAX_LEVEL || Math.abs(lowest * multiplier) > 0x7fffffff) return null
    const scale = step * multiplier
    if (topLevel > 0) unit = commonDivisor(unit, scale)
    highest = Math.max(highest, topLevel)
    features.push({ values, lowest, step, topLevel, scale, lowestGrid: lowest * multiplier })
  }
  unit = Math.max(1, unit)
  for (const feature of features) feature.scale = feature.topLevel > 0 ? feature.scale / unit : 0
  const maxGrid = Math.round(dataset.maxScore * dataset.resolution)
  const mostBins = Math.ceil(maxGrid / unit) + 2
  if (mostBins > MAX_BINS) return null
  return {
    features,
    levelBytes: highest > 0xff ? 2 : 1,
    unit,
    maxGrid,
    startGrid: Math.round(dataset.baseScore * dataset.resolution),
    mostBins,
  }
}

/** True when 32-bit units hold the score of every row for all weights inside the bounds, and these locked ones. */
export function unitsFit(rows: SimdRows, bounds: Bounds, weights: ArrayLike<number>): boolean {
  let units = 0
  let grid = Math.abs(rows.startGrid) + rows.maxGrid
  rows.features.forEach(({ scale, topLevel, lowestGrid }, position) => {
    const points = Math.max(
      Math.abs(weights[position]),
      Math.abs(bounds.min[position]),
      Math.abs(bounds.max[position]),
    )
    units += points * scale * topLevel
    grid += points * Math.abs(lowestGrid)
  })
  return units < MAX_UNITS && grid / rows.unit < MAX_UNITS && grid < Number.MAX_SAFE_INTEGER
}

function levelsOf(values: ArrayLike<number>, rowsOfPart: Uint32Array[]) {
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  for (const rows of rowsOfPart) {
    for (let row = 0; row < rows.length; row++) {
      const value = values[rows[row]]
      if (value < lowest) lowest = value
      if (value > highest) highest = value
    }
  }
  if (!(highest > lowest)) return { lowest: highest === lowest ? lowest : 0, step: 1, topLevel: 0 }
  let step = 0
  for (const rows of rowsOfPart) {
    for (let row = 0; step !== 1 && row < rows.length; row++) {
      step = commonDivisor(values[rows[row]] - lowest, step)
    }
  }
  return { lowest, step, topLevel: (highest - lowest) / step }
}

function commonDivisor(one: number, other: number): number {
  let [a, b] = [one, other]
  while (b !== 0) [a, b] = [b, a % b]
  return a
}
