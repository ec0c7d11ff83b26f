import { prepareTable } from '../src/accounts/prepareTable.ts'
import type { Table } from '../src/accounts/table.ts'
import { blobSource } from '../src/ingest/byteSource.ts'
import { fingerprint } from '../src/ingest/fingerprint.ts'
import { readTable } from '../src/ingest/readTable.ts'
import type { DataRecord } from '../src/journal/entry.ts'
import type { Problem } from '../src/lib/problem.ts'
import type { Result } from '../src/lib/result.ts'
import type { OpenProgress } from './protocol.ts'

/** A file of accounts in memory. */
export interface AccountsFile {
  name: string
  table: Table
  problems: Problem[] // what reading and preparing found
  record(): Promise<DataRecord> // which bytes these are, hashed on first demand
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
      recorded ??= fingerprint(blobSource(file)).then((hash) => ({
        name: file.name,
        fingerprint: hash,
        rows: rowCount,
        columns: table.columns.length,
      }))
      return recorded
    },
  }
  return { ok: true, value, problems: [] }
}
