import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { blobSource, bufferSource } from '../../src/ingest/byteSource.ts'
import { loadCodecs } from '../../src/ingest/codecs.ts'
import { fingerprint } from '../../src/ingest/fingerprint.ts'
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
  it('opens, then counts rows up to all of them', async () => {
    const seen: ReadProgress[] = []
    await readWell(manyGroups(), { onProgress: (progress) => seen.push(progress) })
    expect(seen[0]).toEqual({ stage: 'opening', rowsRead: 0, rowsTotal: null })
    expect(seen.at(-1)).toEqual({ stage: 'reading', rowsRead: 1000, rowsTotal: 1000 })
    const rows = seen.map(({ rowsRead }) => rowsRead)
    expect(rows).toEqual([...rows].sort((a, b) => a - b))
    expect(new Set(rows).size).toBeGreaterThan(30)
  })
})

describe('cancel', () => {
  it('rejects with an AbortError before the next column chunk', async () => {
    const controller = new AbortController()
    let reports = 0
    const onProgress = () => {
      reports++
      if (reports === 6) controller.abort()
    }
    const reading = read(manyGroups(), { onProgress, signal: controller.signal })
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
    expect(reports).toBe(6)
  })

  it('rejects at once when it came before', async () => {
    const reading = read(manyGroups(), { signal: AbortSignal.abort() })
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('arrives during a long read, whatever the source', async () => {
    const controller = new AbortController()
    const data = Float64Array.from({ length: 20_000 }, (_, i) => i * Math.PI)
    const names = Array.from({ length: 400 }, (_, i) => `x${i}`)
    const columnData = names.map((name) => ({ name, data, type: 'DOUBLE' as const }))
    const file = writeFile({ columnData, codec: 'UNCOMPRESSED' })
    // Slow enough to take more than one turn of the event loop.
    const onProgress = () => {
      const until = performance.now() + 2
      while (performance.now() < until);
    }
    setTimeout(() => controller.abort(), 0)
    const reading = read(file, { signal: controller.signal, onProgress })
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
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

  it('columns larger than the read-ahead window are read whole', async () => {
    const data = Float64Array.from({ length: 1_200_000 }, (_, i) => i / 3)
    const columnData = [
      { name: 'x', data, type: 'DOUBLE' as const, nullable: false, encoding: 'PLAIN' as const },
      { name: 'y', data, type: 'DOUBLE' as const, nullable: false, encoding: 'PLAIN' as const },
    ]
    const file = writeFile({ columnData, codec: 'UNCOMPRESSED', rowGroupSize: 1_100_000 })
    const { table } = await readWell(file)
    expect(table.columns[0]!.values).toEqual(data)
    expect(table.columns[1]!.values).toEqual(data)
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
