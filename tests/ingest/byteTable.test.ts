import { describe, expect, it } from 'vitest'
import { createByteTable } from '../../src/ingest/byteTable.ts'
import { randomBelow } from '../../src/lib/rng.ts'

describe('byte table', () => {
  it('numbers like a Map of strings, with repeats, prefixes and the empty string', () => {
    const table = createByteTable()
    const map = new Map<string, number>()
    const encoder = new TextEncoder()
    for (let i = 0; i < 50_000; i++) {
      const length = randomBelow(1, i, 0, 6)
      const text = Array.from({ length }, (_, j) => 'abcdé'[randomBelow(1, i, j + 1, 5)]).join('')
      if (!map.has(text)) map.set(text, map.size)
      expect(table.index(encoder.encode(text))).toBe(map.get(text))
    }
    expect(table.size()).toBe(map.size)
    expect(map.size).toBeGreaterThan(3000)
  })

  it('keeps its own copy of the bytes', () => {
    const table = createByteTable()
    const bytes = new Uint8Array([1, 2, 3])
    table.index(bytes)
    bytes[0] = 9
    expect(table.index(bytes)).toBe(1)
    expect(table.index(new Uint8Array([1, 2, 3]))).toBe(0)
  })
})
