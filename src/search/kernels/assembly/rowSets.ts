/*
 * Sets of rows as bits, 64 rows a word, counted by score and moved. Scores are 16 bits wide; sums are
 * f64, so that the host reads them as they are.
 */

/** Adds 1 to `sums` at the score of each row from `from` to `end` (exclusive) that both sets have. */
export function countCommon(
  one: usize,
  other: usize,
  from: i32,
  end: i32,
  scores: usize,
  sums: usize, // of score 0; may lie before the memory in use
): void {
  countIn<f64>(one, 0, other, 0, from, end, scores, sums)
}

/** The same for rows in both sets once the bits of a set are flipped where those of its mask are 1. */
export function countIn<Sum>(
  one: usize,
  mask: u64,
  other: usize,
  otherMask: u64,
  from: i32,
  end: i32,
  scores: usize,
  sums: usize,
): void {
  if (from >= end) return
  const last = (end - 1) >> 6
  for (let word = from >> 6; word <= last; word++) {
    const at = (word as usize) << 3
    let bits = (load<u64>(one + at) ^ mask) & (load<u64>(other + at) ^ otherMask)
    if (word === from >> 6) bits &= ~(0 as u64) << ((from & 63) as u64)
    if (word === last) bits &= ~(0 as u64) >> ((63 - ((end - 1) & 63)) as u64)
    const first = scores + ((word as usize) << 7)
    while (bits !== 0) {
      const score = load<u16>(first + ((ctz(bits) as usize) << 1)) as usize
      const sum = sums + score * sizeof<Sum>()
      store<Sum>(sum, load<Sum>(sum) + (1 as Sum))
      bits &= bits - 1
    }
  }
}

/** Moves the scores of a set's rows; 8 rows at a time, so memory must reach to the next multiple. */
export function moveRows(set: usize, rows: i32, scores: usize, by: i32): void {
  const steps = i16x8.splat(by as i16)
  const lanes = i16x8(1, 2, 4, 8, 16, 32, 64, 128)
  for (const end = set + ((rows + 7) >> 3); set < end; set++, scores += 16) {
    const bits = v128.and(i16x8.splat(load<u8>(set) as i16), lanes)
    const moved = v128.and(i16x8.eq(bits, lanes), steps)
    v128.store(scores, i16x8.add(v128.load(scores), moved))
  }
}
