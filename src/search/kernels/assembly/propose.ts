import { FEATURE_SIZE, LEAST, MOST, MOVE, WEIGHT } from './memory'

/*
 * The strategy `random` as in ../../strategies/random.ts, draw for draw, with the generator of
 * ../../../lib/rng.ts.
 */

const MAX_CHANGES: i32 = 3
const REACH: f64 = 0.3

let seedWord: u32 = 0
let features: usize = 0
let movable: usize = 0 // u16 positions, ascending
let movableCount: i32 = 0

/** `word`: the generator's state after the seed; `table`: the features. */
export function prepareProposals(word: u32, table: usize, positions: usize, count: i32): void {
  seedWord = word
  features = table
  movable = positions
  movableCount = count
}

/** Writes candidate `index` to `MOVE`; how many features it changes. */
export function propose(index: u64): i32 {
  const low = index as u32
  const word = mix((seedWord + low * 0x85ebca6b) ^ ((index >> 32) as u32))
  const last: u32 = (low | 1) * 0x9e3779b1
  let count = 1 + below(word, last, 0, MAX_CHANGES)
  if (count > movableCount) count = movableCount

  // The k-th pick is a rank among the positions not yet picked, kept ascending.
  for (let picked = 0; picked < count; picked++) {
    let rank = below(word, last, 1 + picked, movableCount - picked)
    let slot = 0
    while (slot < picked && rank >= pick(slot)) {
      rank++
      slot++
    }
    for (let later = picked; later > slot; later--) setPick(later, pick(later - 1))
    setPick(slot, rank)
  }

  for (let change = 0; change < count; change++) {
    const position = load<u16>(movable + ((pick(change) as usize) << 1)) as i32
    setPick(change, position)
    const feature = features + (position as usize) * FEATURE_SIZE
    const weight = load<i32>(feature, WEIGHT) as i64
    const size = Math.max(Math.abs(weight as f64), 1)
    const radius = Math.max(1, Math.ceil(REACH * size)) as i64
    const least = load<i32>(feature, LEAST) as i64
    const most = load<i32>(feature, MOST) as i64
    const from = max(weight - radius, least)
    const to = min(weight + radius, most)
    const other = from + (draw(word, last, 1 + MAX_CHANGES + change, (to - from) as f64) as i64)
    store<i32>(MOVE + 8 + ((change as usize) << 2), (other >= weight ? other + 1 : other) as i32)
  }
  return count
}

function pick(slot: i32): i32 {
  return load<u16>(MOVE + ((slot as usize) << 1)) as i32
}

function setPick(slot: i32, value: i32): void {
  store<u16>(MOVE + ((slot as usize) << 1), value as u16)
}

function below(word: u32, last: u32, draw_: i32, bound: i32): i32 {
  return draw(word, last, draw_, bound as f64) as i32
}

function draw(word: u32, last: u32, which: i32, bound: f64): f64 {
  const random = mix(mix((word ^ 0x27d4eb2f) + (which as u32) * 0xc2b2ae35) ^ last)
  return Math.floor(((random as f64) / 4294967296.0) * bound)
}

function mix(word: u32): u32 {
  let h = word
  h = (h ^ (h >> 16)) * 0x85ebca6b
  h = (h ^ (h >> 13)) * 0xc2b2ae35
  return h ^ (h >> 16)
}
