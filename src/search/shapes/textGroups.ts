import type { ValueSums } from './candidates.ts'
import type { CodedColumn } from './codedColumn.ts'
import { LEAST_OWN } from './codedColumn.ts'

const RARE = 0.02

export interface LikeGroups {
  groups: string[][] // the lowest first
  shares: number[] // of the way from the lowest group's effect to the highest's
  other: number // the same, of texts that had no row
}

/**
 * Texts with rows in the order of the column, a group each; those under 2 % of the rows together at
 * the end, with the rarest of the others where they alone are too few for points of their own.
 */
export function ownGroups({ texts }: CodedColumn, counts: ArrayLike<number>): string[][] {
  const total = texts.reduce((sum, _, code) => sum + counts[code], 0)
  const seen = texts.map((text, code) => ({ text, rows: counts[code] })).filter(({ rows }) => rows)
  const rare = seen.filter(({ rows }) => rows < RARE * total)
  const rows = rare.reduce((sum, each) => sum + each.rows, 0)
  const common = seen.filter((each) => !rare.includes(each))
  if (rare.length < 2 && rows >= LEAST_OWN) return seen.map(({ text }) => [text])
  if (rare.length > 0 && rows < LEAST_OWN && common.length > 0) {
    const rarest = common.reduce((a, b) => (b.rows < a.rows ? b : a))
    common.splice(common.indexOf(rarest), 1)
    rare.unshift(rarest)
  }
  const groups = common.map(({ text }) => [text])
  return rare.length === 0 ? groups : [...groups, rare.map(({ text }) => text)]
}

/**
 * Texts with rows in up to `most` groups of like effects, the lowest first, the most frequent text of
 * a group first; null where the texts differ no more than by chance. Effects are one Newton step with
 * the ridge of their estimated variance, so that those of rare texts stay near 0; texts of too few rows for an effect of their own
 * have one together.
 */
export function likeGroups(
  { texts }: CodedColumn,
  { counts, slopes, curvatures }: ValueSums,
  most: number,
): LikeGroups | null {
  const seen = texts.flatMap((_, code) => (counts[code] > 0 ? [code] : []))
  const few = seen.filter((code) => counts[code] < LEAST_OWN)
  const own = seen.filter((code) => counts[code] >= LEAST_OWN).map((code) => [code])
  const parts = few.length === 0 ? own : [...own, few]
  const sumOf = (codes: readonly number[], of: ArrayLike<number>) =>
    codes.reduce((sum, code) => sum + of[code], 0)
  const sums = parts.map((codes) => ({
    codes,
    rows: sumOf(codes, counts),
    slope: sumOf(codes, slopes),
    curvature: sumOf(codes, curvatures),
  }))
  const variance = effectVariance(sums)
  if (variance === 0) return null
  const ordered = sums
    .map(({ codes, rows, slope, curvature }) => ({
      codes,
      rows,
      effect: slope / (curvature + 1 / variance),
    }))
    .sort((a, b) => a.effect - b.effect || a.codes[0] - b.codes[0])
  const values = ordered.map(({ effect }) => effect)
  const rows = ordered.map((each) => each.rows)
  let ends: number[] | null = null
  for (let groups = Math.min(most, parts.length); ends === null && groups >= 2; groups--) {
    ends = nearestGroups(values, rows, groups, LEAST_OWN)
  }
  if (ends === null) return null
  const runs = ends.map((end, group) => ordered.slice(group === 0 ? 0 : ends[group - 1], end))
  const effects = runs.map((run) => {
    const rows = run.reduce((sum, each) => sum + each.rows, 0)
    return run.reduce((sum, each) => sum + each.rows * each.effect, 0) / rows
  })
  const low = effects[0]
  const width = effects[effects.length - 1] - low
  if (width < 1e-9) return null
  return {
    groups: runs.map((run) =>
      run
        .flatMap(({ codes }) => codes)
        .sort((a, b) => counts[b] - counts[a] || a - b)
        .map((code) => texts[code]),
    ),
    shares: effects.map((effect) => (effect - low) / width),
    other: Math.min(1, Math.max(0, -low / width)),
  }
}

/**
 * Variance between the effects of texts beyond what chance makes of equal ones, by moments
 * (DerSimonian and Laird, 1986): a slope squared over its curvature is 1 + curvature × variance.
 */
export function effectVariance(sums: readonly { slope: number; curvature: number }[]): number {
  const excess = sums.reduce(
    (sum, { slope, curvature: h }) => sum + (h > 0 ? slope ** 2 / h - 1 : 0),
    1,
  )
  const total = sums.reduce((sum, { curvature }) => sum + curvature, 0)
  const squares = sums.reduce((sum, { curvature }) => sum + curvature ** 2, 0)
  const room = total - squares / total
  return room > 0 ? Math.max(0, excess / room) : 0
}

/**
 * Ends (exclusive) of `groups` runs of ascending values with the least weighted squares about the mean
 * of each run, by dynamic programming (Fisher, 1958); null where no division leaves every run `least`
 * of the weight.
 */
export function nearestGroups(
  values: readonly number[],
  weights: readonly number[],
  groups: number,
  least: number,
): number[] | null {
  const size = values.length
  const weight = new Float64Array(size + 1)
  const sum = new Float64Array(size + 1)
  const squares = new Float64Array(size + 1)
  for (let i = 0; i < size; i++) {
    weight[i + 1] = weight[i] + weights[i]
    sum[i + 1] = sum[i] + weights[i] * values[i]
    squares[i + 1] = squares[i] + weights[i] * values[i] * values[i]
  }
  const costOf = (from: number, to: number) => {
    const held = weight[to] - weight[from]
    if (held < least || held === 0) return Number.POSITIVE_INFINITY
    return squares[to] - squares[from] - (sum[to] - sum[from]) ** 2 / held
  }
  let cost = Float64Array.from({ length: size + 1 }, (_, to) => costOf(0, to))
  const starts: Uint32Array[] = []
  for (let group = 1; group < groups; group++) {
    const next = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY)
    const start = new Uint32Array(size + 1)
    for (let to = 1; to <= size; to++) {
      for (let from = 1; from < to; from++) {
        const total = cost[from] + costOf(from, to)
        if (total >= next[to]) continue
        next[to] = total
        start[to] = from
      }
    }
    cost = next
    starts.push(start)
  }
  if (!Number.isFinite(cost[size])) return null
  const ends = [size]
  for (const start of starts.reverse()) ends.unshift(start[ends[0]])
  return ends
}
