import type { CompressionCodec, RowGroup } from 'hyparquet'

export type Codecs = {
  [K in CompressionCodec]?: (input: Uint8Array, outputLength: number) => Uint8Array
}

/** Codecs hyparquet has without help. */
const BUILT_IN = new Set<string>(['UNCOMPRESSED', 'SNAPPY'])

/** The further codecs, a separate download of the page that also starts WebAssembly. */
export async function loadCodecs(): Promise<Codecs> {
  const { compressors, decompressZstd } = await import('hyparquet-compressors')
  const { GZIP, BROTLI, ZSTD, LZ4, LZ4_RAW } = compressors
  return {
    GZIP,
    BROTLI,
    LZ4,
    LZ4_RAW,
    // A frame that does not state its size could grow without end: give it a buffer that cannot.
    ZSTD: (input, length) =>
      statesSize(input) ? ZSTD!(input, length) : decompressZstd(input, new Uint8Array(length)),
  }
}

/** Whether any column chunk needs a codec that hyparquet does not have built in. */
export function needsCodecs(groups: RowGroup[]): boolean {
  return groups.some((group) =>
    group.columns.some(({ meta_data }) => meta_data && !BUILT_IN.has(meta_data.codec)),
  )
}

/** https://datatracker.ietf.org/doc/html/rfc8878#name-frame_header_descriptor */
function statesSize(frame: Uint8Array): boolean {
  const descriptor = frame[4] ?? 0
  return descriptor >> 6 !== 0 || (descriptor & 0x20) !== 0
}
