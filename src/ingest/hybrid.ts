/**
 * Unpacks Parquet's mixed run-length and bit-packed code of `count` whole numbers of `width` bits
 * (0 to 32) into `out`; returns the offset behind the last run. Throws where the bytes end early.
 *
 * Runs may be longer than `count` (the last one is padded, a hostile one is endless): what is beyond is
 * left out.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */
export function decodeHybrid(
  bytes: Uint8Array,
  start: number,
  width: number,
  count: number,
  out: Uint8Array | Uint32Array,
): number {
  if (width > 32) throw new Error(`bit width of levels or codes: ${width}`)
  const byteWidth = (width + 7) >> 3
  let offset = start
  let done = 0
  while (done < count) {
    let header = 0
    let shift = 0
    for (;;) {
      const byte = byteAt(bytes, offset++)
      header += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) break
      shift += 7
      if (shift > 35) throw new Error('run header longer than five bytes')
    }
    if (header % 2 === 1) {
      const run = Math.floor(header / 2) * 8
      const wanted = Math.min(run, count - done)
      unpackBits(bytes, offset, width, wanted, out, done)
      offset += (run / 8) * width
      done += wanted
    } else {
      const run = header / 2
      if (run === 0) throw new Error('run of no values')
      let value = 0
      for (let i = 0; i < byteWidth; i++) value += byteAt(bytes, offset++) * 2 ** (8 * i)
      const end = Math.min(done + run, count)
      out.fill(value, done, end)
      done = end
    }
  }
  return offset
}

function unpackBits(
  bytes: Uint8Array,
  start: number,
  width: number,
  count: number,
  out: Uint8Array | Uint32Array,
  outStart: number,
): void {
  // Writers may leave out the padding of the last group, never bits of values.
  if (start + Math.ceil((count * width) / 8) > bytes.length) throw new Error('bit run ends early')
  if (width === 1) {
    for (let i = 0; i < count; i++) out[outStart + i] = (bytes[start + (i >> 3)]! >> (i & 7)) & 1
    return
  }
  if (width === 8) {
    for (let i = 0; i < count; i++) out[outStart + i] = bytes[start + i]!
    return
  }
  const mask = width === 32 ? 0xffffffff : 2 ** width - 1
  let offset = start
  let buffer = 0 // the next `bits` bits
  let bits = 0
  if (width <= 24) {
    for (let i = 0; i < count; i++) {
      while (bits < width) {
        buffer |= bytes[offset++]! << bits
        bits += 8
      }
      out[outStart + i] = buffer & mask
      buffer >>>= width
      bits -= width
    }
    return
  }
  // Beyond 31 bits of buffer, arithmetic instead of bit operators.
  for (let i = 0; i < count; i++) {
    while (bits < width) {
      buffer += bytes[offset++]! * 2 ** bits
      bits += 8
    }
    const value = buffer % (mask + 1)
    out[outStart + i] = value
    buffer = (buffer - value) / (mask + 1)
    bits -= width
  }
}

function byteAt(bytes: Uint8Array, offset: number): number {
  const byte = bytes[offset]
  if (byte === undefined) throw new Error('runs end early')
  return byte
}
