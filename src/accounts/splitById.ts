import { randomUniform } from '../lib/rng.ts'
import { cellText } from './cell.ts'
import type { Column } from './table.ts'

interface SplitInput {
  rowCount: number
  id: Column | null // null: rows are told apart by their number
  share: number // of accounts held out, 0 to below 1
  seed: number
}

/**
 * Divides accounts by a hash of their id and the seed: the same account always falls on the same
 * side, in whatever order and company its row stands. Rows without an id go by their number. Returns 1 where the search never reads the row.
 */
export function splitById({ rowCount, id, share, seed }: SplitInput): Uint8Array {
  if (!(share >= 0 && share < 1)) throw new Error(`holdout share out of range: ${share}`)
  const holdout = new Uint8Array(rowCount)
  if (share > 0) {
    const side = (hash: number) => (randomUniform(seed, hash, 1) < share ? 1 : 0)
    if (id?.kind === 'text') {
      const sides = Uint8Array.from(id.dictionary, (text) => side(hashText(text)))
      for (let row = 0; row < rowCount; row++) holdout[row] = sides[id.values[row]]
      eachMissing(id, (row) => {
        holdout[row] = side(hashText(rowName(row)))
      })
    } else {
      for (let row = 0; row < rowCount; row++) {
        const text = id === null ? null : cellText(id, row)
        holdout[row] = side(hashText(text ?? rowName(row)))
      }
    }
  }
  return holdout
}

function rowName(row: number): string {
  return `row ${row + 1}`
}

function eachMissing(column: Column, visit: (row: number) => void): void {
  if (column.missing === null) return
  for (let row = 0; row < column.missing.length; row++) if (column.missing[row] === 1) visit(row)
}

/** FNV-1a (Fowler, Noll, Vo; public domain) over UTF-16 code units, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193)
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193)
  }
  return hash >>> 0
}
