import type { PageRows } from './chunkPages.ts'

/** Which rows of a column have no value; takes memory only when the first one is missing. */
export interface MissingRows {
  mark(row: number): void
  markAbsent(rows: PageRows): void // all rows of a page without a value
  flags(): Uint8Array | null
}

export function createMissingRows(rowCount: number): MissingRows {
  let flags: Uint8Array | null = null
  return {
    mark(row) {
      flags ??= new Uint8Array(rowCount)
      flags[row] = 1
    },
    markAbsent({ start, count, present }) {
      if (present === null) return
      flags ??= new Uint8Array(rowCount)
      for (let i = 0; i < count; i++) flags[start + i] = present[i]! ^ 1
    },
    flags: () => flags,
  }
}
