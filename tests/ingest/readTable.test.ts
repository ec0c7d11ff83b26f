import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { blobSource, bufferSource } from '../../src/ingest/byteSource.ts'
import { loadCodecs } from '../../src/ingest/codecs.ts'
import { fingerprint } from '../../src/ingest/fingerprint.ts'
import { readAhead } from '../../src/ingest/readAhead.ts'
import { type ReadProgress, readTable } from '../../src/ingest/readTable.ts'
import { cells, read, readWell, writeFile } from './parquetFile.ts'

function manyGroups(): ArrayBuffer {
  const data = Int32Array.from({ length: 1000 }, (_, i) => i)
  return writeFile({
    columnData: ['a', 'b', 'c', 'd'].map((name) => ({ name, data, type: 'INT32' as const })),
    rowGroupSize: 100,
  })
}

describe('progress', () => {
  it('opens, then counts rows up to all of them, a few times a second', async () => {
    const seen: ReadProgress[] = []
    await readWell(manyGroups(), { onProgress: (progress) => seen.push(progress) })
    expect(seen[0]).toEqual({ stage: 'opening', rowsRead: 0, rowsTotal: null })
    expect(seen[1]).toEqual({ stage: 'reading', rowsRead: 0, rowsTotal: 1000 })
    expect(seen.at(-1)).toEqual({ stage: 'reading', rowsRead: 1000, rowsTotal: 1000 })
    expect(seen.length).toBeLessThan(20)
  })

  it('counts within row groups', async () => {
    const seen: number[] = []
    const slow = ({ rowsRead }: ReadProgress) => seen.push(rowsRead)
    const good = bufferSource('accounts.parquet', manyGroups())
    const slice = async (start: number, end: number) => {
      await new Promise((resolve) => setTimeout(resolve, 60))
      return good.slice(start, end)
    }
    await readTable({ ...good, slice }, { onProgress: slow })
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(seen.length).toBeGreaterThan(2)
  })
})

describe('cancel', () => {
  it('rejects with an AbortError before the next column chunk', async () => {
    let looks = 0
    const signal = {
      get aborted() {
        looks++
        return looks === 12
      },
    }
    await expect(read(manyGroups(), { signal })).rejects.toMatchObject({ name: 'AbortError' })
    expect(looks).toBe(12) // of the 40 chunks, not one more was read
  })

  it('rejects at once when it came before', async () => {
    const reading = read(manyGroups(), { signal: AbortSignal.abort() })
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('arrives during a long read, whatever the source', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 0)
    // Makes the 40 chunks of a buffer, which never waits, take more than a second.
    const signal = {
      get aborted() {
        const until = performance.now() + 30
        while (performance.now() < until);
        return controller.signal.aborted
      },
    }
    await expect(read(manyGroups(), { signal })).rejects.toMatchObject({ name: 'AbortError' })
  })
})

const compressors = { GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)) }

describe('codecs', () => {
  const columnData = [{ name: 'x', data: [1, 2, 3], type: 'INT32' as const }]

  for (const codec of ['UNCOMPRESSED', 'SNAPPY'] as const) {
    it(`are not loaded for a file that is ${codec}`, async () => {
      const loadNone = () => Promise.reject(new Error('loaded'))
      const { table } = await readWell(writeFile({ columnData, codec }), { loadCodecs: loadNone })
      expect(cells(table.columns[0]!)).toEqual([1, 2, 3])
    })
  }

  it('are loaded once for a file that needs them', async () => {
    let loads = 0
    const loadCounted = () => {
      loads++
      return loadCodecs()
    }
    const file = writeFile({ columnData, codec: 'GZIP', compressors, rowGroupSize: 1 })
    const { table } = await readWell(file, { loadCodecs: loadCounted })
    expect(cells(table.columns[0]!)).toEqual([1, 2, 3])
    expect(loads).toBe(1)
  })

  it('that cannot be loaded are a problem', async () => {
    const file = writeFile({ columnData, codec: 'GZIP', compressors })
    const result = await read(file, { loadCodecs: () => Promise.reject(new Error('offline')) })
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'codecs-unavailable' }] })
  })
})

describe('sources', () => {
  it('a File of the page reads like a buffer', async () => {
    const buffer = manyGroups()
    const file = Object.assign(new Blob([buffer]), { name: 'accounts.parquet' })
    const fromFile = await readTable(blobSource(file))
    const fromBuffer = await readTable(bufferSource('accounts.parquet', buffer))
    expect(fromFile).toEqual(fromBuffer)
  })

  it('ranges are read through one window, and larger ones whole', async () => {
    const buffer = Uint8Array.from({ length: 100 }, (_, i) => i).buffer
    const slices: [number, number][] = []
    const source = {
      ...bufferSource('x', buffer),
      slice: async (start: number, end: number) => {
        slices.push([start, end])
        return buffer.slice(start, end)
      },
    }
    const readBytes = readAhead(source, 16)
    for (const [start, end] of [
      [0, 4],
      [4, 16],
      [20, 60],
      [50, 58],
      [95, 100],
      [2, 3],
    ] as const) {
      const bytes = await readBytes(start, end)
      expect(Array.from(bytes)).toEqual(Array.from({ length: end - start }, (_, i) => start + i))
    }
    expect(slices).toEqual([
      [0, 16],
      [20, 60],
      [95, 100],
      [2, 18],
    ])
    await expect(readBytes(90, 101)).rejects.toThrow('101')
  })
})

describe('fingerprint', () => {
  it('is the SHA-256 of the bytes, over several chunks', async () => {
    const bytes = new Uint8Array(9_000_001).map((_, i) => i * 31)
    const expected = createHash('sha256').update(bytes).digest('hex')
    expect(await fingerprint(bufferSource('x', bytes.buffer))).toBe(expected)
  })

  it('of no bytes', async () => {
    const expected = createHash('sha256').digest('hex')
    expect(await fingerprint(bufferSource('x', new ArrayBuffer(0)))).toBe(expected)
  })
})
