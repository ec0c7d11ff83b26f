import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import type { Bounds } from '../bounds.ts'
import { createObjective, isCounted } from '../objective.ts'
import { type Candidates, createCandidates, plainCandidates } from './candidates.ts'
import { type Cells, createCells, mergeCells } from './cells.ts'
import { type Channels, createChannels } from './channels.ts'
import { type Levels, levelsOf, type Steps, stepsOf } from './levels.ts'
import { sweptRows } from './rowGroups.ts'
import { shiftAdd } from './shiftAdd.ts'
import { createShiftedPairs, type GroupedRows, type ShiftedPairs } from './shiftedPairs.ts'

/**
 * The primary metric over all values of one weight, or of two, from one position. Exact: every
 * comparable is the one `Objective` gives for the same weights. NaN where the metric is not defined.
 */
export interface Sweeper {
  /** Makes `weights` the position; its comparable. */
  moveTo(weights: Int32Array): number
  /** Comparables of weight values `low`, `low` + 1, … `high`, written from out[0]. */
  one(feature: number, low: number, high: number, out: Float64Array): void
  /** Comparables of all pairs of values, the second running fastest, written from out[0]. */
  two(first: number, second: number, window: PairWindow, out: Float64Array): void
  /** Whether all value pairs of two features cost less than one pass over the rows each. */
  jointly(first: number, second: number): boolean
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

/** Cells of a joint histogram beyond which it is not built. */
const MOST_CELLS = 36

/** All value pairs of two weights are worth this many passes for each candidate. */
const JOINT_WORTH = 2

/** Values of a weight that share the work of one. */
const SOME_VALUES = 25

/** Score steps beyond which histograms of whole scores are not kept. */
const MOST_STEPS = 1 << 16

/** `bounds`: what weights swept and moved to keep to; null: they may be any, and SIMD is not used. */
export function createSweeper(
  dataset: Dataset,
  metric: PrimaryMetric,
  bounds: Bounds | null = null,
): Sweeper {
  const channels = createChannels(dataset, metric)
  if (channels === null) return createPlainSweeper(dataset, metric)
  const steps = stepsOf(dataset)
  const levels = dataset.features.map(levelsOf)
  if (steps.top - steps.bottom > MOST_STEPS) return createPlainSweeper(dataset, metric)
  return createHistogramSweeper(dataset, metric, bounds, channels, steps, levels)
}

/** One candidate after another, for metrics and grids without histograms. */
function createPlainSweeper(dataset: Dataset, metric: PrimaryMetric): Sweeper {
  const objective = createObjective(dataset, metric)
  const candidates = plainCandidates(objective)
  return {
    rows: dataset.rowCount,
    moveTo: (weights) => objective.reset(weights),
    one: candidates.one,
    two: candidates.two,
    jointly: () => false,
    toValue: (comparable) => objective.toValue(comparable),
  }
}

function createHistogramSweeper(
  dataset: Dataset,
  metric: PrimaryMetric,
  bounds: Bounds | null,
  channels: Channels,
  steps: Steps,
  levels: (Levels | null)[],
): Sweeper {
  const { features } = dataset
  const swept = sweptRows(channels, levels)
  const { rows, first, second } = swept
  const single = isCounted(dataset) // candidates may be tried one by one
  const scores = new Float64Array(rows.length)
  let turned = new Float64Array(0)
  let candidates: Candidates | null = null
  const last = steps.top - steps.bottom // clipped scores are 0 to `last`
  const start = (Math.round(dataset.baseScore * dataset.resolution) - steps.origin) / steps.size
  const base = new Float64Array(rows.length).fill(start - steps.bottom) // unclipped, above `bottom`
  const position = new Int32Array(features.length)
  const codes = levels.map((feature) => (feature === null ? null : taken(feature.codes, rows)))
  const levelSteps = levels.map(
    (feature) => feature?.values.map((value) => value / steps.size) ?? [],
  )
  const totalFirst = new Float64Array(last + 1)
  const totalSecond = new Float64Array(last + 1)
  let objectiveAt: Int32Array | null = null
  let current = Number.NaN
  let least = 0
  let most = 0
  let placed = false
  const cells = createCells({
    base,
    first,
    second,
    codes,
    levels: levelSteps.map((own) => own.length),
  })
  const merged = { first: new Float64Array(0), second: new Float64Array(0), width: 0, start: 0 }
  const pairsMoved = channels.pairs ? createShiftedPairs(last) : null

  function place(weights: Int32Array): void {
    for (let feature = 0; feature < weights.length; feature++) {
      const change = weights[feature] - position[feature]
      if (change === 0) continue
      const { values, multiplier } = features[feature]
      const points = change * multiplier // divided last: whole numbers stay exact
      for (let i = 0; i < base.length; i++) base[i] += (points * values[rows[i]]) / steps.size
      position[feature] = weights[feature]
    }
    least = Number.POSITIVE_INFINITY
    most = Number.NEGATIVE_INFINITY
    for (let i = 0; i < base.length; i++) {
      if (base[i] < least) least = base[i]
      if (base[i] > most) most = base[i]
    }
    cells.moved(least, most)
  }

  function total(): number {
    totalFirst.fill(0)
    totalSecond.fill(0)
    for (let i = 0; i < base.length; i++) {
      const score = clip(base[i], last)
      totalFirst[score] += first[i]
      totalSecond[score] += second[i]
    }
    return channels.finish(totalFirst, totalSecond, 0, last)
  }

  /** Brings the objective to the position, once it is asked. */
  function settled(): Candidates | null {
    if (!single) return null
    candidates ??= createCandidates(dataset, metric, bounds, position)
    if (objectiveAt === null || !same(objectiveAt, position)) {
      candidates.moveTo(position)
      objectiveAt = position.slice()
    }
    return candidates
  }

  /** One value after another, rescoring groups of rows. */
  function byGroups(feature: number, low: number, high: number, out: Float64Array): void {
    const { values, multiplier } = features[feature]
    for (let weight = low; weight <= high; weight++) {
      const points = (weight - position[feature]) * multiplier
      totalFirst.fill(0)
      totalSecond.fill(0)
      for (let i = 0; i < base.length; i++) {
        const score = clip(base[i] + (points * values[rows[i]]) / steps.size, last)
        totalFirst[score] += first[i]
        totalSecond[score] += second[i]
      }
      out[weight - low] = channels.finish(totalFirst, totalSecond, 0, last)
    }
  }

  function byLevels(feature: number, low: number, high: number, out: Float64Array): void {
    sweepShifts(
      cells.build(feature),
      levelSteps[feature],
      low - position[feature],
      high - low,
      out,
      0,
    )
  }

  /**
   * For each value of the outer weight its levels are put together, once for all of the inner's, which
   * is the one with fewer levels.
   */
  function byCells(one: number, other: number, window: PairWindow, out: Float64Array): void {
    const { firstLow, firstHigh, secondLow, secondHigh } = window
    if (levelSteps[other].length <= levelSteps[one].length) {
      const span = secondHigh - secondLow
      eachOuter(one, other, firstLow, firstHigh, secondLow, span, out)
      return
    }
    const span = firstHigh - firstLow
    if (turned.length < out.length) turned = new Float64Array(out.length)
    eachOuter(other, one, secondLow, secondHigh, firstLow, span, turned)
    let next = 0
    for (let a = 0; a <= span; a++) {
      for (let b = 0; b <= secondHigh - secondLow; b++) out[next++] = turned[b * (span + 1) + a]
    }
  }

  function eachOuter(
    outer: number,
    inner: number,
    low: number,
    high: number,
    innerLow: number,
    span: number,
    out: Float64Array,
  ): void {
    const [own, others] = [levelSteps[outer], levelSteps[inner]]
    const change = innerLow - position[inner]
    const pairs = twoLevels(others) ? pairsMoved : null
    const manyCells = own.length * others.length * (most - least + 1) > base.length
    const byRows = manyCells ? pairs : null
    const built = byRows === null ? cells.build(outer, inner) : null
    for (let weight = low; weight <= high; weight++) {
      const shifts = own.map((step) => (weight - position[outer]) * step)
      const at = (weight - low) * (span + 1)
      if (byRows !== null) {
        byRows.ofRows(shiftedRows(outer, inner, shifts))
        allWon(byRows, others[1], change, span, out, at)
      } else if (built !== null) {
        mergeCells(merged, built, shifts, others.length)
        sweepShifts(merged, others, change, span, out, at)
      }
    }
  }

  /** The rows with the outer weight changed, divided by the inner feature's two levels. */
  function shiftedRows(outer: number, inner: number, shifts: number[]): GroupedRows {
    const outerCodes = codes[outer]!
    for (let i = 0; i < base.length; i++) scores[i] = base[i] + shifts[outerCodes[i]]
    return {
      score: scores,
      first,
      second,
      moves: codes[inner]!,
      least: least + Math.min(...shifts),
      most: most + Math.max(...shifts),
    }
  }

  /** Comparables of `more` + 1 changes of a weight from `change` on, given the cells of its levels. */
  function sweepShifts(
    of: Cells,
    levelSteps: number[],
    change: number,
    more: number,
    out: Float64Array,
    at: number,
  ): void {
    if (pairsMoved !== null && twoLevels(levelSteps)) {
      pairsMoved.ofCells(of)
      allWon(pairsMoved, levelSteps[1], change, more, out, at)
      return
    }
    const { first: cellFirst, second: cellSecond, width, start } = of
    for (let i = 0; i <= more; i++) {
      const points = change + i
      totalFirst.fill(0)
      totalSecond.fill(0)
      for (let code = 0; code < levelSteps.length; code++) {
        const shift = start + points * levelSteps[code]
        shiftAdd(totalFirst, last, cellFirst, code * width, width, shift)
        shiftAdd(totalSecond, last, cellSecond, code * width, width, shift)
      }
      out[at + i] = channels.finish(totalFirst, totalSecond, 0, last)
    }
  }

  /** Nanoseconds of a candidate, roughly: by a pass over the rows, and by the levels of a feature. */
  function passCost(): number {
    return swept.grouped ? 3 * base.length + 2 * last : 0.5 * base.length + 3000
  }

  function levelCost(steps: number[]): number {
    const width = most - least + 1
    if (pairsMoved !== null && twoLevels(steps)) {
      return 1.5 * Math.min(width, base.length) + (3 * width + 4 * last) / SOME_VALUES
    }
    return 2 * steps.length * width + 3 * last
  }

  function jointly(one: number, other: number): boolean {
    const [a, b] = [levelSteps[one], levelSteps[other]]
    const cellCount = a.length * b.length
    if (cellCount === 0 || cellCount > MOST_CELLS) return false
    return levelCost(a.length < b.length ? a : b) <= JOINT_WORTH * passCost()
  }

  return {
    rows: base.length,
    moveTo(weights) {
      if (placed && same(weights, position)) return current
      place(weights)
      placed = true
      current = total()
      return current
    },
    one(feature, low, high, out) {
      const steps = levelSteps[feature]
      if (steps.length > 0 && levelCost(steps) <= passCost()) {
        return byLevels(feature, low, high, out)
      }
      if (swept.grouped) return byGroups(feature, low, high, out)
      const way = settled()
      if (way === null) byGroups(feature, low, high, out)
      else way.one(feature, low, high, out)
    },
    two(one, other, window, out) {
      if (jointly(one, other)) return byCells(one, other, window, out)
      const way = settled()
      if (way !== null) return way.two(one, other, window, out)
      const back = position.slice()
      const moved = position.slice()
      const span = window.secondHigh - window.secondLow + 1
      for (let a = window.firstLow; a <= window.firstHigh; a++) {
        moved[one] = a
        place(moved)
        const row = (a - window.firstLow) * span
        byGroups(other, window.secondLow, window.secondHigh, out.subarray(row, row + span))
      }
      place(back)
    },
    jointly,
    toValue: channels.toValue,
  }
}

function taken(codes: Uint8Array, rows: Uint32Array): Uint8Array {
  const chosen = new Uint8Array(rows.length)
  for (let i = 0; i < rows.length; i++) chosen[i] = codes[rows[i]]
  return chosen
}

/** Comparables of `more` + 1 changes from `change` on of the group that moves `step` a point. */
function allWon(
  pairs: ShiftedPairs,
  step: number,
  change: number,
  more: number,
  out: Float64Array,
  at: number,
): void {
  for (let i = 0; i <= more; i++) out[at + i] = pairs.won((change + i) * step)
}

/** Whether a level of the feature stays where it is, and one moves. */
function twoLevels(steps: number[]): boolean {
  return steps.length === 2 && steps[0] === 0
}

function clip(score: number, last: number): number {
  return score < 0 ? 0 : Math.min(score, last)
}

function same(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
