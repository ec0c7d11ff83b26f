import { createSha256, type Sha256 } from '../lib/sha256.ts'
import { idColumn, outcomeColumns } from './outcomeColumns.ts'
import type { Spec } from './spec.ts'
import type { Column, Table } from './table.ts'
import { sourceColumn } from './transform.ts'

const CHUNK_BYTES = 4 * 1024 * 1024

/**
 * SHA-256 of the columns a spec uses, as lower-case hex: names, kinds and values of features, outcomes
 * and id, in the file's order. Equal for two files that hold these columns alike, whatever else they
 * hold and however they are written.
 */
export function columnsFingerprint(table: Table, spec: Spec): string {
  const used = new Set(outcomeColumns(table, spec).values())
  for (const [name, { transform }] of Object.entries(spec.features)) {
    used.add(sourceColumn(name, transform))
  }
  const id = idColumn(table, spec)
  if (id !== null) used.add(id.name)
  const hash = createSha256()
  hash.updateText(`${table.rowCount}\n`)
  for (const column of table.columns) if (used.has(column.name)) addColumn(hash, column)
  return hash.hex()
}

function addColumn(hash: Sha256, column: Column): void {
  const texts = column.kind === 'text' ? column.dictionary : []
  const missing = column.missing?.includes(1) === true ? column.missing : null
  hash.updateText(`${JSON.stringify([column.name, column.kind, missing !== null, texts])}\n`)
  addBytes(hash, column.values)
  if (missing !== null) addBytes(hash, missing)
}

function addBytes(hash: Sha256, { buffer, byteOffset, byteLength }: Column['values']): void {
  for (let start = 0; start < byteLength; start += CHUNK_BYTES) {
    const length = Math.min(CHUNK_BYTES, byteLength - start)
    hash.update(new Uint8Array(buffer, byteOffset + start, length))
  }
}
