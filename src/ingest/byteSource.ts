/** A file's bytes on demand: the page's File, or a buffer, without knowing which. */
export interface ByteSource {
  name: string
  byteLength: number
  slice(start: number, end: number): Promise<ArrayBuffer> // end exclusive
}

/** A File of the page; its bytes stay on disk until asked for. */
export function blobSource(file: Blob & { name: string }): ByteSource {
  return {
    name: file.name,
    byteLength: file.size,
    slice: (start, end) => file.slice(start, end).arrayBuffer(),
  }
}

/** Bytes already in memory. */
export function bufferSource(name: string, buffer: ArrayBuffer): ByteSource {
  return {
    name,
    byteLength: buffer.byteLength,
    slice: async (start, end) => buffer.slice(start, end),
  }
}
