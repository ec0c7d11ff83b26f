import type { CodedColumn } from './codedColumn.ts'
import { fittedPlaces, quantilePlaces, shortNumberIn } from './cutPoints.ts'
import type { Shape } from './shape.ts'

/** A way to shape a column, before percentiles and cuts are fitted to rows. */
export type Candidate =
  | { kind: 'line' | 'log' | 'rank' | 'flags' }
  | { kind: 'bins'; bins: number; cuts: 'equal' | 'fitted' }

const BIN_COUNTS = [3, 5, 7, 10]
const FITTED_COUNTS = [2, 3, 4, 5, 6, 8, 10]
export const MOST_BINS = 10
const RANK_CUTS = 20
const RARE = 0.02
const STEP = 0.01
const FEW_VALUES = 26

/** The shapes a column may take, the simplest first. */
export function candidatesOf(column: CodedColumn): Candidate[] {
  const { numbers, size } = column
  if (numbers === null) return [{ kind: 'flags' }]
  const candidates: Candidate[] = [{ kind: 'line' }]
  if (size <= 2) return candidates
  if (numbers[0] >= 0 && size > 4) candidates.push({ kind: 'log' })
  if (size > 3) candidates.push({ kind: 'rank' })
  for (let bins = 2; bins <= MOST_BINS; bins++) {
    if (bins > size) break
    if (FITTED_COUNTS.includes(bins)) candidates.push({ kind: 'bins', bins, cuts: 'fitted' })
    if (BIN_COUNTS.includes(bins)) candidates.push({ kind: 'bins', bins, cuts: 'equal' })
  }
  return candidates
}

export function candidateWords(candidate: Candidate): string {
  switch (candidate.kind) {
    case 'line':
      return 'straight line'
    case 'log':
      return 'logarithm'
    case 'rank':
      return 'rank'
    case 'flags':
      return 'a flag per text'
    case 'bins':
      return candidate.cuts === 'equal'
        ? `${candidate.bins} bins of equal size`
        : `${candidate.bins} bins with fitted cuts`
  }
}

/** What shapes are fitted to: rows by value of the column, and what the other features leave over. */
export interface ValueSums {
  counts: Float64Array // rows of each distinct value
  slopes: Float64Array // their outcomes minus chances
  curvatures: Float64Array // the variance of their outcomes
}

/** Percentiles, cuts or groups of a candidate; null where the values do not allow it. */
export function fitShapes(
  column: CodedColumn,
  candidates: readonly Candidate[],
  { counts, slopes, curvatures }: ValueSums,
): (Shape | null)[] {
  let path: number[] | null = null
  const fitted = () => {
    path ??= fittedPlaces(counts, slopes, curvatures, column.size, MOST_BINS)
    return path
  }
  return candidates.map((candidate): Shape | null => {
    const { numbers, size } = column
    if (candidate.kind === 'flags') return { kind: 'flags', groups: textGroups(column, counts) }
    if (numbers === null) return null
    if (candidate.kind === 'bins') {
      const { bins } = candidate
      const places =
        candidate.cuts === 'equal'
          ? quantilePlaces(counts, size, bins)
          : fitted().slice(0, bins - 1)
      if (candidate.cuts === 'fitted' && places.length < bins - 1) return null
      const cuts = cutsAt(numbers, places)
      return cuts.length === 0 ? null : { kind: 'bins', cuts }
    }
    if (candidate.kind === 'rank') {
      const cuts = cutsAt(numbers, quantilePlaces(counts, size, RANK_CUTS + 1))
      return cuts.length < 2 ? null : { kind: 'rank', cuts }
    }
    const { low, high } = rangeOf(numbers, counts, size)
    if (low >= high) return null
    return { kind: candidate.kind, low, high, step: size === 2 ? 1 : STEP }
  })
}

function cutsAt(numbers: Float64Array, places: readonly number[]): number[] {
  return [...places]
    .sort((a, b) => a - b)
    .map((place) => shortNumberIn(numbers[place - 1], numbers[place]))
}

/** First and 99th percentile; all values where few are different or the middle has no width. */
function rangeOf(numbers: Float64Array, counts: ArrayLike<number>, size: number) {
  let total = 0
  for (let code = 0; code < size; code++) total += counts[code]
  let first = 0
  let last = size - 1
  while (first < last && counts[first] === 0) first++
  while (last > first && counts[last] === 0) last--
  let low = first
  let high = last
  for (let code = 0, sum = 0; code < size; code++) {
    sum += counts[code]
    if (sum < 0.01 * total && code < last) low = code + 1
    if (sum >= 0.99 * total) {
      high = code
      break
    }
  }
  if (size <= FEW_VALUES || low >= high) return { low: numbers[first], high: numbers[last] }
  return { low: numbers[low], high: numbers[high] }
}

/** Texts with rows in the order of the column; those under 2 % of the rows together at the end. */
function textGroups({ texts }: CodedColumn, counts: ArrayLike<number>): string[][] {
  const total = texts.reduce((sum, _, code) => sum + counts[code], 0)
  const seen = texts.map((text, code) => ({ text, rows: counts[code] })).filter(({ rows }) => rows)
  const rare = seen.filter(({ rows }) => rows < RARE * total)
  if (rare.length < 2) return seen.map(({ text }) => [text])
  const common = seen.filter(({ rows }) => rows >= RARE * total)
  return [...common.map(({ text }) => [text]), rare.map(({ text }) => text)]
}
