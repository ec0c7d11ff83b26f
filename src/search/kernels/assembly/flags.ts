import { countIn } from './rowSets'

/*
 * Twice the pairs won (see `auc.ts`) at all values of the weights of two flags, from sets of rows as bits.
 * Rows are in four groups, by which of the flags move them. The smaller class is listed by score, the
 * larger one is a table "rows below" by score: what is won across two groups is looked up listed score by
 * listed score, once for each difference of their shifts; what clipping changes is added score by score.
 */

/** Scores a table has room for. */
const MOST_SCORES: usize = 0x8000
const TABLE_BYTES: usize = (MOST_SCORES + 16) << 2

/** A listed score: its table offset, rows at it, and rows listed before it. */
const ENTRY: usize = 16
const ROWS: usize = 4
const BEFORE: usize = 8

const STAYING: i32 = 0
const BOTH: i32 = 3

let counts: usize = 0 // of the listed rows by score; between two visits it holds zeros
let lists: usize = 0
let listBytes: usize = 0
let tables: usize = 0
let ends: usize = 0 // of the four lists
let sums: usize = 0
let rowCount: i32 = 0
let upperRows: i32 = 0

// Scores that occur, and those at which they are clipped.
let low: i32 = 0
let high: i32 = 0
let bottom: i32 = 0
let top: i32 = 0

/** The first `upper` of the rows are the upper class; room for so many listed scores, and for sums. */
export function prepareFlags(at: usize, rows: i32, upper: i32, listed: i32): void {
  rowCount = rows
  upperRows = upper
  counts = at
  tables = counts + TABLE_BYTES
  ends = tables + 4 * TABLE_BYTES
  lists = ends + 16
  listBytes = ((listed + 1) as usize) * ENTRY
  sums = lists + 4 * listBytes
}

/** Scores that occur lie from `least` to `most`; those up to `clipBottom` tie, and those from `clipTop`. */
export function prepareScores(least: i32, most: i32, clipBottom: i32, clipTop: i32): void {
  low = least
  high = most
  bottom = clipBottom
  top = clipTop
}

/**
 * All values of two weights, the second running fastest, by `change` and the following `more`. A flag
 * moves the rows of its set, or the others (`moves` is 0), by `step` a point.
 */
export function sweepFlags(
  scores: usize,
  one: usize,
  moves: i32,
  other: usize,
  otherMoves: i32,
  step: i32,
  change: i32,
  more: i32,
  otherChange: i32,
  otherMore: i32,
  out: usize,
): void {
  for (let group = STAYING; group <= BOTH; group++) {
    const mask = (group & 1) === moves ? 0 : ~(0 as u64)
    const otherMask = group >> 1 === otherMoves ? 0 : ~(0 as u64)
    fill(group, scores, one, mask, other, otherMask)
  }
  const rows = more + 1
  const columns = otherMore + 1
  const ofRows = sums
  const ofColumns = ofRows + ((rows as usize) << 3)
  const ofBoth = ofColumns + ((columns as usize) << 3)
  memory.fill(sums, 0, ((rows + columns) as usize) << 4)
  addMoved(1, step, change, rows, ofRows)
  addMoved(2, step, otherChange, columns, ofColumns)
  addMoved(3, step, change + otherChange, rows + columns - 1, ofBoth)
  const last = ofBoth + ((rows + columns - 1) << 3)
  half(STAYING, STAYING, 0, 0, step, 1, last, 8)
  const stays = load<f64>(last)
  let at = out
  for (let row: usize = 0; row < (rows as usize); row++) {
    const own = stays + load<f64>(ofRows + (row << 3))
    for (let column: usize = 0; column < (columns as usize); column++) {
      const both = load<f64>(ofBoth + ((row + column) << 3))
      store<f64>(at, own + load<f64>(ofColumns + (column << 3)) + both)
      at += 8
    }
  }
  const line = (columns as usize) << 3
  for (let column = 0; column < columns; column++) {
    const shift = change + otherChange + column
    across(1, BOTH, change * step, shift * step, step, rows, out + ((column as usize) << 3), line)
  }
  for (let row = 0; row < rows; row++) {
    const shift = otherChange + change + row
    across(2, BOTH, otherChange * step, shift * step, step, columns, out + (row as usize) * line, 8)
  }
  for (let ahead = 1 - columns; ahead < rows; ahead++) {
    const row = max(0, ahead)
    const column = row - ahead
    const count = min(rows, columns + ahead) - row
    const to = out + (row as usize) * line + ((column as usize) << 3)
    across(1, 2, (change + row) * step, (otherChange + column) * step, step, count, to, line + 8)
  }
  if (rareUpper()) return
  const pairs = 2 * (upperRows as f64) * ((rowCount - upperRows) as f64)
  for (at = out; at < out + (rows as usize) * line; at += 8) store<f64>(at, pairs - load<f64>(at))
}

/** Whether the upper class is listed. */
function rareUpper(): bool {
  return 2 * upperRows < rowCount
}

/** What a group's rows win among each other and across to those that stay, at so many shifts. */
function addMoved(group: i32, step: i32, change: i32, count: i32, to: usize): void {
  half(group, group, change * step, change * step, step, count, to, 8)
  for (let i = 0; i < count; i++) {
    across(group, STAYING, (change + i) * step, 0, step, 1, to + ((i as usize) << 3), 8)
  }
}

function across(
  one: i32,
  other: i32,
  shift: i32,
  otherShift: i32,
  step: i32,
  count: i32,
  out: usize,
  by: usize,
): void {
  half(one, other, shift, otherShift, step, count, out, by)
  half(other, one, otherShift, shift, step, count, out, by)
}

/**
 * Adds twice the table's rows below the listed ones plus those that tie, both groups moved by their
 * shifts and then by one step more, `count` times, to `out`, `out + by` and so on.
 */
function half(
  listed: i32,
  table: i32,
  shift: i32,
  tableShift: i32,
  step: i32,
  count: i32,
  out: usize,
  by: usize,
): void {
  const lag = shift - tableShift
  const all = below(table, high + 1) as i64
  let from = bottom + 1 - shift // listed scores from here to `to`, exclusive, are not clipped
  let to = top - shift
  let least = bottom + 1 - tableShift
  let most = top - tableShift
  const list = listOf(listed)
  const listEnd = endOf(listed)
  let start = placeOf(listed, from)
  let end = placeOf(listed, to)
  let inside = sum(listed, table, from, to, lag)
  for (let i = 0; i < count; i++) {
    const atBottom = before(start) as i64
    const atTop = (before(listEnd) - before(end)) as i64
    const clipped = atBottom * (below(table, least) as i64)
    const won = inside + clipped + atTop * (all + (below(table, most) as i64))
    store<f64>(out, load<f64>(out) + (won as f64))
    out += by
    if (i + 1 === count) return
    from -= step
    to -= step
    least -= step
    most -= step
    while (start > list && scoreOf(start - ENTRY) >= from) {
      start -= ENTRY
      inside += wonAt(start, table, lag)
    }
    for (; start < listEnd && scoreOf(start) < from; start += ENTRY) {
      inside -= wonAt(start, table, lag)
    }
    while (end > list && scoreOf(end - ENTRY) >= to) {
      end -= ENTRY
      inside -= wonAt(end, table, lag)
    }
    for (; end < listEnd && scoreOf(end) < to; end += ENTRY) {
      inside += wonAt(end, table, lag)
    }
  }
}

function scoreOf(entry: usize): i32 {
  return (load<u32>(entry) >> 2) as i32
}

/** Of one listed score, moved up by `lag` against the table's. */
function wonAt(entry: usize, table: i32, lag: i32): i64 {
  const score = scoreOf(entry) + lag
  const twice = (below(table, score) + below(table, score + 1)) as u32
  return (load<u32>(entry, ROWS) as i64) * (twice as i64)
}

/** Of listed scores from one to another, exclusive, moved up by `lag` against the table's. */
function sum(listed: i32, table: i32, from: i32, to: i32, lag: i32): i64 {
  const end = placeOf(listed, to)
  const above = max(placeOf(listed, from), min(end, placeOf(listed, high + 1 - lag)))
  let at = max(placeOf(listed, from), min(end, placeOf(listed, low - lag)))
  const entries = tableOf(table) + (lag << 2)
  let won: i64 = 0
  for (; at < above; at += ENTRY) {
    const entry = entries + (load<u32>(at) as usize)
    const twice = load<u32>(entry) + load<u32>(entry, 4)
    won += (load<u32>(at, ROWS) as i64) * (twice as i64)
  }
  const all = below(table, high + 1) as i64
  return won + 2 * all * ((before(end) - before(above)) as i64)
}

function listOf(group: i32): usize {
  return lists + (group as usize) * listBytes
}

function endOf(group: i32): usize {
  return load<u32>(ends + ((group as usize) << 2)) as usize
}

/** Address of the group's table as if it began with score 0. */
function tableOf(group: i32): usize {
  return tables + (group as usize) * TABLE_BYTES - (low << 2)
}

/** Rows of the table's class with lower scores. */
function below(group: i32, score: i32): i32 {
  return load<i32>(tableOf(group) + (min(max(score, low), high + 1) << 2))
}

/** Rows listed before an entry. */
function before(entry: usize): i32 {
  return load<i32>(entry, BEFORE)
}

/** The first entry of a list at or above a score. */
function placeOf(group: i32, score: i32): usize {
  const list = listOf(group)
  const end = endOf(group)
  if (score <= low) return list
  if (score > high) return end
  const offset = (score << 2) as u32
  let from: usize = 0
  let to = (end - list) / ENTRY
  while (from < to) {
    const middle = (from + to) >> 1
    if (load<u32>(list + middle * ENTRY) < offset) from = middle + 1
    else to = middle
  }
  return list + from * ENTRY
}

function fill(
  group: i32,
  scores: usize,
  one: usize,
  mask: u64,
  other: usize,
  otherMask: u64,
): void {
  const table = tableOf(group)
  const listed = counts - (low << 2)
  memory.fill(table + (low << 2), 0, ((high - low + 6) as usize) << 2)
  const upper = rareUpper() ? listed : table
  const lower = rareUpper() ? table : listed
  countIn<i32>(one, mask, other, otherMask, 0, upperRows, scores, upper)
  countIn<i32>(one, mask, other, otherMask, upperRows, rowCount, scores, lower)
  sumBelow(table)
  list(group, listed)
}

/** Counts to counts below. */
function sumBelow(table: usize): void {
  const zero = i64x2.splat(0)
  let sum = zero // so far, in every lane
  for (let at = table + (low << 2); at <= table + ((high + 1) << 2); at += 16) {
    const own = v128.load(at)
    let upTo = i32x4.add(own, i32x4.shuffle(zero, own, 3, 4, 5, 6))
    upTo = i32x4.add(upTo, i32x4.shuffle(zero, upTo, 2, 3, 4, 5))
    upTo = i32x4.add(upTo, sum)
    v128.store(at, i32x4.sub(upTo, own))
    sum = i32x4.shuffle(upTo, upTo, 3, 3, 3, 3)
  }
}

/** Lists the scores that count, and clears the counts. */
function list(group: i32, counts: usize): void {
  let at = listOf(group)
  let rows = 0
  for (let offset = low << 2; offset <= high << 2; offset += 16) {
    if (!v128.any_true(v128.load(counts + offset))) continue
    for (let lane = offset; lane < offset + 16; lane += 4) {
      const own = load<i32>(counts + lane)
      if (own === 0) continue
      store<i32>(at, lane)
      store<i32>(at, own, ROWS)
      store<i32>(at, rows, BEFORE)
      rows += own
      at += ENTRY
    }
    v128.store(counts + offset, i64x2.splat(0))
  }
  store<i32>(at, rows, BEFORE)
  store<u32>(ends + ((group as usize) << 2), at as u32)
}
