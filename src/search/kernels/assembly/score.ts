import { levels, wholeSum } from './lanes'
import { BLOCK, SPLATS } from './memory'

/*
 * Scores of a candidate, many rows at a time: the incumbent's unclipped score plus what one to three
 * weights add, clipped. Types stand for numbers the compiler should know: `Level` is the type of the
 * levels, the size of `Changes` 1, 2 or 4 means one, two or three changes, and the size of `Entry`
 * is that of a table's entry: scores come as offsets into it, from the lowest score on.
 *
 * Narrow scores are 16 bits wide and saturate; rows beyond either end stay beyond it, because the
 * host uses them only for moves that cannot bring such a row back into the clipped range.
 */

let p0: usize = 0 // columns of the changed features
let p1: usize = 0
let p2: usize = 0
let a0: i32 = 0 // steps a level
let a1: i32 = 0
let a2: i32 = 0
let changes: i32 = 0
let levelsAreBytes: bool = true

export function setLevelSize(bytes: i32): void {
  levelsAreBytes = bytes === 1
}

/** Describes one change more; the first one starts anew. */
export function setChange(change: i32, column: usize, step: i32): void {
  changes = change + 1
  if (change === 0) {
    p0 = column
    a0 = step
  } else if (change === 1) {
    p1 = column
    a1 = step
  } else {
    p2 = column
    a2 = step
  }
}

/** `Count`: of two bytes where rows above and at the lane `cut` are to be counted, of one byte where not. */
export function narrowBlock<Count>(
  to: usize,
  base: usize,
  row: usize,
  rows: usize,
  low: i32,
  high: i32,
  cut: i32,
): i32 {
  writeSplats(low, high, cut)
  switch (variant()) {
    case 1:
      return narrowScores<u8, u8, Count>(to, base, row, rows)
    case 2:
      return narrowScores<u8, u16, Count>(to, base, row, rows)
    case 3:
      return narrowScores<u8, u32, Count>(to, base, row, rows)
    case 4:
      return narrowScores<u16, u8, Count>(to, base, row, rows)
    case 5:
      return narrowScores<u16, u16, Count>(to, base, row, rows)
    default:
      return narrowScores<u16, u32, Count>(to, base, row, rows)
  }
}

export function wideBlock<Entry>(
  base: usize,
  row: usize,
  rows: usize,
  low: i32,
  high: i32,
  origin: i32,
): void {
  if (levelsAreBytes) {
    if (changes === 1) wideScores<u8, u8, Entry>(base, row, rows, low, high, origin)
    else if (changes === 2) wideScores<u8, u16, Entry>(base, row, rows, low, high, origin)
    else wideScores<u8, u32, Entry>(base, row, rows, low, high, origin)
  } else {
    if (changes === 1) wideScores<u16, u8, Entry>(base, row, rows, low, high, origin)
    else if (changes === 2) wideScores<u16, u16, Entry>(base, row, rows, low, high, origin)
    else wideScores<u16, u32, Entry>(base, row, rows, low, high, origin)
  }
}

export function windowBlock(
  to: usize,
  base: usize,
  row: usize,
  rows: usize,
  low: i32,
  high: i32,
  origin: i32,
): void {
  if (levelsAreBytes) {
    if (changes === 1) windowScores<u8, u8>(to, base, row, rows, low, high, origin)
    else if (changes === 2) windowScores<u8, u16>(to, base, row, rows, low, high, origin)
    else windowScores<u8, u32>(to, base, row, rows, low, high, origin)
  } else {
    if (changes === 1) windowScores<u16, u8>(to, base, row, rows, low, high, origin)
    else if (changes === 2) windowScores<u16, u16>(to, base, row, rows, low, high, origin)
    else windowScores<u16, u32>(to, base, row, rows, low, high, origin)
  }
}

/** Which of six passes suits the described move: by size of a level, then by number of changes. */
export function variant(): i32 {
  return levelsAreBytes ? changes : changes + 3
}

export function column(change: i32): usize {
  return change === 0 ? p0 : change === 1 ? p1 : p2
}

/** Steps, clipped range and origin of the table, for `load_splat`: a plain splat the compiler moves into the loop. */
export function writeSplats(low: i32, high: i32, origin: i32): void {
  store<i16>(SPLATS, a0 as i16)
  store<i16>(SPLATS, a1 as i16, 2)
  store<i16>(SPLATS, a2 as i16, 4)
  store<i16>(SPLATS, low as i16, 6)
  store<i16>(SPLATS, high as i16, 8)
  store<i16>(SPLATS, origin as i16, 10)
}

/** Clipped scores of eight rows as offsets from `zero`; an `Entry` of one byte leaves the lanes as they are. */
// @inline
export function eightScores<Level, Changes, Entry>(
  lanes: usize,
  x0: usize,
  x1: usize,
  x2: usize,
  m0: v128,
  m1: v128,
  m2: v128,
  least: v128,
  most: v128,
  zero: v128,
): v128 {
  let gain = i16x8.mul(levels<Level>(x0), m0)
  if (sizeof<Changes>() > 1) gain = i16x8.add(gain, i16x8.mul(levels<Level>(x1), m1))
  if (sizeof<Changes>() > 2) gain = i16x8.add(gain, i16x8.mul(levels<Level>(x2), m2))
  const score = i16x8.add_sat_s(v128.load(lanes), gain)
  const clipped = i16x8.max_s(i16x8.min_s(score, most), least)
  if (sizeof<Entry>() === 1) return clipped
  const offset = i16x8.sub(clipped, zero)
  if (sizeof<Entry>() === 2) return i16x8.add(offset, offset)
  return i16x8.shl(offset, 2)
}

/**
 * Lanes of rows `row` on (a multiple of 32 of them), clipped, into `to`. Of up to 8192 rows how many lie
 * above the cut, plus 65536 times those at it, where they are counted.
 */
function narrowScores<Level, Changes, Count>(to: usize, base: usize, row: usize, rows: usize): i32 {
  const m0 = v128.load_splat<u16>(SPLATS)
  const m1 = v128.load_splat<u16>(SPLATS, 2)
  const m2 = v128.load_splat<u16>(SPLATS, 4)
  const least = v128.load_splat<u16>(SPLATS, 6)
  const most = v128.load_splat<u16>(SPLATS, 8)
  const cut = v128.load_splat<u16>(SPLATS, 10)
  let lanes = base + (row << 1)
  let x0 = p0 + row * sizeof<Level>()
  let x1 = p1 + row * sizeof<Level>()
  let x2 = p2 + row * sizeof<Level>()
  let above = i16x8.splat(0)
  let at = i16x8.splat(0)
  const end = to + (rows << 1)
  while (to < end) {
    let s = i16x8.add_sat_s(
      v128.load(lanes),
      i16x8.mul(sizeof<Level>() === 1 ? v128.load_ext<u8>(x0) : v128.load(x0), m0),
    )
    let t = i16x8.add_sat_s(
      v128.load(lanes, 16),
      i16x8.mul(sizeof<Level>() === 1 ? v128.load_ext<u8>(x0, 8) : v128.load(x0, 16), m0),
    )
    let u = i16x8.add_sat_s(
      v128.load(lanes, 32),
      i16x8.mul(sizeof<Level>() === 1 ? v128.load_ext<u8>(x0, 16) : v128.load(x0, 32), m0),
    )
    let v = i16x8.add_sat_s(
      v128.load(lanes, 48),
      i16x8.mul(sizeof<Level>() === 1 ? v128.load_ext<u8>(x0, 24) : v128.load(x0, 48), m0),
    )
    if (sizeof<Changes>() > 1) {
      s = i16x8.add_sat_s(
        s,
        i16x8.mul(sizeof<Level>() === 1 ? v128.load_ext<u8>(x1) : v128.load(x1), m1),
      )
      t = i16x8.add_sat_s(
        t,
        i16x8.mul(sizeof<Level>() === 1 ? v128.load_ext<u8>(x1, 8) : v128.load(x1, 16), m1),
      )
      u = i16x8.add_sat_s(
        u,
        i16x8.mul(sizeof<Level>() === 1 ? v128.load_ext<u8>(x1, 16) : v128.load(x1, 32), m1),
      )
      v = i16x8.add_sat_s(
        v,
        i16x8.mul(sizeof<Level>() === 1 ? v128.load_ext<u8>(x1, 24) : v128.load(x1, 48), m1),
      )
      x1 += sizeof<Level>() << 5
    }
    if (sizeof<Changes>() > 2) {
      s = i16x8.add_sat_s(
        s,
        i16x8.mul(sizeof<Level>() === 1 ? v128.load_ext<u8>(x2) : v128.load(x2), m2),
      )
      t = i16x8.add_sat_s(
        t,
        i16x8.mul(sizeof<Level>() === 1 ? v128.load_ext<u8>(x2, 8) : v128.load(x2, 16), m2),
      )
      u = i16x8.add_sat_s(
        u,
        i16x8.mul(sizeof<Level>() === 1 ? v128.load_ext<u8>(x2, 16) : v128.load(x2, 32), m2),
      )
      v = i16x8.add_sat_s(
        v,
        i16x8.mul(sizeof<Level>() === 1 ? v128.load_ext<u8>(x2, 24) : v128.load(x2, 48), m2),
      )
      x2 += sizeof<Level>() << 5
    }
    s = i16x8.max_s(i16x8.min_s(s, most), least)
    t = i16x8.max_s(i16x8.min_s(t, most), least)
    u = i16x8.max_s(i16x8.min_s(u, most), least)
    v = i16x8.max_s(i16x8.min_s(v, most), least)
    v128.store(to, s)
    v128.store(to, t, 16)
    v128.store(to, u, 32)
    v128.store(to, v, 48)
    if (sizeof<Count>() > 1) {
      above = i16x8.add(
        above,
        i16x8.add(
          i16x8.add(i16x8.gt_s(s, cut), i16x8.gt_s(t, cut)),
          i16x8.add(i16x8.gt_s(u, cut), i16x8.gt_s(v, cut)),
        ),
      )
      at = i16x8.add(
        at,
        i16x8.add(
          i16x8.add(i16x8.eq(s, cut), i16x8.eq(t, cut)),
          i16x8.add(i16x8.eq(u, cut), i16x8.eq(v, cut)),
        ),
      )
    }
    lanes += 64
    x0 += sizeof<Level>() << 5
    to += 64
  }
  return -(
    wholeSum(i32x4.extadd_pairwise_i16x8_s(above)) +
    65536 * wholeSum(i32x4.extadd_pairwise_i16x8_s(at))
  )
}

/** As `narrowScores`, from 32-bit scores to 32-bit offsets in `BLOCK`. */
function wideScores<Level, Changes, Entry>(
  base: usize,
  row: usize,
  rows: usize,
  low: i32,
  high: i32,
  origin: i32,
): void {
  const m0 = i32x4.splat(a0)
  const m1 = i32x4.splat(a1)
  const m2 = i32x4.splat(a2)
  const least = i32x4.splat(low)
  const most = i32x4.splat(high)
  const zero = i32x4.splat(origin)
  let lanes = base + (row << 2)
  let x0 = p0 + row * sizeof<Level>()
  let x1 = p1 + row * sizeof<Level>()
  let x2 = p2 + row * sizeof<Level>()
  let to = BLOCK
  const end = to + (rows << 2)
  while (to < end) {
    const l0 = levels<Level>(x0)
    let s = i32x4.add(v128.load(lanes), i32x4.mul(i32x4.extend_low_i16x8_u(l0), m0))
    let t = i32x4.add(v128.load(lanes, 16), i32x4.mul(i32x4.extend_high_i16x8_u(l0), m0))
    if (sizeof<Changes>() > 1) {
      const l1 = levels<Level>(x1)
      s = i32x4.add(s, i32x4.mul(i32x4.extend_low_i16x8_u(l1), m1))
      t = i32x4.add(t, i32x4.mul(i32x4.extend_high_i16x8_u(l1), m1))
      x1 += sizeof<Level>() << 3
    }
    if (sizeof<Changes>() > 2) {
      const l2 = levels<Level>(x2)
      s = i32x4.add(s, i32x4.mul(i32x4.extend_low_i16x8_u(l2), m2))
      t = i32x4.add(t, i32x4.mul(i32x4.extend_high_i16x8_u(l2), m2))
      x2 += sizeof<Level>() << 3
    }
    s = i32x4.sub(i32x4.max_s(i32x4.min_s(s, most), least), zero)
    t = i32x4.sub(i32x4.max_s(i32x4.min_s(t, most), least), zero)
    v128.store(to, i32x4.shl(s, shiftOf<Entry>()))
    v128.store(to, i32x4.shl(t, shiftOf<Entry>()), 16)
    lanes += 32
    x0 += sizeof<Level>() << 3
    to += 32
  }
}

function shiftOf<Entry>(): i32 {
  return sizeof<Entry>() === 2 ? 1 : sizeof<Entry>() === 4 ? 2 : 3
}

/** 16-bit lanes around `origin` of 32-bit scores, saturating, into `to`. */
function windowScores<Level, Changes>(
  to: usize,
  base: usize,
  row: usize,
  rows: usize,
  low: i32,
  high: i32,
  origin: i32,
): void {
  const m0 = i32x4.splat(a0)
  const m1 = i32x4.splat(a1)
  const m2 = i32x4.splat(a2)
  const least = i32x4.splat(low)
  const most = i32x4.splat(high)
  const zero = i32x4.splat(origin)
  let lanes = base + (row << 2)
  let x0 = p0 + row * sizeof<Level>()
  let x1 = p1 + row * sizeof<Level>()
  let x2 = p2 + row * sizeof<Level>()
  const end = to + (rows << 1)
  while (to < end) {
    const l0 = levels<Level>(x0)
    let s = i32x4.add(v128.load(lanes), i32x4.mul(i32x4.extend_low_i16x8_u(l0), m0))
    let t = i32x4.add(v128.load(lanes, 16), i32x4.mul(i32x4.extend_high_i16x8_u(l0), m0))
    if (sizeof<Changes>() > 1) {
      const l1 = levels<Level>(x1)
      s = i32x4.add(s, i32x4.mul(i32x4.extend_low_i16x8_u(l1), m1))
      t = i32x4.add(t, i32x4.mul(i32x4.extend_high_i16x8_u(l1), m1))
      x1 += sizeof<Level>() << 3
    }
    if (sizeof<Changes>() > 2) {
      const l2 = levels<Level>(x2)
      s = i32x4.add(s, i32x4.mul(i32x4.extend_low_i16x8_u(l2), m2))
      t = i32x4.add(t, i32x4.mul(i32x4.extend_high_i16x8_u(l2), m2))
      x2 += sizeof<Level>() << 3
    }
    s = i32x4.sub(i32x4.max_s(i32x4.min_s(s, most), least), zero)
    t = i32x4.sub(i32x4.max_s(i32x4.min_s(t, most), least), zero)
    v128.store(to, i16x8.narrow_i32x4_s(s, t))
    lanes += 32
    x0 += sizeof<Level>() << 3
    to += 16
  }
}

/** 32-bit scores of all rows moved by the described changes, in place. */
export function moveBase(base: usize, rows: usize): void {
  for (let change = 0; change < changes; change++) {
    const step = change === 0 ? a0 : change === 1 ? a1 : a2
    const column = change === 0 ? p0 : change === 1 ? p1 : p2
    if (levelsAreBytes) addLevels<u8>(base, rows, step, column)
    else addLevels<u16>(base, rows, step, column)
  }
}

function addLevels<Level>(base: usize, rows: usize, step: i32, column: usize): void {
  const m = i32x4.splat(step)
  for (const end = base + (rows << 2); base < end; base += 32, column += sizeof<Level>() << 3) {
    const l = levels<Level>(column)
    v128.store(base, i32x4.add(v128.load(base), i32x4.mul(i32x4.extend_low_i16x8_u(l), m)))
    v128.store(base, i32x4.add(v128.load(base, 16), i32x4.mul(i32x4.extend_high_i16x8_u(l), m)), 16)
  }
}
