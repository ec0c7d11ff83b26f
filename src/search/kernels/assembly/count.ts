import { BLOCK, TABLE, TABLE_SIZE, WIDE } from './memory'
import { narrowBlock, wideBlock } from './score'

/*
 * Rows counted by score. `Index` is the type of the offsets in `BLOCK`, `Entry` that of a table's
 * entries, and the size of `Tables` says over how many tables neighbouring rows are counted, so that
 * rows with the same score need not wait for each other.
 */

/** Scores of some rows as offsets in `BLOCK`. */
export function scores<Index, Entry>(
  base: usize,
  row: usize,
  rows: usize,
  low: i32,
  high: i32,
  origin: i32,
): void {
  if (sizeof<Index>() === 2) narrowBlock<Entry>(BLOCK, base, row, rows, low, high, origin)
  else wideBlock<Entry>(base, row, rows, low, high, origin)
}

export function offset<Index>(at: usize): usize {
  return load<Index>(at) as usize
}

/** Adds `by` at the score of each of the first `rows` rows in `BLOCK`. */
export function count<Index, Entry, Tables>(rows: usize, by: Entry): void {
  const step = sizeof<Index>()
  let at = BLOCK
  for (const end = BLOCK + (rows & ~3) * step; at < end; at += 4 * step) {
    const i = load<Index>(at) as usize
    const j = sizeof<Index>() === 2 ? (load<u16>(at, 2) as usize) : (load<u32>(at, 4) as usize)
    const k = sizeof<Index>() === 2 ? (load<u16>(at, 4) as usize) : (load<u32>(at, 8) as usize)
    const l = sizeof<Index>() === 2 ? (load<u16>(at, 6) as usize) : (load<u32>(at, 12) as usize)
    if (sizeof<Index>() === 4) {
      store<Entry>(i, load<Entry>(i, WIDE) + by, WIDE)
      store<Entry>(j, load<Entry>(j, WIDE) + by, WIDE)
      store<Entry>(k, load<Entry>(k, WIDE) + by, WIDE)
      store<Entry>(l, load<Entry>(l, WIDE) + by, WIDE)
    } else if (sizeof<Tables>() === 1) {
      store<Entry>(i, load<Entry>(i, TABLE) + by, TABLE)
      store<Entry>(j, load<Entry>(j, TABLE) + by, TABLE)
      store<Entry>(k, load<Entry>(k, TABLE) + by, TABLE)
      store<Entry>(l, load<Entry>(l, TABLE) + by, TABLE)
    } else {
      store<Entry>(i, load<Entry>(i, TABLE) + by, TABLE)
      store<Entry>(j, load<Entry>(j, TABLE + TABLE_SIZE) + by, TABLE + TABLE_SIZE)
      store<Entry>(k, load<Entry>(k, TABLE + 2 * TABLE_SIZE) + by, TABLE + 2 * TABLE_SIZE)
      store<Entry>(l, load<Entry>(l, TABLE + 3 * TABLE_SIZE) + by, TABLE + 3 * TABLE_SIZE)
    }
  }
  const table = sizeof<Index>() === 2 ? TABLE : WIDE
  for (const end = BLOCK + rows * step; at < end; at += step) {
    const entry = table + offset<Index>(at)
    store<Entry>(entry, load<Entry>(entry) + by)
  }
}
