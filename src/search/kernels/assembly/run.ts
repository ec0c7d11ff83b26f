import { byPairs, prepareAuc, twiceWonNarrow, twiceWonPairs, twiceWonWide } from './auc'
import { gapNarrow, gapWide, prepareKs, smallGapNarrow } from './ks'
import { narrowBase } from './lanes'
import { COLUMN, FEATURE_SIZE, LOWEST, MEAN, MOVE, SCALE, TOP_LEVEL, WEIGHT } from './memory'
import {
  capture,
  cutNear,
  keepCuts,
  lookNear,
  prepareAmounts,
  prepareCuts,
  separation,
  spread,
} from './money'
import { prepareNear } from './near'
import { prepareProposals, propose } from './propose'
import { moveBase, setChange, setLevelSize } from './score'
import { prepareSelection as prepareScores, scoreAll } from './select'

/*
 * The whole loop: proposes, evaluates, records, and moves the incumbent on a win.
 *
 * A row's score in grid steps is `constant + unit * k`, where `k` is the sum of weight x scale x level
 * and `constant` depends on the weights alone; the kernel holds the incumbent's `k` of every row.
 */

export { prepareFlags, prepareScores, sweepFlags } from './flags'
export { countCommon, moveRows } from './rowSets'
export { prepareAmounts, prepareAuc, prepareCuts, prepareKs, prepareProposals }

export function prepareSelection(scores: usize, rows_: usize, padded: usize): void {
  prepareScores(scores, rows_, padded)
  prepareNear(scores, rows_, padded)
}

// What is evaluated.
const AUC: i32 = 0
const KS: i32 = 1
const CAPTURE: i32 = 2
const SEPARATION: i32 = 3
const SPREAD: i32 = 4

const MAX_CHANGES: usize = 3

let features: usize = 0
let featureCount: i32 = 0
let rows: usize = 0 // with padding
let wideBase: usize = 0 // i32, the incumbent's k
let lanes: usize = 0 // i16, the same around `centre`; 0 where scores are too wide for it
let entryBytes: i32 = 2
let manyTables: bool = false
let unit: i64 = 1
let maxGrid: i64 = 0

let constant: i64 = 0
let centre: i32 = 0
let incumbent: f64 = 0 // comparable

// Of the move described last.
let nextConstant: i64 = 0
let low: i32 = 0
let high: i32 = 0
let narrow: bool = false
let shift: i32 = 0 // of the mean score

let metric: i32 = AUC

let pairs: f64 = 0
let upperCounted: bool = false
let isGini: bool = false

let values: usize = 0
let kept: usize = 0
let changeCounts: usize = 0
let changedFeatures: usize = 0
let newWeights: usize = 0

export function prepareRows(
  featureTable: usize,
  count: i32,
  levelBytes: i32,
  paddedRows: usize,
  base: usize,
  narrowLanes: usize,
  unit_: f64,
  maxGrid_: f64,
  constant_: f64,
): void {
  features = featureTable
  featureCount = count
  setLevelSize(levelBytes)
  rows = paddedRows
  wideBase = base
  lanes = narrowLanes
  unit = unit_ as i64
  maxGrid = maxGrid_ as i64
  constant = constant_ as i64
}

export function prepareMetric(metric_: i32): void {
  metric = metric_
}

export function prepareTables(bytes: i32, many: bool): void {
  entryBytes = bytes
  manyTables = many
}

export function prepareValue(pairs_: f64, upperCounted_: bool, isGini_: bool): void {
  pairs = pairs_
  upperCounted = upperCounted_
  isGini = isGini_
}

export function prepareRecord(
  values_: usize,
  kept_: usize,
  changeCounts_: usize,
  changedFeatures_: usize,
  newWeights_: usize,
): void {
  values = values_
  kept = kept_
  changeCounts = changeCounts_
  changedFeatures = changedFeatures_
  newWeights = newWeights_
}

/** Makes `weights` the incumbent; its value. All weights are 0 before the first call. */
export function reset(weights: usize): f64 {
  for (let position = 0; position < featureCount; position++) {
    const feature = features + (position as usize) * FEATURE_SIZE
    const weight = load<i32>(weights + ((position as usize) << 2))
    const points = weight - load<i32>(feature, WEIGHT)
    if (points === 0) continue
    setChange(0, load<u32>(feature, COLUMN) as usize, points * load<i32>(feature, SCALE))
    moveBase(wideBase, rows)
    constant += (points as i64) * (load<i32>(feature, LOWEST) as i64)
    store<i32>(feature, weight, WEIGHT)
  }
  settle()
  store<u16>(MOVE, 0)
  store<i32>(MOVE, load<i32>(features, WEIGHT), 8)
  readMove(1)
  incumbent = evaluate()
  keepCuts()
  return toValue(incumbent)
}

/** Tries `count` candidates from `index` on, every `stride`-th; how many it tried. */
export function run(index: f64, stride: f64, count: i32, continueAfterWin: bool): i32 {
  let next = index as u64
  for (let tried = 0; tried < count; tried++, next += stride as u64) {
    const changes = propose(next)
    readMove(changes)
    const candidate = evaluate()
    const win = candidate > incumbent
    record(tried, changes, candidate, win)
    if (win) {
      accept(changes)
      incumbent = candidate
      if (!continueAfterWin) return tried + 1
    }
  }
  return count
}

/**
 * Comparables of all values of one weight of the incumbent, or of two (the second feature's position is
 * 0 or above), the second running fastest; the incumbent stays.
 */
export function sweep(
  first: i32,
  firstLow: i32,
  firstHigh: i32,
  second: i32,
  secondLow: i32,
  secondHigh: i32,
  out: usize,
): void {
  const changes = second < 0 ? 1 : 2
  let at = out
  for (let one = firstLow; one <= firstHigh; one++) {
    for (let other = secondLow; other <= secondHigh; other++) {
      store<u16>(MOVE, first as u16)
      store<i32>(MOVE, one, 8)
      if (changes === 2) {
        store<u16>(MOVE + 2, second as u16)
        store<i32>(MOVE + 4, other, 8)
      }
      readMove(changes)
      store<f64>(at, evaluate())
      at += 8
    }
  }
}

function record(slot: usize, changes: i32, candidate: f64, win: bool): void {
  store<f64>(values + (slot << 3), toValue(candidate))
  store<u8>(kept + slot, win ? 1 : 0)
  store<u8>(changeCounts + slot, changes as u8)
  const positions = changedFeatures + slot * (MAX_CHANGES << 1)
  const weights = newWeights + slot * (MAX_CHANGES << 2)
  for (let change: usize = 0; change < MAX_CHANGES; change++) {
    const used = (change as i32) < changes
    store<u16>(positions + (change << 1), used ? load<u16>(MOVE + (change << 1)) : 0)
    store<i32>(weights + (change << 2), used ? load<i32>(MOVE + (change << 2), 8) : 0)
  }
}

function toValue(comparable: f64): f64 {
  if (metric > KS) return comparable
  const share = comparable / pairs
  return isGini ? 2 * share - 1 : share
}

/** Reads the move: its steps, its clipped range, and whether 16-bit lanes can hold it. */
function readMove(changes: i32): void {
  let up: i64 = 0 // most that a row can gain
  let down: i64 = 0
  const fits = lanes !== 0
  let mean: f64 = 0
  nextConstant = constant
  for (let change = 0; change < changes; change++) {
    const feature = featureAt(change)
    const points = load<i32>(MOVE + ((change as usize) << 2), 8) - load<i32>(feature, WEIGHT)
    const step = points * load<i32>(feature, SCALE)
    const far = (step as i64) * (load<i32>(feature, TOP_LEVEL) as i64)
    if (far > 0) up += far
    else down -= far
    nextConstant += (points as i64) * (load<i32>(feature, LOWEST) as i64)
    mean += (step as f64) * (load<f32>(feature, MEAN) as f64)
    setChange(change, load<u32>(feature, COLUMN) as usize, step)
  }
  shift = mean as i32
  low = floorDiv(-nextConstant, unit) as i32
  high = -floorDiv(nextConstant - maxGrid, unit) as i32
  narrow =
    fits &&
    ((low - centre) as i64) - up >= -32768 &&
    ((high - centre) as i64) + down <= 32767 &&
    up <= 32767 &&
    down <= 32767
}

function floorDiv(a: i64, b: i64): i64 {
  const quotient = a / b
  return quotient * b > a ? quotient - 1 : quotient
}

function featureAt(change: i32): usize {
  return features + (load<u16>(MOVE + ((change as usize) << 1)) as usize) * FEATURE_SIZE
}

function evaluate(): f64 {
  if (metric === AUC) {
    const won = twice() as f64
    return upperCounted ? pairs - won : won
  }
  if (metric === KS) return gap()
  if (!lookNear(narrow ? lanes : 0, centre, low, high, shift)) {
    scoreAll(wideBase, lanes, narrow, centre, cutNear(shift), low, high, metric !== SPREAD)
  }
  if (metric === CAPTURE) return capture(shift)
  return metric === SEPARATION ? separation(shift) : spread(shift)
}

function gap(): f64 {
  const small = entryBytes === 4
  if (narrow) {
    const from = low - centre
    const to = high - centre
    return small ? smallGapNarrow(lanes, from, to) : gapNarrow(lanes, from, to)
  }
  return small ? gapWide<i32>(wideBase, low, high) : gapWide<i64>(wideBase, low, high)
}

function twice(): u64 {
  if (byPairs) {
    return narrow
      ? twiceWonPairs(lanes, wideBase, low - centre, high - centre)
      : twiceWonPairs(0, wideBase, low, high)
  }
  const small = entryBytes === 2
  if (narrow) {
    const from = low - centre
    const to = high - centre
    if (small) {
      return manyTables
        ? twiceWonNarrow<u16, u32>(lanes, from, to)
        : twiceWonNarrow<u16, u8>(lanes, from, to)
    }
    return manyTables
      ? twiceWonNarrow<u32, u32>(lanes, from, to)
      : twiceWonNarrow<u32, u8>(lanes, from, to)
  }
  return small ? twiceWonWide<u16>(wideBase, low, high) : twiceWonWide<u32>(wideBase, low, high)
}

/** The described move becomes the incumbent. */
function accept(changes: i32): void {
  moveBase(wideBase, rows)
  for (let change = 0; change < changes; change++) {
    store<i32>(featureAt(change), load<i32>(MOVE + ((change as usize) << 2), 8), WEIGHT)
  }
  constant = nextConstant
  keepCuts()
  settle()
}

/** Lanes around the middle of the clipped range. */
function settle(): void {
  if (lanes === 0) return
  const bottom = floorDiv(-constant, unit)
  const top = -floorDiv(constant - maxGrid, unit)
  centre = floorDiv(bottom + top, 2) as i32
  narrowBase(lanes, wideBase, rows, centre)
}
