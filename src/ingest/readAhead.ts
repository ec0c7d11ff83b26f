import type { ByteSource } from './byteSource.ts'

const WINDOW_BYTES = 8 * 1024 * 1024

export type ReadBytes = (start: number, end: number) => Promise<Uint8Array>

/**
 * Reads ranges that mostly follow each other through one window of the file, so that thousands of
 * small column chunks do not cost a file access each. The view is valid until the next read.
 */
export function readAhead(source: ByteSource, windowBytes = WINDOW_BYTES): ReadBytes {
  let buffer = new ArrayBuffer(0)
  let bufferStart = 0

  return async (start, end) => {
    if (start < 0 || end > source.byteLength || end < start) {
      throw new Error(`byte range outside the file: ${start} to ${end}`)
    }
    if (start < bufferStart || end > bufferStart + buffer.byteLength) {
      buffer = new ArrayBuffer(0) // free the old window before the next is allocated
      const windowEnd = Math.min(Math.max(end, start + windowBytes), source.byteLength)
      buffer = await source.slice(start, windowEnd)
      bufferStart = start
      if (buffer.byteLength !== windowEnd - start) {
        throw new Error(`bytes read: ${buffer.byteLength}, expected ${windowEnd - start}`)
      }
    }
    return new Uint8Array(buffer, start - bufferStart, end - start)
  }
}
