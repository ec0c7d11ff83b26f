import { prepareTable } from '../src/accounts/prepareTable.ts'
import type { Table } from '../src/accounts/table.ts'
import { blobSource } from '../src/ingest/byteSource.ts'
import { fingerprint } from '../src/ingest/fingerprint.ts'
import { readTable } from '../src/ingest/readTable.ts'
import type { DataRecord } from '../src/journal/entry.ts'
import { type Problem, ProblemError } from '../src/lib/problem.ts'
import type { Result } from '../src/lib/result.ts'
import type { OpenProgress } from './protocol.ts'

/** A file of accounts in memory. */
export interface AccountsFile {
  name: string
  table: Table
  problems: Problem[] // what reading and preparing found
  record(): Promise<DataRecord> // which bytes these are, hashed on first demand
  check(): Promise<void> // hashes them again; rejects where the file does not hold them any more
}

export async function readAccounts(
  file: File,
  onProgress: (progress: OpenProgress) => void,
): Promise<Result<AccountsFile>> {
  const read = await readTable(blobSource(file), { onProgress })
  if (!read.ok) return read
  const { rowCount } = read.value
  onProgress({ stage: 'profiling', rowsRead: rowCount, rowsTotal: rowCount })
  const { table, problems } = prepareTable(read.value)
  let recorded: Promise<DataRecord> | null = null
  const value: AccountsFile = {
    name: file.name,
    table,
    problems: [...read.problems, ...problems],
    record() {
      recorded ??= hashed(file, 'Open the file again.').then((hash) => ({
        name: file.name,
        fingerprint: hash,
        rows: rowCount,
        columns: table.columns.length,
      }))
      return recorded
    },
    async check() {
      const { fingerprint: before } = await value.record()
      if ((await hashed(file, ANEW)) !== before)
        throw changed(`${file.name} holds other bytes than when it was opened.`, ANEW)
    },
  }
  return { ok: true, value, problems: [] }
}

const ANEW =
  'Reload the page to go on with the copy kept in this browser, or open the file again and search it anew.'

/** SHA-256 of a file's bytes; browsers refuse to read one that was changed after it was chosen. */
async function hashed(file: File, fix: string): Promise<string> {
  try {
    return await fingerprint(blobSource(file))
  } catch {
    throw changed(`${file.name} was changed, moved or deleted after it was opened.`, fix)
  }
}

function changed(what: string, fix: string): ProblemError {
  return new ProblemError({ severity: 'error', code: 'file-changed', what, where: '', fix })
}
