import { cutsReached, transformNumber } from '../../accounts/transform.ts'
import type { CodedColumn } from './codedColumn.ts'

/** How the values of one column become points. */
export type Shape =
  | { kind: 'line'; low: number; high: number; step: number }
  | { kind: 'log'; low: number; high: number; step: number }
  | { kind: 'rank'; cuts: number[] }
  | { kind: 'bins'; cuts: number[] } // ascending; cuts.length + 1 bins, each with points of its own
  | { kind: 'flags'; groups: string[][] } // texts with points of their own, rare ones together

/** What a shape makes of each distinct value of a column, and of none (the last entry). */
export type ShapeTable =
  | { kind: 'line'; values: Float64Array } // 0 to 1; rows without a value have points of their own
  | { kind: 'bins'; bins: Uint8Array; count: number } // 255: no bin

export const NO_BIN = 255

export function shapeTable(shape: Shape, column: CodedColumn): ShapeTable {
  const { size, numbers } = column
  if (shape.kind === 'flags') {
    const bins = new Uint8Array(size + 1).fill(NO_BIN)
    shape.groups.forEach((texts, group) => {
      for (const text of texts) {
        const code = column.texts.indexOf(text)
        if (code >= 0) bins[code] = group
      }
    })
    bins[size] = shape.groups.length
    return { kind: 'bins', bins, count: shape.groups.length + 1 }
  }
  if (numbers === null) throw new Error(`shape of a column of texts: ${shape.kind}`)
  if (shape.kind === 'bins') {
    const bins = new Uint8Array(size + 1)
    for (let code = 0; code < size; code++) bins[code] = cutsReached(shape.cuts, numbers[code])
    bins[size] = shape.cuts.length + 1
    return { kind: 'bins', bins, count: shape.cuts.length + 2 }
  }
  const transform = shape.kind === 'line' ? { ...shape, kind: 'minmax' as const } : shape
  const values = new Float64Array(size + 1)
  for (let code = 0; code < size; code++) values[code] = transformNumber(transform, numbers[code])
  return { kind: 'line', values }
}
