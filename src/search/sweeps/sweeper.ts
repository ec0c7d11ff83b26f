import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { holding } from '../../lib/heldBytes.ts'
import type { Bounds } from '../bounds.ts'
import { createRankScores, ranksPay } from '../kernels/scoreRanks.ts'
import { isCounted } from '../objective.ts'
import { type Candidates, createCandidates } from './candidates.ts'
import { createCellSweeps } from './cellSweeps.ts'
import { createCells } from './cells.ts'
import { type Channels, createChannels } from './channels.ts'
import { type Levels, levelsOf, type Steps, stepsOf } from './levels.ts'
import { createRowCounts } from './rowCounts.ts'
import { type SweptRows, sweptRows } from './rowGroups.ts'
import { shiftAdd } from './shiftAdd.ts'
import { createSimdRowCounts } from './simdRowCounts.ts'
import { createSweptScores, type ScoredRows } from './sweptScores.ts'

/**
 * The primary metric over all values of one weight, or of two, from one position. Exact: every
 * comparable is the one `Objective` gives for the same weights. NaN where the metric is not defined.
 */
export interface Sweeper {
  /** Makes `weights` the position. */
  place(weights: Int32Array): void
  /** Makes `weights` the position; its comparable. */
  moveTo(weights: Int32Array): number
  /** Comparables of weight values `low`, `low` + 1, … `high`, written from out[0]. */
  one(feature: number, low: number, high: number, out: Float64Array): void
  /** Comparables of all pairs of values, the second running fastest, written from out[0]. */
  two(first: number, second: number, window: PairWindow, out: Float64Array): void
  /** Whether all value pairs of two features cost less than one pass over the rows each. */
  jointly(first: number, second: number): boolean
  /** Nanoseconds such a value pair takes, roughly, beside counting the rows; infinite where histograms cannot give it. */
  jointCost(first: number, second: number): number
  /** Distinct values of a feature; infinite where there are many, or they are not told apart. */
  levels(feature: number): number
  toValue(comparable: number): number
  rows: number // rows or groups of equal rows that are swept
}

/** Values of two weights, inclusive. */
export interface PairWindow {
  firstLow: number
  firstHigh: number
  secondLow: number
  secondHigh: number
}

/** All value pairs of two weights are worth this many passes for each candidate. */
const JOINT_WORTH = 2

/** Nanoseconds of a pass by SIMD, for each row and beside; what a bin of a histogram costs beside it. */
const SIMD_ROW = 0.35
const SIMD_PASS = 1500
const BIN = 4

/** A candidate from cells takes so many times the time it is said to, at most; measured. */
const CELLS_WORTH = 1.5

/** Score steps beyond which histograms of whole scores are not kept. */
const MOST_STEPS = 1 << 16

/** `bounds`: what weights swept and moved to keep to; null: they may be any, and SIMD is not used. */
export function createSweeper(
  dataset: Dataset,
  metric: PrimaryMetric,
  bounds: Bounds | null = null,
): Sweeper {
  const channels = createChannels(dataset, metric)
  if (channels === null) return createPlainSweeper(dataset, metric, bounds, null)
  const steps = stepsOf(dataset)
  const last = steps.top - steps.bottom
  if (last < 1 || last > MOST_STEPS) return createPlainSweeper(dataset, metric, bounds, channels)
  return createHistogramSweeper(dataset, metric, bounds, channels, steps)
}

/** One candidate after another, for metrics and grids without histograms. */
function createPlainSweeper(
  dataset: Dataset,
  metric: PrimaryMetric,
  bounds: Bounds | null,
  channels: Channels | null,
): Sweeper {
  let candidates: Candidates | null = null

  function madeAt(weights: Int32Array): Candidates {
    candidates ??= createCandidates(dataset, metric, bounds, weights)
    return candidates
  }

  return holding(() => [channels, candidates], {
    rows: dataset.rowCount,
    place: (weights) => madeAt(weights).place(weights),
    moveTo: (weights) => madeAt(weights).moveTo(weights),
    one: (feature, low, high, out) => candidates!.one(feature, low, high, out),
    two: (first, second, window, out) => candidates!.two(first, second, window, out),
    jointly: () => false,
    jointCost: () => Number.POSITIVE_INFINITY,
    levels: () => Number.POSITIVE_INFINITY,
    toValue: channels !== null && isCounted(dataset) ? channels.toValue : (metric) => metric,
  })
}

function createHistogramSweeper(
  dataset: Dataset,
  metric: PrimaryMetric,
  bounds: Bounds | null,
  channels: Channels,
  steps: Steps,
): Sweeper {
  const { features } = dataset
  const levels = features.map(levelsOf)
  const distinct = levels.map((each) => each?.values.length ?? Number.POSITIVE_INFINITY)
  const swept = sweptRows(channels, levels)
  const { rows, first, second, grouped } = swept
  const single = isCounted(dataset) // candidates may be tried one by one
  const last = steps.top - steps.bottom // clipped scores are 0 to `last`
  const scored = scoredRows(dataset, levels, swept, steps, bounds !== null, channels.pairs)
  const scores = createSweptScores(scored)
  const position = new Int32Array(features.length) // the scores follow once they are asked for
  const cells = createCellSweeps(scored, swept, scores, channels, last)
  const totalFirst = new Float64Array(last + 1)
  const totalSecond = new Float64Array(last + 1)
  const ranks = ranksPay(rows.length, last) ? createRankScores(rows.length) : null
  const clipped = new Int32Array(rows.length)
  const tables = [totalFirst, totalSecond, clipped]
  let candidates: Candidates | null = null
  let candidatesAt: Int32Array | null = null
  let current: number | null = null // the comparable of the position, once it is asked for

  function place(weights: Int32Array): void {
    if (same(weights, position)) return
    position.set(weights)
    current = null
  }

  /** The comparable of the position. */
  function total(): number {
    if (simdPays(BIN * last)) {
      candidatesAt = position.slice()
      return candidates!.moveTo(position)
    }
    scores.place(position)
    if (!scores.narrow || ranks !== null) return rescored(0, 0)
    totalFirst.fill(0)
    totalSecond.fill(0)
    const whole = scored.cells.whole()
    shiftAdd(totalFirst, last, whole.first, 0, whole.width, whole.start)
    shiftAdd(totalSecond, last, whole.second, 0, whole.width, whole.start)
    return channels.finish(totalFirst, totalSecond, 0, last)
  }

  /** The comparable with each value of a feature worth so many grid units more. */
  function rescored(feature: number, points: number): number {
    const { values } = features[feature]
    const own = scores.scores()
    const { origin } = scores
    for (let i = 0; i < rows.length; i++) {
      clipped[i] = clip(own[i] + origin + (points * values[rows[i]]) / steps.size, last)
    }
    const top = ranks === null ? last : ranks(clipped, 0, last)
    totalFirst.fill(0, 0, top + 1)
    totalSecond.fill(0, 0, top + 1)
    for (let i = 0; i < rows.length; i++) {
      totalFirst[clipped[i]] += first[i]
      totalSecond[clipped[i]] += second[i]
    }
    return channels.finish(totalFirst, totalSecond, 0, top)
  }

  /** Whether candidates can be tried one by one by SIMD, for less than so many nanoseconds each. */
  function simdPays(cost: number): boolean {
    if (!single || grouped || bounds === null) return false
    if (cost <= SIMD_ROW * rows.length + SIMD_PASS) return false
    candidates ??= createCandidates(dataset, metric, bounds, position)
    return candidates.simd
  }

  /** Brings the candidates to the position, once they are asked. */
  function settled(): Candidates | null {
    if (!single) return null
    candidates ??= createCandidates(dataset, metric, bounds, position)
    if (candidatesAt === null || !same(candidatesAt, position)) {
      candidates.place(position)
      candidatesAt = position.slice()
    }
    return candidates
  }

  /** One value after another, rescoring groups of rows. */
  function byGroups(feature: number, low: number, high: number, out: Float64Array): void {
    const { multiplier } = features[feature]
    for (let weight = low; weight <= high; weight++) {
      out[weight - low] = rescored(feature, (weight - position[feature]) * multiplier)
    }
  }

  /** Nanoseconds of a candidate, roughly, by a pass over the rows. */
  function passCost(): number {
    return grouped ? 3 * rows.length + 2 * last : 0.5 * rows.length + 3000
  }

  function jointly(one: number, other: number): boolean {
    scores.place(position)
    return cells.costOfTwo(one, other) <= JOINT_WORTH * passCost()
  }

  const kept = () => [channels, swept, scores, cells, ranks, candidates, candidatesAt, tables]
  return holding(kept, {
    rows: rows.length,
    place,
    moveTo(weights) {
      place(weights)
      current ??= total()
      return current
    },
    one(feature, low, high, out) {
      scores.place(position)
      const cost = cells.costOfOne(feature)
      if (cost <= passCost() && !simdPays(CELLS_WORTH * cost)) {
        cells.one(feature, low, high, out)
        return
      }
      const way = grouped ? null : settled()
      if (way === null) byGroups(feature, low, high, out)
      else way.one(feature, low, high, out)
    },
    two(one, other, window, out) {
      const bySimd = () =>
        !cells.countsRows(one, other) && simdPays(CELLS_WORTH * cells.costOfTwo(one, other))
      if (jointly(one, other) && !bySimd()) {
        cells.two(one, other, window, out)
        return
      }
      const way = settled()
      if (way !== null) {
        way.two(one, other, window, out)
        return
      }
      const moved = position.slice()
      const span = window.secondHigh - window.secondLow + 1
      for (let a = window.firstLow; a <= window.firstHigh; a++) {
        moved[one] = a
        scores.place(moved)
        const row = (a - window.firstLow) * span
        byGroups(other, window.secondLow, window.secondHigh, out.subarray(row, row + span))
      }
      scores.place(position)
    },
    jointly,
    jointCost(one, other) {
      scores.place(position)
      return cells.costOfTwo(one, other)
    },
    levels: (feature) => distinct[feature],
    toValue: channels.toValue,
  })
}

/** What is swept, counted by SIMD where rows count one and the machine has it. */
function scoredRows(
  dataset: Dataset,
  levels: (Levels | null)[],
  { rows, first, second, upperRows }: SweptRows,
  { size, origin, bottom }: Steps,
  simd: boolean,
  pairs: boolean,
): ScoredRows {
  const { features, baseScore, resolution } = dataset
  const codes = levels.map((feature) => (feature === null ? null : taken(feature.codes, rows)))
  const steps = levels.map((feature) => feature?.values.map((value) => value / size) ?? [])
  const flags = steps.filter((own) => own.length === 2).length
  const counts =
    (simd && upperRows !== null
      ? createSimdRowCounts(rows.length, upperRows, flags, pairs)
      : null) ?? createRowCounts(first, second)
  const cells = createCells({
    counts,
    first,
    second,
    codes,
    levels: steps.map((own) => own.length),
  })
  const start = (Math.round(baseScore * resolution) - origin) / size - bottom
  return { features, rows, codes, steps, size, start, counts, cells }
}

function taken(codes: Uint8Array, rows: Uint32Array): Uint8Array {
  const chosen = new Uint8Array(rows.length)
  for (let i = 0; i < rows.length; i++) chosen[i] = codes[rows[i]]
  return chosen
}

function clip(score: number, last: number): number {
  return score < 0 ? 0 : Math.min(score, last)
}

function same(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
