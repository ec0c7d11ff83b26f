import type { FileMetaData } from 'hyparquet'
import { bytesPerRow } from './columnBuilder.ts'
import type { ColumnPlan } from './columnPlan.ts'
import { fileError, grouped, shortName } from './ingestProblem.ts'

/**
 * What a table may take. A constant column of any length compresses to a few bytes, so the file's size
 * cannot refute a claimed number of rows; these bounds keep any claim from exhausting the memory.
 */
const MOST_ROWS = 50_000_000
const MOST_BYTES = 3 * 2 ** 30 // leaves a 4 GB tab room for the rest

const AGAIN = 'Have the file written again.'

/** The rows of each row group; throws a ProblemError for claims that cannot be, or that memory cannot hold. */
export function checkClaims(
  file: string,
  { row_groups, num_rows }: FileMetaData,
  plans: ColumnPlan[],
  columnCount: number,
): { groupRows: number[]; rowCount: number } {
  const quoted = shortName(file)
  const groupRows = row_groups.map((group) => Number(group.num_rows))
  const claimed = Number(num_rows)
  const wrong = [claimed, ...groupRows].find((rows) => !Number.isInteger(rows) || rows < 0)
  if (wrong !== undefined) {
    const what = `The file ${quoted} is damaged: it claims ${grouped(wrong)} rows.`
    throw fileError('file-damaged', what, AGAIN)
  }
  if (columnCount === 0) {
    throw fileError('no-columns', `The file ${quoted} has no columns.`, AGAIN)
  }
  const rowCount = groupRows.reduce((sum, rows) => sum + rows, 0)
  if (rowCount > MOST_ROWS) {
    const what = `The file ${quoted} claims ${grouped(rowCount)} rows; at most ${grouped(MOST_ROWS)} can be read here.`
    const fix = 'Take a sample of the accounts, or group equal accounts into rows with a count.'
    throw fileError('too-many-rows', what, fix)
  }
  if (rowCount === 0) {
    const fix = 'Check the query that wrote it.'
    throw fileError('no-rows', `The file ${quoted} has columns but no rows.`, fix)
  }
  const bytes = plans.reduce((sum, { type }) => sum + bytesPerRow(type), 0) * rowCount
  if (bytes > MOST_BYTES) {
    const what = `The file ${quoted} would take ${gigabytes(bytes)} of memory (${grouped(rowCount)} rows × ${grouped(plans.length)} columns); at most ${gigabytes(MOST_BYTES)} can be used here.`
    const fix = 'Write a file with fewer columns, or with a sample of the accounts.'
    throw fileError('too-much-memory', what, fix)
  }
  return { groupRows, rowCount }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}
