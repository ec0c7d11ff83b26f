import { createSha256 } from '../lib/sha256.ts'
import type { ByteSource } from './byteSource.ts'

const CHUNK_BYTES = 4 * 1024 * 1024

/** SHA-256 of the file's bytes as lower-case hex, a few megabytes at a time. */
export async function fingerprint(source: ByteSource): Promise<string> {
  const hash = createSha256()
  for (let start = 0; start < source.byteLength; start += CHUNK_BYTES) {
    const end = Math.min(start + CHUNK_BYTES, source.byteLength)
    hash.update(new Uint8Array(await source.slice(start, end)))
  }
  return hash.hex()
}
