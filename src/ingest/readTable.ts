import type { Column, Table } from '../accounts/table.ts'
import { type Problem, ProblemError } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'
import type { ByteSource } from './byteSource.ts'
import { checkClaims } from './checkClaims.ts'
import { type Codecs, loadCodecs, needsCodecs } from './codecs.ts'
import type { ColumnPlan } from './columnPlan.ts'
import { planColumns } from './columnPlan.ts'
import { type ColumnReader, createColumnReader, type FileParts } from './columnReader.ts'
import { readFooter } from './footer.ts'
import { abortError, fileError, grouped, shortName } from './ingestProblem.ts'
import { readAhead } from './readAhead.ts'

export interface ReadProgress {
  stage: 'opening' | 'reading'
  rowsRead: number
  rowsTotal: number | null // null until known
}

export interface ReadOptions {
  onProgress?(progress: ReadProgress): void
  signal?: { readonly aborted: boolean } // an AbortSignal; looked at before every column chunk
  loadCodecs?(): Promise<Codecs> // called only when a column needs a codec beyond snappy
}

/**
 * Reads a Parquet file into typed columns, row group by row group and column by column. What is wrong
 * with a file is a problem of the result; a column that cannot be read is left out by name. Rejects with
 * an error named 'AbortError' when cancelled.
 */
export async function readTable(
  source: ByteSource,
  options: ReadOptions = {},
): Promise<Result<Table>> {
  const warnings: Problem[] = []
  try {
    const table = await read(source, options, warnings)
    return { ok: true, value: table, problems: warnings }
  } catch (error) {
    if (error instanceof ProblemError) return { ok: false, problems: [error.problem, ...warnings] }
    throw error
  }
}

async function read(source: ByteSource, options: ReadOptions, warnings: Problem[]): Promise<Table> {
  const { onProgress, signal } = options
  const { name: file, byteLength } = source
  stopIfAborted(signal)
  onProgress?.({ stage: 'opening', rowsRead: 0, rowsTotal: null })

  const { metadata, schema } = await readFooter(source)
  stopIfAborted(signal)
  const { plans, problems, columnCount } = planColumns(schema, file)
  warnings.push(...problems)
  const groups = metadata.row_groups
  const { groupRows, rowCount } = checkClaims(file, metadata, plans, columnCount)
  const claimed = Number(metadata.num_rows)
  if (rowCount !== claimed) warnings.push(miscounted(file, rowCount, claimed))
  const codecs = needsCodecs(groups) ? await fetchCodecs(file, options.loadCodecs) : {}

  const readBytes = fileReads(source)
  let rows = 0
  const groupStarts = groupRows.map((count) => {
    rows += count
    return rows - count
  })
  const parts = { file, byteLength, readBytes, codecs, groups, groupRows, groupStarts, rowCount }
  const readers = createReaders(plans, parts)
  const turn = createTurns()
  const reportRows = createReports(rowCount, onProgress)

  for (let group = 0; group < groups.length; group++) {
    for (let i = 0; i < readers.length; i++) {
      stopIfAborted(signal)
      const share = Math.floor((groupRows[group]! * i) / readers.length)
      reportRows(groupStarts[group]! + share)
      await readers[i]!.readGroup(group)
      await turn()
    }
  }
  stopIfAborted(signal)
  onProgress?.({ stage: 'reading', rowsRead: rowCount, rowsTotal: rowCount })
  return { rowCount, columns: finishColumns(file, readers, columnCount, warnings) }
}

function createReaders(plans: ColumnPlan[], parts: FileParts): ColumnReader[] {
  try {
    return plans.map((plan) => createColumnReader(plan, parts))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const { file, rowCount } = parts
    const what = `There is not enough memory for the file ${shortName(file)} (${grouped(rowCount)} rows × ${grouped(plans.length)} columns).`
    const fix = 'Close other tabs, or write a file with fewer columns or a sample of the accounts.'
    throw fileError('too-much-memory', what, fix)
  }
}

function finishColumns(
  file: string,
  readers: ColumnReader[],
  columnCount: number,
  warnings: Problem[],
): Column[] {
  const results = readers.map((reader) => reader.finish())
  for (const { problems } of results) warnings.push(...problems)
  const columns = results.flatMap(({ column }) => (column === null ? [] : [column]))
  if (columns.length > 0) return columns

  const quoted = shortName(file)
  if (results.length > 0 && results.every(({ encrypted }) => encrypted)) {
    const what = `The file ${quoted} is encrypted: none of its columns can be read.`
    const fix = 'Write it without encryption; nothing of it leaves this computer.'
    throw fileError('file-encrypted', what, fix)
  }
  const none = columnCount === 1 ? 'The only column' : `None of the ${grouped(columnCount)} columns`
  const what = `${none} of the file ${quoted} could ${columnCount === 1 ? 'not ' : ''}be read.`
  const reason = warnings.find(({ column }) => column !== undefined)?.what ?? ''
  const fix = `${reason} A file of accounts needs columns of plain numbers or text.`.trim()
  throw fileError('no-readable-columns', what, fix)
}

function miscounted(file: string, rowCount: number, claimed: number): Problem {
  const what = `The file ${shortName(file)} claims ${grouped(claimed)} rows in all, and ${grouped(rowCount)} in its row groups; the row groups are read.`
  const fix = 'Check the number of rows; the writer of this file has a fault.'
  return { severity: 'warning', code: 'row-count-mismatch', what, where: '', fix }
}

async function fetchCodecs(file: string, load = loadCodecs): Promise<Codecs> {
  try {
    return await load()
  } catch {
    const what = `The part of the page that unpacks the file ${shortName(file)} could not be loaded.`
    const fix = 'Reload the page, or write the file with snappy compression.'
    throw fileError('codecs-unavailable', what, fix)
  }
}

function fileReads(source: ByteSource): FileParts['readBytes'] {
  const readBytes = readAhead(source)
  return async (start, end) => {
    try {
      return await readBytes(start, end)
    } catch {
      const what = `The file ${shortName(source.name)} could not be read to its end; it may have been moved or changed.`
      throw fileError('file-unreadable', what, 'Choose the file again.')
    }
  }
}

const REPORT_MS = 40

/** Tells the rows read, the first at once and the others at most every so often: each report is a message. */
function createReports(rowsTotal: number, onProgress: ReadOptions['onProgress']) {
  let last = Number.NEGATIVE_INFINITY
  return (rowsRead: number) => {
    const now = performance.now()
    if (now - last < REPORT_MS) return
    last = now
    onProgress?.({ stage: 'reading', rowsRead, rowsTotal })
  }
}

const TURN_MS = 100

/** Lets messages through now and then, so that a cancel can arrive during a long read. */
function createTurns(): () => Promise<void> {
  let last = performance.now()
  return async () => {
    if (performance.now() - last < TURN_MS) return
    await new Promise<void>((resolve) => setTimeout(resolve, 0))
    last = performance.now()
  }
}

function stopIfAborted(signal: ReadOptions['signal']): void {
  if (signal?.aborted) throw abortError()
}
