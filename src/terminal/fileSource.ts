import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ByteSource } from '../ingest/byteSource.ts'
import { CommandError, fileErrorWords } from './commandError.ts'

/** A file on disk, read in the slices asked for; a CommandError where there is no such file. */
export async function fileSource(path: string): Promise<ByteSource & { close(): Promise<void> }> {
  try {
    if ((await stat(path)).isDirectory())
      throw new CommandError(`${path} is a folder; name a parquet file in it.`)
    const file = await open(path, 'r')
    const { size } = await file.stat()
    return {
      name: basename(path),
      byteLength: size,
      async slice(start, end) {
        const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start))
        let filled = 0
        while (filled < bytes.length) {
          const left = bytes.length - filled
          const { bytesRead } = await file.read(bytes, filled, left, start + filled)
          if (bytesRead === 0) throw new CommandError(`${path} became shorter while it was read.`)
          filled += bytesRead
        }
        return bytes.buffer
      },
      close: () => file.close(),
    }
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(`${path} cannot be read: ${fileErrorWords(error)}.`)
  }
}
