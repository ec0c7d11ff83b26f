import type { PageRows } from './chunkPages.ts'
import type { BuilderOptions, ColumnBuilder } from './columnBuilder.ts'
import { UnreadableColumn } from './ingestProblem.ts'
import { createMissingRows } from './missingRows.ts'
import type { PlainValues } from './plainValues.ts'

/** Booleans as 0/1 bytes. */
export function createBooleanBuilder(
  { physical }: { physical: string },
  { name, rowCount }: BuilderOptions,
): ColumnBuilder {
  const values = new Uint8Array(rowCount)
  const missing = createMissingRows(rowCount)
  let dictionary: Uint8Array = new Uint8Array(0)

  function place({ start, count, present }: PageRows, cells: Uint8Array): void {
    let next = 0
    for (let i = 0; i < count; i++) {
      if (present === null || present[i] === 1) values[start + i] = cells[next++]!
    }
  }

  return {
    dictionary(plain) {
      dictionary = bits(plain)
    },
    coded(rows, codes) {
      missing.markAbsent(rows)
      place(
        rows,
        Uint8Array.from(codes, (code) => dictionary[code]!),
      )
    },
    plain(rows, plain) {
      missing.markAbsent(rows)
      place(rows, bits(plain))
    },
    finish: () => ({
      column: { kind: 'boolean', name, physical, values, missing: missing.flags() },
      problems: [],
    }),
  }
}

function bits(values: PlainValues): Uint8Array {
  if (values instanceof Uint8Array) return values
  if (values.length === 0) return new Uint8Array(0)
  throw new UnreadableColumn('holds values of another type than the file says')
}
