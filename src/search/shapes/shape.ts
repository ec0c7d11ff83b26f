import type { CodedColumn } from './codedColumn.ts'
import type { LikeGroups } from './textGroups.ts'

/** How the values of one column become points. */
export type Shape =
  | { kind: 'line'; low: number; high: number; step: number }
  | { kind: 'log'; low: number; high: number; step: number }
  | { kind: 'rank'; cuts: number[] }
  | { kind: 'bins'; cuts: number[] } // ascending; cuts.length + 1 bins, each with points of its own
  | { kind: 'flags'; groups: string[][] } // texts with points of their own, rare ones together
  | ({ kind: 'groups' } & LikeGroups) // texts whose points differ as their shrunken effects do

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
  if (shape.kind === 'groups') {
    const values = new Float64Array(size + 1).fill(shape.other)
    shape.groups.forEach((texts, group) => {
      for (const text of texts) {
        const code = column.texts.indexOf(text)
        if (code >= 0) values[code] = shape.shares[group]
      }
    })
    values[size] = 0
    return { kind: 'line', values }
  }
  if (numbers === null) throw new Error(`shape of a column of texts: ${shape.kind}`)
  if (shape.kind === 'bins') {
    const bins = new Uint8Array(size + 1)
    for (let code = 0, reached = 0; code < size; code++) {
      while (reached < shape.cuts.length && shape.cuts[reached] <= numbers[code]) reached++
      bins[code] = reached
    }
    bins[size] = shape.cuts.length + 1
    return { kind: 'bins', bins, count: shape.cuts.length + 2 }
  }
  if (shape.kind === 'line' && shape.step === 1) {
    const bins = numbers.map((number) => (number >= shape.high ? 0 : NO_BIN))
    return { kind: 'bins', bins: Uint8Array.of(...bins, 1), count: 2 }
  }
  return { kind: 'line', values: shareValues(shape, numbers) }
}

/** Shares from 0 to 1, not yet rounded to the grid of a spec. */
function shareValues(
  shape: Extract<Shape, { kind: 'line' | 'log' | 'rank' }>,
  numbers: Float64Array,
): Float64Array {
  const values = new Float64Array(numbers.length + 1)
  if (shape.kind === 'rank') {
    const { cuts } = shape
    for (let code = 0, reached = 0; code < numbers.length; code++) {
      while (reached < cuts.length && cuts[reached] <= numbers[code]) reached++
      values[code] = reached / cuts.length
    }
    return values
  }
  const bent = shape.kind === 'log'
  const low = bent ? Math.log1p(shape.low) : shape.low
  const high = bent ? Math.log1p(shape.high) : shape.high
  for (let code = 0; code < numbers.length; code++) {
    const number = Math.min(shape.high, Math.max(shape.low, numbers[code]))
    values[code] = ((bent ? Math.log1p(number) : number) - low) / (high - low)
  }
  return values
}
