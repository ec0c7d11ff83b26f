import type { ColumnChunk, RowGroup } from 'hyparquet'
import type { Column } from '../accounts/table.ts'
import { type Problem, ProblemError } from '../lib/problem.ts'
import { readChunk } from './chunkPages.ts'
import type { Codecs } from './codecs.ts'
import { type ColumnBuilder, createColumnBuilder } from './columnBuilder.ts'
import type { ColumnPlan } from './columnPlan.ts'
import { IntegerTooLarge } from './decodeNumbers.ts'
import {
  columnProblem,
  shortName,
  UNSUITABLE_FIX,
  UnreadableColumn,
  UnsuitableColumn,
} from './ingestProblem.ts'
import type { ReadBytes } from './readAhead.ts'

export interface FileParts {
  file: string // name
  byteLength: number
  readBytes: ReadBytes
  codecs: Codecs
  groups: RowGroup[]
  groupRows: number[]
  groupStarts: number[] // 0-based row of the file
  rowCount: number
}

/** Reads one column row group by row group; what goes wrong ends this column only. */
export interface ColumnReader {
  readGroup(group: number): Promise<void> // 0-based, in order
  finish(): { column: Column | null; problems: Problem[]; encrypted: boolean }
}

/** Old writers forgot the dictionary page's header in the chunk's length (PARQUET-816). */
const FORGOTTEN_BYTES = 100
const MAGIC_BYTES = 4

export function createColumnReader(plan: ColumnPlan, parts: FileParts): ColumnReader {
  const { file, groups, groupRows, rowCount } = parts
  const { name, element } = plan
  const quoted = `Column ${shortName(name)}`
  const notes: Problem[] = []
  let type = plan.type
  let builder: ColumnBuilder | null = createColumnBuilder(type, { file, name, rowCount })
  let encrypted = false

  async function fill(target: ColumnBuilder, group: number): Promise<void> {
    const count = groupRows[group]!
    if (count === 0) return
    const meta = chunkMeta(chunkOf(plan, groups[group]!))
    if (meta.type !== element.type) {
      throw new UnreadableColumn('is of one type in the index and of another in its data')
    }
    const { start, end } = chunkRange(meta, parts.byteLength)
    const bytes = await parts.readBytes(start, end)
    const rowStart = parts.groupStarts[group]!
    readChunk({ bytes, element, meta, rowStart, rowCount: count }, parts.codecs, target)
  }

  /** Starts over as text of digits, with the row groups read so far. */
  async function fillAsText(group: number): Promise<void> {
    if (type.kind !== 'number' || type.tooLarge === undefined) throw new IntegerTooLarge()
    type = { kind: 'text', physical: type.physical, textForm: type.tooLarge }
    builder = createColumnBuilder(type, { file, name, rowCount })
    for (let i = 0; i <= group; i++) await fill(builder, i)
    const what = `${quoted} holds whole numbers too large to be exact here, and is read as text.`
    const fix = 'This is right for an id; for an amount, write it as a decimal or a double.'
    notes.push(columnProblem(file, name, 'note', 'integers-too-large', what, fix))
  }

  function lose(error: unknown, group: number): void {
    builder = null
    if (error instanceof UnsuitableColumn) {
      const what = `${quoted} ${error.reason}, and is left out.`
      notes.push(columnProblem(file, name, 'warning', 'column-left-out', what, UNSUITABLE_FIX))
      return
    }
    const at = groups.length > 1 ? ` (row group ${group + 1} of ${groups.length})` : ''
    const what =
      error instanceof UnreadableColumn
        ? `${quoted} ${error.reason}${at}, and is left out.`
        : `${quoted} could not be decoded${at}: its bytes are damaged. It is left out.`
    const fix = 'The other columns are read; have the file written again if this one matters.'
    notes.push(columnProblem(file, name, 'warning', 'column-unreadable', what, fix))
  }

  return {
    async readGroup(group) {
      if (builder === null) return
      try {
        await fill(builder, group).catch(async (error: unknown) => {
          if (!(error instanceof IntegerTooLarge)) throw error
          await fillAsText(group)
        })
      } catch (error) {
        if (error instanceof ProblemError) throw error
        encrypted = error instanceof EncryptedColumn
        lose(error, group)
      }
    },
    finish() {
      const built = builder?.finish()
      builder = null
      return {
        column: built?.column ?? null,
        problems: [...notes, ...(built?.problems ?? [])],
        encrypted,
      }
    },
  }
}

class EncryptedColumn extends UnreadableColumn {}

/** The column's chunk by its place, or by its name where a writer did not keep the order. */
function chunkOf({ chunk, element }: ColumnPlan, { columns }: RowGroup): ColumnChunk {
  const named = ({ meta_data }: ColumnChunk) =>
    meta_data?.path_in_schema.length === 1 && meta_data.path_in_schema[0] === element.name
  const placed = columns[chunk]
  // An encrypted chunk does not tell its name.
  if (placed && (!placed.meta_data || named(placed))) return placed
  const found = columns.find(named)
  if (found === undefined) throw new UnreadableColumn('has no data')
  return found
}

function chunkMeta({ meta_data, crypto_metadata, file_path }: ColumnChunk) {
  if (crypto_metadata) throw new EncryptedColumn('is encrypted')
  if (file_path) throw new UnreadableColumn('has its data in another file')
  if (!meta_data) throw new UnreadableColumn('has no data')
  return meta_data
}

type ChunkMeta = ReturnType<typeof chunkMeta>

function chunkRange(meta: ChunkMeta, byteLength: number): { start: number; end: number } {
  const dataStart = Number(meta.data_page_offset)
  const dictionaryStart = Number(meta.dictionary_page_offset ?? 0)
  const start = dictionaryStart > 0 ? Math.min(dictionaryStart, dataStart) : dataStart
  const end = start + Number(meta.total_compressed_size)
  if (!(start >= MAGIC_BYTES && end > start && end <= byteLength - 2 * MAGIC_BYTES)) {
    throw new UnreadableColumn('has its data outside the file')
  }
  return { start, end: Math.min(end + FORGOTTEN_BYTES, byteLength) }
}
