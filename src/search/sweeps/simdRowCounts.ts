import { instantiateSimd } from '../kernels/simdModule.ts'
import { type Extent, type Histogram, type RowCounts, room } from './rowCounts.ts'
import { createRowFlags, rowFlagBytes } from './rowFlags.ts'

const PAGE = 0x10000
const FROM = PAGE // below it the kernel keeps things of its own
const WORD_BYTES = 8 // 64 rows
const MOST_WIDTH = 1 << 16

/**
 * Rows that count one each, the first `upperRows` of them in the first channel, the others in the
 * second; room for so many sets, and with `pairs` for sweeps of two flags. Null where the machine has
 * no SIMD kernel, or no memory for it.
 */
export function createSimdRowCounts(
  rows: number,
  upperRows: number,
  mostSets: number,
  pairs: boolean,
): RowCounts | null {
  const kernel = instantiateSimd()
  if (kernel === null) return null
  const setBytes = Math.ceil(rows / 64) * WORD_BYTES
  const sums = FROM
  const scoresAt = sums + MOST_WIDTH * 8
  const allAt = scoresAt + Math.ceil(rows / 64) * 128
  const flagsAt = allAt + (mostSets + 1) * setBytes
  const end = flagsAt + (pairs ? rowFlagBytes(rows, upperRows) : 0)
  const pages = Math.ceil(end / PAGE) - kernel.memory.buffer.byteLength / PAGE
  try {
    if (pages > 0 && kernel.memory.grow(pages) === -1) return null
  } catch {
    return null
  }
  const memory = kernel.memory.buffer
  const scores = new Uint16Array(memory, scoresAt, rows)
  const sizes: number[] = []
  fillBits(new Uint8Array(memory, allAt, setBytes), rows)

  function addressOf(set: number): number {
    return allAt + (set + 1) * setBytes
  }

  function count(to: Histogram, one: number, other: number, { offset, width }: Extent): void {
    room(to, width)
    const counted = new Float64Array(memory, sums, width)
    const from = sums + 8 * offset
    kernel!.countCommon(one, other, 0, upperRows, scoresAt, from)
    to.first.set(counted)
    counted.fill(0)
    kernel!.countCommon(one, other, upperRows, rows, scoresAt, from)
    to.second.set(counted)
    counted.fill(0)
  }

  return {
    scores,
    flags: pairs
      ? createRowFlags(kernel, { rows, upperRows, at: flagsAt, scoresAt, addressOf })
      : null,
    setOf(codes, level) {
      const set = sizes.length
      if (set === mostSets) throw new Error(`row sets: ${set}`)
      const bits = new Uint8Array(memory, addressOf(set), setBytes)
      let size = 0
      for (let i = 0; i < rows; i++) {
        if (codes[i] !== level) continue
        bits[i >> 3] |= 1 << (i & 7)
        size++
      }
      sizes.push(size)
      return set
    },
    sizeOf: (set) => sizes[set],
    moveSet: (set, by) => kernel.moveRows(addressOf(set), rows, scoresAt, by),
    countAll: (to, extent) => count(to, allAt, allAt, extent),
    countSet: (to, set, extent) => count(to, addressOf(set), addressOf(set), extent),
    countCommon: (to, one, other, extent) => count(to, addressOf(one), addressOf(other), extent),
  }
}

/** Sets the bits of the first `rows` rows. */
function fillBits(bytes: Uint8Array, rows: number): void {
  bytes.fill(0xff, 0, rows >> 3)
  if ((rows & 7) > 0) bytes[rows >> 3] = (1 << (rows & 7)) - 1
}
