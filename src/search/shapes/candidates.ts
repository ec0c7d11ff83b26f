import { MOST_FLAGS, MOST_TEXTS } from '../../accounts/columnFeatures.ts'
import type { CodedColumn } from './codedColumn.ts'
import { fittedPlaces, quantilePlaces, shortNumberIn } from './cutPoints.ts'
import type { Shape } from './shape.ts'
import { likeGroups, ownGroups } from './textGroups.ts'

/** A way to shape a column, before percentiles and cuts are fitted to rows. */
export type Candidate =
  | { kind: 'line' | 'wide' | 'log' | 'rank' | 'flags' | 'none' | 'groups' }
  | { kind: 'bins'; bins: number; cuts: 'equal' | 'fitted' }

const BIN_COUNTS = [3, 5, 7, 10]
const FITTED_COUNTS = [2, 3, 4, 5, 6, 8, 10]
export const MOST_BINS = 10
const RANK_CUTS = 20
const STEP = 0.01
const FEW_VALUES = 26
const CAPPED = 0.01 // of the rows, at each end of a line
const FURTHER = 0.5 // of its range that a wide line may reach beyond either end of it
const MOST_GROUPS = 12 // 8 cost 0.004 of AUC with 13 regions

/** The shapes a column may take, the simplest first. */
export function candidatesOf(column: CodedColumn): Candidate[] {
  const { numbers, size } = column
  if (numbers === null) return textCandidates(size)
  const candidates: Candidate[] = [{ kind: 'line' }]
  if (size <= 2) return candidates
  if (size > FEW_VALUES) candidates.push({ kind: 'wide' })
  if (numbers[size - 1] > 0 && size > 4) candidates.push({ kind: 'log' })
  if (size > 3) candidates.push({ kind: 'rank' })
  for (let bins = 2; bins <= MOST_BINS; bins++) {
    if (bins > size) break
    if (FITTED_COUNTS.includes(bins)) candidates.push({ kind: 'bins', bins, cuts: 'fitted' })
    if (BIN_COUNTS.includes(bins)) candidates.push({ kind: 'bins', bins, cuts: 'equal' })
  }
  return candidates
}

function textCandidates(size: number): Candidate[] {
  const candidates: Candidate[] = [{ kind: 'flags' }]
  if (size <= MOST_FLAGS || size > MOST_TEXTS) return candidates
  return [...candidates, { kind: 'none' }, { kind: 'groups' }]
}

export function candidateWords(candidate: Candidate): string {
  switch (candidate.kind) {
    case 'line':
      return 'straight line'
    case 'wide':
      return 'straight line that caps fewer values'
    case 'log':
      return 'logarithm'
    case 'rank':
      return 'rank'
    case 'flags':
      return 'a flag per text'
    case 'none':
      return 'no points'
    case 'groups':
      return 'groups of like texts'
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
  sums: ValueSums,
): (Shape | null)[] {
  const { counts, slopes, curvatures } = sums
  let path: number[] | null = null
  const fitted = () => {
    path ??= fittedPlaces(counts, slopes, curvatures, column.size, MOST_BINS)
    return path
  }
  return candidates.map((candidate): Shape | null => {
    const { numbers, size } = column
    if (candidate.kind === 'flags') return { kind: 'flags', groups: ownGroups(column, counts) }
    if (candidate.kind === 'none') return { kind: 'flags', groups: [] }
    if (candidate.kind === 'groups') {
      const groups = likeGroups(column, sums, MOST_GROUPS)
      return groups === null ? null : { kind: 'groups', ...groups }
    }
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
    const { low, high } = rangeOf(numbers, counts, size, CAPPED)
    if (low >= high) return null
    if (candidate.kind === 'wide') {
      const by = FURTHER * (high - low)
      const wide = wholeOf(numbers, counts, size, low - by, high + by)
      const isWider = wide.low < low || wide.high > high
      return isWider ? { kind: 'line', ...wide, step: STEP } : null
    }
    if (candidate.kind === 'log' && low < 0) return null
    return { kind: candidate.kind, low, high, step: size === 2 ? 1 : STEP }
  })
}

function cutsAt(numbers: Float64Array, places: readonly number[]): number[] {
  return [...places]
    .sort((a, b) => a - b)
    .map((place) => shortNumberIn(numbers[place - 1], numbers[place]))
}

/** Least and largest value of the rows counted, of those between two numbers. */
function wholeOf(
  numbers: Float64Array,
  counts: ArrayLike<number>,
  size: number,
  from = Number.NEGATIVE_INFINITY,
  to = Number.POSITIVE_INFINITY,
) {
  let first = 0
  let last = size - 1
  while (first < last && (counts[first] === 0 || numbers[first] < from)) first++
  while (last > first && (counts[last] === 0 || numbers[last] > to)) last--
  return { low: numbers[first], high: numbers[last] }
}

/** Where a share of the rows lies beyond at each end; all values where few are different or the middle has no width. */
function rangeOf(numbers: Float64Array, counts: ArrayLike<number>, size: number, beyond: number) {
  let total = 0
  for (let code = 0; code < size; code++) total += counts[code]
  const all = wholeOf(numbers, counts, size)
  let low = 0
  let high = size - 1
  for (let code = 0, sum = 0; code < size; code++) {
    sum += counts[code]
    if (sum < beyond * total && numbers[code] < all.high) low = code + 1
    if (sum >= (1 - beyond) * total) {
      high = code
      break
    }
  }
  if (size <= FEW_VALUES || low >= high) return all
  return { low: numbers[low], high: numbers[high] }
}
