import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import type { Bounds } from '../bounds.ts'
import { createObjective } from '../objective.ts'
import { type Candidates, createCandidates, plainCandidates } from './candidates.ts'
import { type Cells, createCells } from './cells.ts'
import { type Channels, createChannels } from './channels.ts'
import { groupRows, type Levels, levelsOf, type Steps, stepsOf } from './levels.ts'
import { shiftAdd } from './shiftAdd.ts'
import { createShiftedPairs } from './shiftedPairs.ts'

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
  const { outcomes, features } = dataset
  const swept = sweptRows(channels, levels)
  const { rows, first, second } = swept
  const single = outcomes.count === null // an account a row: candidates may be tried one by one
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

  /** For each value of the first weight its levels are put together, once for all of the second's. */
  function byCells(one: number, other: number, window: PairWindow, out: Float64Array): void {
    const [own, others] = [levelSteps[one], levelSteps[other]]
    const built = cells.build(one, other)
    const { firstLow, firstHigh, secondLow, secondHigh } = window
    const span = secondHigh - secondLow
    let next = 0
    for (let a = firstLow; a <= firstHigh; a++) {
      const change = a - position[one]
      mergeCells(
        merged,
        built,
        own.map((step) => change * step),
        others.length,
      )
      sweepShifts(merged, others, secondLow - position[other], span, out, next)
      next += span + 1
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
    const { first: cellFirst, second: cellSecond, width, start } = of
    const pairs = levelSteps.length === 2 && levelSteps[0] === 0 ? pairsMoved : null
    pairs?.prepare(cellFirst, cellSecond, cellFirst, cellSecond, 0, width, width, start)
    for (let i = 0; i <= more; i++) {
      const points = change + i
      if (pairs !== null) {
        const won = pairs.won(points * levelSteps[1])
        if (!Number.isNaN(won)) {
          out[at + i] = won
          continue
        }
      }
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

  function levelsPay(cells: number): boolean {
    const width = most - least + 1
    const perCandidate = single && !swept.grouped ? dataset.rowCount : base.length
    return 2 * cells * width < perCandidate + last
  }

  function jointly(one: number, other: number): boolean {
    const cells = levelSteps[one].length * levelSteps[other].length
    if (cells === 0 || cells > MOST_CELLS) return false
    return levelsPay(Math.min(levelSteps[one].length, levelSteps[other].length))
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
      const few = levelSteps[feature].length
      if (few > 0 && levelsPay(few)) return byLevels(feature, low, high, out)
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

/** Puts the cells of the first feature together, moved by `shifts`, for each level of the second. */
function mergeCells(to: Cells, from: Cells, shifts: number[], inner: number): void {
  const low = Math.min(...shifts)
  to.start = from.start + low
  to.width = from.width + Math.max(...shifts) - low
  const size = to.width * inner
  if (to.first.length < size) {
    to.first = new Float64Array(size)
    to.second = new Float64Array(size)
  } else {
    to.first.fill(0, 0, size)
    to.second.fill(0, 0, size)
  }
  for (let code = 0; code < shifts.length; code++) {
    for (let other = 0; other < inner; other++) {
      const source = (code * inner + other) * from.width
      const target = other * to.width + shifts[code] - low
      for (let i = 0; i < from.width; i++) {
        to.first[target + i] += from.first[source + i]
        to.second[target + i] += from.second[source + i]
      }
    }
  }
}

interface SweptRows {
  rows: Uint32Array // of the dataset, one a group
  first: Float64Array
  second: Float64Array
  grouped: boolean
}

/** The rows of the channels; those no weights can tell apart become one where that pays. */
function sweptRows({ rows, first, second }: Channels, levels: (Levels | null)[]): SweptRows {
  const groups = groupRows(levels, rows)
  if (groups === null) return { rows, first, second, grouped: false }
  const grouped: SweptRows = {
    rows: new Uint32Array(groups.count),
    first: new Float64Array(groups.count),
    second: new Float64Array(groups.count),
    grouped: true,
  }
  for (let i = 0; i < rows.length; i++) {
    const group = groups.group[i]
    grouped.rows[group] = rows[i]
    grouped.first[group] += first[i]
    grouped.second[group] += second[i]
  }
  return grouped
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
