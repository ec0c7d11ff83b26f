import type { CodedColumn } from './codedColumn.ts'
import { quantilePlaces, shortNumberIn } from './cutPoints.ts'
import type { Shape } from './shape.ts'

/** A column in a few levels, to look for flags of two columns. */
export interface Levels {
  column: number // place among the columns
  levelOf: Uint8Array // by code; NO_LEVEL where the row has no value
  count: number
  cuts: number[] | null // between ordered levels
  groups: string[][] | null // texts of each level
}

export const NO_LEVEL = 255

const EQUAL_LEVELS = 10

/** Levels at deciles and at the cuts of the column's shape; the texts of a column of texts. */
export function levelsOf(
  column: CodedColumn,
  place: number,
  shape: Shape,
  counts: ArrayLike<number>,
): Levels | null {
  const { numbers, size } = column
  const levelOf = new Uint8Array(size + 1).fill(NO_LEVEL)
  if (shape.kind === 'flags' || shape.kind === 'groups') {
    shape.groups.forEach((texts, group) => {
      for (const text of texts) levelOf[column.texts.indexOf(text)] = group
    })
    const count = shape.groups.length
    return count < 2 ? null : { column: place, levelOf, count, cuts: null, groups: shape.groups }
  }
  if (numbers === null) return null
  const places = quantilePlaces(counts, size, EQUAL_LEVELS)
  const own = shape.kind === 'bins' ? shape.cuts : []
  const cuts = [...own]
  for (const at of places) {
    const inside = (cut: number) => cut > numbers[at - 1] && cut <= numbers[at]
    if (!cuts.some(inside)) cuts.push(shortNumberIn(numbers[at - 1], numbers[at]))
  }
  cuts.sort((a, b) => a - b)
  let level = 0
  for (let code = 0; code < size; code++) {
    while (level < cuts.length && numbers[code] >= cuts[level]) level++
    levelOf[code] = level
  }
  return cuts.length === 0
    ? null
    : { column: place, levelOf, count: cuts.length + 1, cuts, groups: null }
}
