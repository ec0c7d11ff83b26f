import type { IncumbentScores } from './incumbentScores.ts'

/*
 * The inner loops. Each body is written out for one, two and three changed features, because a loop
 * over the changes inside the loop over the rows costs more than the work itself. A word `w` holds
 * two rows: `w & 0xffff` and `w >>> 16`. `from | 0` tells the compiler that the counter is 32 bits
 * wide, which makes the loops a sixth faster.
 */

export type CountTable = Uint16Array | Int32Array // one entry a lane value, 65,536 of them

/** Adds what is clipped to an end to that end: lanes `low` to `bottom` and `top` to `high` have one score each. */
export function foldEnds(
  table: CountTable | Float64Array,
  low: number,
  bottom: number,
  top: number,
  high: number,
): void {
  let below = 0
  for (let lane = low; lane < bottom; lane++) below += table[lane]
  let above = 0
  for (let lane = top + 1; lane <= high; lane++) above += table[lane]
  table[bottom] += below
  table[top] += above
}

/** Rows a lane value of the described candidate, words `from` to `to` (exclusive), added to `table`. */
export function countLanes(
  table: CountTable,
  scores: IncumbentScores,
  from: number,
  to: number,
): void {
  const { lanes, changes, a0, a1, a2, x0, x1, x2 } = scores
  if (changes === 1) count1(table, lanes, a0, x0, from, to)
  else if (changes === 2) count2(table, lanes, a0, x0, a1, x1, from, to)
  else count3(table, lanes, a0, x0, a1, x1, a2, x2, from, to)
}

/** Sum of `table` at the lane value of each row, words `from` to `to` (exclusive); it must stay below 2^31. */
export function sumLanes(
  table: CountTable,
  scores: IncumbentScores,
  from: number,
  to: number,
): number {
  const { lanes, changes, a0, a1, a2, x0, x1, x2 } = scores
  if (changes === 1) return sum1(table, lanes, a0, x0, from, to)
  if (changes === 2) return sum2(table, lanes, a0, x0, a1, x1, from, to)
  return sum3(table, lanes, a0, x0, a1, x1, a2, x2, from, to)
}

/** As `countLanes` over all rows, and writes the candidate's lanes into `kept`. */
export function countAndKeepLanes(
  table: CountTable,
  kept: Int32Array,
  scores: IncumbentScores,
): void {
  const { lanes, changes, a0, a1, a2, x0, x1, x2 } = scores
  if (changes === 1) keep1(table, kept, lanes, a0, x0)
  else if (changes === 2) keep2(table, kept, lanes, a0, x0, a1, x1)
  else keep3(table, kept, lanes, a0, x0, a1, x1, a2, x2)
}

function count1(
  table: CountTable,
  lanes: Int32Array,
  a0: number,
  x0: Int32Array,
  from: number,
  to: number,
): void {
  for (let pair = from | 0; pair < (to | 0); pair++) {
    const w = (lanes[pair] + Math.imul(a0, x0[pair])) | 0
    table[w & 0xffff]++
    table[w >>> 16]++
  }
}

function count2(
  table: CountTable,
  lanes: Int32Array,
  a0: number,
  x0: Int32Array,
  a1: number,
  x1: Int32Array,
  from: number,
  to: number,
): void {
  for (let pair = from | 0; pair < (to | 0); pair++) {
    const w = (lanes[pair] + Math.imul(a0, x0[pair]) + Math.imul(a1, x1[pair])) | 0
    table[w & 0xffff]++
    table[w >>> 16]++
  }
}

function count3(
  table: CountTable,
  lanes: Int32Array,
  a0: number,
  x0: Int32Array,
  a1: number,
  x1: Int32Array,
  a2: number,
  x2: Int32Array,
  from: number,
  to: number,
): void {
  for (let pair = from | 0; pair < (to | 0); pair++) {
    const w =
      (lanes[pair] + Math.imul(a0, x0[pair]) + Math.imul(a1, x1[pair]) + Math.imul(a2, x2[pair])) |
      0
    table[w & 0xffff]++
    table[w >>> 16]++
  }
}

function sum1(
  table: CountTable,
  lanes: Int32Array,
  a0: number,
  x0: Int32Array,
  from: number,
  to: number,
): number {
  let even = 0
  let odd = 0
  for (let pair = from | 0; pair < (to | 0); pair++) {
    const w = (lanes[pair] + Math.imul(a0, x0[pair])) | 0
    even = (even + table[w & 0xffff]) | 0
    odd = (odd + table[w >>> 16]) | 0
  }
  return even + odd
}

function sum2(
  table: CountTable,
  lanes: Int32Array,
  a0: number,
  x0: Int32Array,
  a1: number,
  x1: Int32Array,
  from: number,
  to: number,
): number {
  let even = 0
  let odd = 0
  for (let pair = from | 0; pair < (to | 0); pair++) {
    const w = (lanes[pair] + Math.imul(a0, x0[pair]) + Math.imul(a1, x1[pair])) | 0
    even = (even + table[w & 0xffff]) | 0
    odd = (odd + table[w >>> 16]) | 0
  }
  return even + odd
}

function sum3(
  table: CountTable,
  lanes: Int32Array,
  a0: number,
  x0: Int32Array,
  a1: number,
  x1: Int32Array,
  a2: number,
  x2: Int32Array,
  from: number,
  to: number,
): number {
  let even = 0
  let odd = 0
  for (let pair = from | 0; pair < (to | 0); pair++) {
    const w =
      (lanes[pair] + Math.imul(a0, x0[pair]) + Math.imul(a1, x1[pair]) + Math.imul(a2, x2[pair])) |
      0
    even = (even + table[w & 0xffff]) | 0
    odd = (odd + table[w >>> 16]) | 0
  }
  return even + odd
}

function keep1(
  table: CountTable,
  kept: Int32Array,
  lanes: Int32Array,
  a0: number,
  x0: Int32Array,
): void {
  for (let pair = 0; pair < kept.length; pair++) {
    const w = (lanes[pair] + Math.imul(a0, x0[pair])) | 0
    kept[pair] = w
    table[w & 0xffff]++
    table[w >>> 16]++
  }
}

function keep2(
  table: CountTable,
  kept: Int32Array,
  lanes: Int32Array,
  a0: number,
  x0: Int32Array,
  a1: number,
  x1: Int32Array,
): void {
  for (let pair = 0; pair < kept.length; pair++) {
    const w = (lanes[pair] + Math.imul(a0, x0[pair]) + Math.imul(a1, x1[pair])) | 0
    kept[pair] = w
    table[w & 0xffff]++
    table[w >>> 16]++
  }
}

function keep3(
  table: CountTable,
  kept: Int32Array,
  lanes: Int32Array,
  a0: number,
  x0: Int32Array,
  a1: number,
  x1: Int32Array,
  a2: number,
  x2: Int32Array,
): void {
  for (let pair = 0; pair < kept.length; pair++) {
    const w =
      (lanes[pair] + Math.imul(a0, x0[pair]) + Math.imul(a1, x1[pair]) + Math.imul(a2, x2[pair])) |
      0
    kept[pair] = w
    table[w & 0xffff]++
    table[w >>> 16]++
  }
}
