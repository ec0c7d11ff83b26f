import type { Column } from '../accounts/table.ts'
import type { Problem } from '../lib/problem.ts'
import { createBooleanBuilder } from './booleanBuilder.ts'
import type { PageSink } from './chunkPages.ts'
import type { ColumnType } from './columnType.ts'
import { createNumberBuilder } from './numberBuilder.ts'
import { createTextBuilder } from './textBuilder.ts'

/** Collects the pages of one column over all row groups. */
export interface ColumnBuilder extends PageSink {
  finish(): { column: Column; problems: Problem[] } // once
}

export interface BuilderOptions {
  file: string
  name: string // of the column
  rowCount: number // of the file
}

/** A builder with room for all rows of the file; throws RangeError when memory is short. */
export function createColumnBuilder(
  type: Exclude<ColumnType, { kind: 'unreadable' }>,
  options: BuilderOptions,
): ColumnBuilder {
  switch (type.kind) {
    case 'number':
    case 'time':
      return createNumberBuilder(type, options)
    case 'boolean':
      return createBooleanBuilder(type, options)
    case 'text':
      return createTextBuilder(type, options)
  }
}

/** Bytes a row of a column takes at most, without the texts themselves. */
export function bytesPerRow(type: ColumnType): number {
  switch (type.kind) {
    case 'number':
    case 'time':
      return 8
    case 'boolean':
      return 1
    case 'text':
      return 4
    case 'unreadable':
      return 0
  }
}
