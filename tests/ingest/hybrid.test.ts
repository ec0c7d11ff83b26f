import { describe, expect, it } from 'vitest'
import { decodeHybrid } from '../../src/ingest/hybrid.ts'
import { randomBelow, randomUint32 } from '../../src/lib/rng.ts'

/** The format written as its description reads: bit by bit, one run after the other. */
function encode(runs: { values: number[]; packed: boolean }[], width: number): Uint8Array {
  const bytes: number[] = []
  for (const { values, packed } of runs) {
    varint(packed ? ((values.length / 8) << 1) | 1 : values.length << 1)
    const stored = packed ? values : [values[0]!]
    let bit = 0
    const start = bytes.length
    for (const value of stored) {
      for (let i = 0; i < width; i++, bit++) {
        const at = start + (bit >> 3)
        bytes[at] = (bytes[at] ?? 0) | (((value >>> i) & 1) << (bit & 7))
      }
    }
  }
  return Uint8Array.from(bytes)

  function varint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      bytes.push((rest & 0x7f) | 0x80)
      rest >>>= 7
    }
    bytes.push(rest)
  }
}

describe('decodeHybrid', () => {
  for (let width = 1; width <= 32; width++) {
    it(`reads mixed runs of ${width} bits`, () => {
      const value = (i: number) => Number(BigInt(randomUint32(5, i, width)) >> BigInt(32 - width))
      const runs = Array.from({ length: 20 }, (_, run) => {
        const packed = randomBelow(6, run, width, 2) === 1
        const length = packed
          ? 8 * (1 + randomBelow(7, run, 0, 30))
          : 1 + randomBelow(7, run, 0, 300)
        const values = Array.from({ length }, (_, i) => value(run * 1000 + (packed ? i : 0)))
        return { packed, values }
      })
      const expected = runs.flatMap(({ values }) => values)
      const bytes = encode(runs, width)
      const out = new Uint32Array(expected.length)
      expect(decodeHybrid(bytes, 0, width, expected.length, out)).toBe(bytes.length)
      expect(Array.from(out)).toEqual(expected)
    })
  }

  it('leaves out what a run holds beyond the count', () => {
    const endless = encode([{ packed: false, values: new Array(5_000_000).fill(1) }], 1)
    const out = new Uint8Array(3)
    decodeHybrid(endless, 0, 1, 3, out)
    expect(Array.from(out)).toEqual([1, 1, 1])
  })

  it('throws where the bytes end early', () => {
    const bytes = encode([{ packed: true, values: [1, 2, 3, 4, 5, 6, 7, 0] }], 3)
    for (let end = 0; end < bytes.length; end++) {
      expect(() => decodeHybrid(bytes.subarray(0, end), 0, 3, 8, new Uint8Array(8))).toThrow(
        /early/,
      )
    }
  })

  it('throws on runs that do not end and widths that cannot be', () => {
    const endless = new Uint8Array(100).fill(0xff)
    expect(() => decodeHybrid(endless, 0, 1, 8, new Uint8Array(8))).toThrow(/header/)
    expect(() => decodeHybrid(new Uint8Array(9), 0, 1, 8, new Uint8Array(8))).toThrow(/no values/)
    expect(() => decodeHybrid(new Uint8Array(9), 0, 33, 8, new Uint8Array(8))).toThrow(/33/)
  })
})
