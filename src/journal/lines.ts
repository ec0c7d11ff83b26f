/** One line of a text file; `ended` is false where the file stops before the line's newline. */
export interface Line {
  number: number // from 1
  text: string | null // null: not UTF-8
  ended: boolean
}

/** Longest line taken, in bytes or UTF-16 units: far above any experiment, far below what exhausts a tab. */
export const LONGEST_LINE = 16 * 1024 * 1024

/** Splits a stream of chunks into lines, holding one line at a time; null once a line is too long. */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array | string>,
): AsyncIterable<Line | null> {
  let number = 0
  let held: (Uint8Array | string)[] = []
  let length = 0
  for await (const chunk of chunks) {
    let start = 0
    for (;;) {
      const newline =
        typeof chunk === 'string' ? chunk.indexOf('\n', start) : chunk.indexOf(10, start)
      const end = newline === -1 ? chunk.length : newline
      if (end > start)
        held.push(typeof chunk === 'string' ? chunk.slice(start, end) : chunk.slice(start, end))
      length += end - start
      if (length > LONGEST_LINE) {
        yield null
        return
      }
      if (newline === -1) break
      yield { number: ++number, text: textOf(held), ended: true }
      held = []
      length = 0
      start = newline + 1
    }
  }
  if (held.length > 0) yield { number: ++number, text: textOf(held), ended: false }
}

function textOf(parts: (Uint8Array | string)[]): string | null {
  const bytes = parts.filter((part) => typeof part !== 'string')
  let text: string | null
  if (bytes.length === 0) text = parts.join('')
  else if (bytes.length < parts.length) throw new Error('line chunks mixed: bytes and text')
  else text = decodeUtf8(joined(bytes))
  return text?.replace(/^\uFEFF/, '').replace(/\r$/, '') ?? null
}

function joined(parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Text of UTF-8 bytes, or null where they are not UTF-8 (overlong forms and surrogates included). */
export function decodeUtf8(bytes: Uint8Array): string | null {
  let text = ''
  let units: number[] = []
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i++]!
    let code = first
    if (first >= 0x80) {
      const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1
      if (first < 0xc2 || first > 0xf4 || i + more > bytes.length) return null
      code = first & (0x3f >> more)
      for (let j = 0; j < more; j++) {
        const next = bytes[i++]!
        if ((next & 0xc0) !== 0x80) return null
        code = (code << 6) | (next & 0x3f)
      }
      const smallest = more === 3 ? 0x10000 : more === 2 ? 0x800 : 0x80
      if (code < smallest || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return null
    }
    if (code >= 0x10000) units.push(0xd7c0 + (code >> 10), 0xdc00 + (code & 0x3ff))
    else units.push(code)
    if (units.length > 8192) {
      text += String.fromCharCode(...units)
      units = []
    }
  }
  return text + String.fromCharCode(...units)
}
