import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { createMove } from '../move.ts'
import { createObjective, type Objective } from '../objective.ts'
import { type Channels, createChannels } from './channels.ts'
import { groupRows, type Levels, levelsOf, type Steps, stepsOf } from './levels.ts'
import { shiftAdd } from './shiftAdd.ts'

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

export function createSweeper(dataset: Dataset, metric: PrimaryMetric): Sweeper {
  const channels = createChannels(dataset, metric)
  if (channels === null) return createPlainSweeper(dataset, metric)
  const steps = stepsOf(dataset)
  const levels = dataset.features.map(levelsOf)
  if (steps.top - steps.bottom > MOST_STEPS) return createPlainSweeper(dataset, metric)
  return createHistogramSweeper(dataset, metric, channels, steps, levels)
}

/** One candidate after another, for metrics and grids without histograms. */
function createPlainSweeper(dataset: Dataset, metric: PrimaryMetric): Sweeper {
  const objective = createObjective(dataset, metric)
  const candidates = createCandidates(objective)
  return {
    rows: dataset.rowCount,
    moveTo: (weights) => candidates.moveTo(weights),
    one: candidates.one,
    two: candidates.two,
    jointly: () => false,
    toValue: (comparable) => objective.toValue(comparable),
  }
}

/** Sweeps by `tryMove`. */
function createCandidates(objective: Objective) {
  const move = createMove()
  return {
    moveTo: (weights: Int32Array) => objective.reset(weights),
    one(feature: number, low: number, high: number, out: Float64Array) {
      move.count = 1
      move.features[0] = feature
      for (let weight = low; weight <= high; weight++) {
        move.newWeights[0] = weight
        out[weight - low] = objective.tryMove(move)
      }
    },
    two(first: number, second: number, window: PairWindow, out: Float64Array) {
      move.count = 2
      move.features[0] = first
      move.features[1] = second
      let next = 0
      for (let a = window.firstLow; a <= window.firstHigh; a++) {
        for (let b = window.secondLow; b <= window.secondHigh; b++) {
          move.newWeights[0] = a
          move.newWeights[1] = b
          out[next++] = objective.tryMove(move)
        }
      }
    },
  }
}

function createHistogramSweeper(
  dataset: Dataset,
  metric: PrimaryMetric,
  channels: Channels,
  steps: Steps,
  levels: (Levels | null)[],
): Sweeper {
  const { outcomes, features } = dataset
  const swept = sweptRows(channels, levels)
  const { rows, first, second } = swept
  const objective = outcomes.count === null ? createObjective(dataset, metric) : null
  const candidates = objective === null ? null : createCandidates(objective)
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
  const joint = createJoint()

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
  function settled(): NonNullable<typeof candidates> | null {
    if (candidates === null) return null
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
    const own = levelSteps[feature]
    joint.build([feature])
    for (let weight = low; weight <= high; weight++) {
      const change = weight - position[feature]
      totalFirst.fill(0)
      totalSecond.fill(0)
      for (let code = 0; code < own.length; code++) {
        joint.add(totalFirst, totalSecond, last, code, change * own[code])
      }
      out[weight - low] = channels.finish(totalFirst, totalSecond, 0, last)
    }
  }

  /** For each value of the first weight its levels are put together, once for all of the second's. */
  function byCells(one: number, other: number, window: PairWindow, out: Float64Array): void {
    const [own, others] = [levelSteps[one], levelSteps[other]]
    joint.build([one, other])
    let next = 0
    for (let a = window.firstLow; a <= window.firstHigh; a++) {
      const change = a - position[one]
      joint.merge(
        own.map((step) => change * step),
        others.length,
      )
      for (let b = window.secondLow; b <= window.secondHigh; b++) {
        const otherChange = b - position[other]
        totalFirst.fill(0)
        totalSecond.fill(0)
        for (let code = 0; code < others.length; code++) {
          joint.addMerged(totalFirst, totalSecond, last, code, otherChange * others[code])
        }
        out[next++] = channels.finish(totalFirst, totalSecond, 0, last)
      }
    }
  }

  /** Histograms of unclipped scores, one a level or pair of levels, of rows at the position. */
  function createJoint() {
    let cellFirst = new Float64Array(0)
    let cellSecond = new Float64Array(0)
    let mergedFirst = new Float64Array(0)
    let mergedSecond = new Float64Array(0)
    let width = 0
    let mergedWidth = 0
    let mergedStart = 0
    return {
      build(of: number[]) {
        width = most - least + 1
        const [a, b] = of
        const inner = b === undefined ? 1 : levelSteps[b].length
        const size = width * levelSteps[a].length * inner
        if (cellFirst.length < size) {
          cellFirst = new Float64Array(size)
          cellSecond = new Float64Array(size)
        } else {
          cellFirst.fill(0, 0, size)
          cellSecond.fill(0, 0, size)
        }
        const codesA = codes[a]!
        const codesB = b === undefined ? null : codes[b]!
        for (let i = 0; i < base.length; i++) {
          const cell = codesB === null ? codesA[i] : codesA[i] * inner + codesB[i]
          const at = cell * width + base[i] - least
          cellFirst[at] += first[i]
          cellSecond[at] += second[i]
        }
      },
      add(toFirst: Float64Array, toSecond: Float64Array, end: number, cell: number, shift: number) {
        shiftAdd(toFirst, end, cellFirst, cell * width, width, least + shift)
        shiftAdd(toSecond, end, cellSecond, cell * width, width, least + shift)
      },
      /** Puts the cells of the first feature together, moved by `shifts`, for each level of the second. */
      merge(shifts: number[], inner: number) {
        const low = Math.min(...shifts)
        mergedStart = least + low
        mergedWidth = width + Math.max(...shifts) - low
        const size = mergedWidth * inner
        if (mergedFirst.length < size) {
          mergedFirst = new Float64Array(size)
          mergedSecond = new Float64Array(size)
        } else {
          mergedFirst.fill(0, 0, size)
          mergedSecond.fill(0, 0, size)
        }
        for (let code = 0; code < shifts.length; code++) {
          for (let other = 0; other < inner; other++) {
            const from = (code * inner + other) * width
            const to = other * mergedWidth + shifts[code] - low
            for (let i = 0; i < width; i++) {
              mergedFirst[to + i] += cellFirst[from + i]
              mergedSecond[to + i] += cellSecond[from + i]
            }
          }
        }
      },
      addMerged(
        toFirst: Float64Array,
        toSecond: Float64Array,
        end: number,
        code: number,
        shift: number,
      ) {
        const from = code * mergedWidth
        shiftAdd(toFirst, end, mergedFirst, from, mergedWidth, mergedStart + shift)
        shiftAdd(toSecond, end, mergedSecond, from, mergedWidth, mergedStart + shift)
      },
    }
  }

  function levelsPay(cells: number): boolean {
    const width = most - least + 1
    const perCandidate = candidates === null || swept.grouped ? base.length : dataset.rowCount
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
