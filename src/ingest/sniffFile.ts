interface Look {
  seems: string // completes 'It looks like …'
  fix: string
}

const CONVERT = 'Save the data as a Parquet file first, for example with DuckDB, pandas or polars.'

const SIGNATURES: { bytes: number[]; at?: number; look: Look }[] = [
  {
    bytes: [0x1f, 0x8b],
    look: { seems: 'a gzip archive', fix: 'Unpack it first and open the Parquet file inside.' },
  },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], look: unpack('a zstd archive') },
  { bytes: [0x42, 0x5a, 0x68], look: unpack('a bzip2 archive') },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], look: unpack('an xz archive') },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], look: unpack('a 7-Zip archive') },
  { bytes: [0x52, 0x61, 0x72, 0x21], look: unpack('a RAR archive') },
  { bytes: ascii('ustar'), at: 257, look: unpack('a tar archive') },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], look: convert('an old Excel workbook (xls)') },
  { bytes: ascii('ARROW1'), look: convert('an Arrow or Feather file') },
  { bytes: ascii('FEA1'), look: convert('a Feather file') },
  { bytes: ascii('ORC'), look: convert('an ORC file') },
  { bytes: [0x4f, 0x62, 0x6a, 0x01], look: convert('an Avro file') },
  { bytes: ascii('SQLite format 3'), look: convert('an SQLite database') },
  { bytes: ascii('DUCK'), at: 8, look: convert('a DuckDB database') },
  { bytes: [0x89, 0x48, 0x44, 0x46], look: convert('an HDF5 file') },
  { bytes: ascii('%PDF'), look: convert('a PDF document') },
  { bytes: [0x89, 0x50, 0x4e, 0x47], look: convert('a PNG picture') },
  { bytes: [0xff, 0xd8, 0xff], look: convert('a JPEG picture') },
  { bytes: [0xff, 0xfe], look: convert('text in UTF-16') },
  { bytes: [0xfe, 0xff], look: convert('text in UTF-16') },
]

/** What a file that is not Parquet looks like, from its first bytes; null when it looks like nothing known. */
export function sniffFile(head: Uint8Array): Look | null {
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(head, [0x50, 0x4b, 0x05, 0x06])) {
    const names = latin1(head)
    const workbook = names.includes('[Content_Types].xml') || names.includes('xl/')
    return workbook
      ? convert('an Excel workbook (xlsx)')
      : { seems: 'a zip archive', fix: 'Unpack it first and open the Parquet file inside.' }
  }
  for (const { bytes, at, look } of SIGNATURES) {
    if (startsWith(head, bytes, at)) return look
  }
  if (head.every((byte) => byte === 0)) {
    return { seems: 'a file of zero bytes only', fix: 'Copy or download it again.' }
  }
  return sniffText(head)
}

function sniffText(head: Uint8Array): Look | null {
  const text = utf8(head)
  if (text === null) return null
  const start = text.replace(/^\ufeff/, '').trimStart()
  if (/^<!doctype html|^<html/i.test(start)) {
    return {
      seems: 'a web page (HTML)',
      fix: 'The download probably gave an error or sign-in page; download the file again.',
    }
  }
  if (start.startsWith('<')) return convert('XML')
  if (/^\{\s*("|\})|^\[\s*(\[|\{|"|\d|\])/.test(start)) return convert('JSON')
  if (start.startsWith('version https://git-lfs')) {
    return {
      seems: 'a Git LFS pointer, not the file itself',
      fix: 'Fetch the file with "git lfs pull".',
    }
  }
  const firstLine = start.split(/\r?\n/, 1)[0] ?? ''
  if (firstLine.includes('\t')) return convert('text with tabs (TSV)')
  if (/[,;|]/.test(firstLine)) return convert('text with separators (CSV)')
  return convert('plain text')
}

/** The head as text, or null where it holds bytes or control characters that text does not. */
function utf8(head: Uint8Array): string | null {
  for (const byte of head) {
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return null
  }
  try {
    // stream: the head may end inside a character
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(head, { stream: true })
  } catch {
    return null
  }
}

function convert(seems: string): Look {
  return { seems, fix: CONVERT }
}

function unpack(seems: string): Look {
  return { seems, fix: 'Unpack it first and open the Parquet file inside.' }
}

function ascii(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0))
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}

function startsWith(bytes: Uint8Array, signature: number[], at = 0): boolean {
  return signature.every((byte, i) => bytes[at + i] === byte)
}
