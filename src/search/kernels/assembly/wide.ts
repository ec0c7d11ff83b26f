import { BLOCK, WIDE } from './memory'

/*
 * Rows of 32-bit scores counted by score, or summed up, whose table offsets are in `BLOCK`. `Entry` is
 * the type of the table's entries.
 */

/** Adds `by` at the score of each of the first `rows` rows. */
export function countWide<Entry>(rows: usize, by: Entry): void {
  let at = BLOCK
  for (const end = BLOCK + ((rows & ~3) << 2); at < end; at += 16) {
    const i = load<u32>(at) as usize
    const j = load<u32>(at, 4) as usize
    const k = load<u32>(at, 8) as usize
    const l = load<u32>(at, 12) as usize
    store<Entry>(i, load<Entry>(i, WIDE) + by, WIDE)
    store<Entry>(j, load<Entry>(j, WIDE) + by, WIDE)
    store<Entry>(k, load<Entry>(k, WIDE) + by, WIDE)
    store<Entry>(l, load<Entry>(l, WIDE) + by, WIDE)
  }
  for (const end = BLOCK + (rows << 2); at < end; at += 4) {
    const i = load<u32>(at) as usize
    store<Entry>(i, load<Entry>(i, WIDE) + by, WIDE)
  }
}

/** Sum of the entries at the score of each of the first `rows` rows. */
export function sumWide<Entry>(rows: usize): u64 {
  let at = BLOCK
  let even: u64 = 0
  let odd: u64 = 0
  for (const end = BLOCK + ((rows & ~3) << 2); at < end; at += 16) {
    even += load<Entry>(load<u32>(at) as usize, WIDE) as u64
    odd += load<Entry>(load<u32>(at, 4) as usize, WIDE) as u64
    even += load<Entry>(load<u32>(at, 8) as usize, WIDE) as u64
    odd += load<Entry>(load<u32>(at, 12) as usize, WIDE) as u64
  }
  for (const end = BLOCK + (rows << 2); at < end; at += 4) {
    even += load<Entry>(load<u32>(at) as usize, WIDE) as u64
  }
  return even + odd
}

/** Lowest offset of the first `rows` rows, a multiple of 4. */
export function lowestWide(rows: usize): u32 {
  let least = v128.load(BLOCK)
  for (let at = BLOCK, end = BLOCK + (rows << 2); at < end; at += 16) {
    least = i32x4.min_u(least, v128.load(at))
  }
  least = i32x4.min_u(least, i32x4.shuffle(least, least, 2, 3, 2, 3))
  return min(i32x4.extract_lane(least, 0) as u32, i32x4.extract_lane(least, 1) as u32)
}

export function highestWide(rows: usize): u32 {
  let most = v128.load(BLOCK)
  for (let at = BLOCK, end = BLOCK + (rows << 2); at < end; at += 16) {
    most = i32x4.max_u(most, v128.load(at))
  }
  most = i32x4.max_u(most, i32x4.shuffle(most, most, 2, 3, 2, 3))
  return max(i32x4.extract_lane(most, 0) as u32, i32x4.extract_lane(most, 1) as u32)
}
