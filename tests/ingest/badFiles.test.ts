import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type ByteSource, bufferSource } from '../../src/ingest/byteSource.ts'
import { readTable } from '../../src/ingest/readTable.ts'
import { cells, read, readWell, refusal, withFooter, writeFile } from './parquetFile.ts'

const bytesOf = (text: string): ArrayBuffer => buffer(new TextEncoder().encode(text))

function buffer(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer as ArrayBuffer
}

function goodFile(rowGroupSize = 50): ArrayBuffer {
  const length = 100
  return writeFile({
    columnData: [
      { name: 'id', data: Array.from({ length }, (_, i) => `acc-${i}`), type: 'STRING' },
      { name: 'mrr', data: Array.from({ length }, (_, i) => i / 4), type: 'DOUBLE' },
      {
        name: 'seats',
        data: Int32Array.from({ length }, (_, i) => i),
        type: 'INT32',
        nullable: false,
      },
    ],
    codec: 'UNCOMPRESSED',
    rowGroupSize,
  })
}

describe('files that are something else', () => {
  const cases: [string, ArrayBuffer, string][] = [
    ['CSV', bytesOf('account_id,mrr\n1,20\n2,30\n'), 'CSV'],
    ['CSV with semicolons and umlauts', bytesOf('konto;größe\n1;2\n'), 'CSV'],
    ['TSV', bytesOf('a\tb\n1\t2\n'), 'TSV'],
    ['JSON', bytesOf('[{"account_id": 1}]'), 'JSON'],
    ['JSON lines', bytesOf('{"account_id": 1}\n{"account_id": 2}\n'), 'JSON'],
    ['HTML', bytesOf('<!DOCTYPE html><html><body>Sign in</body></html>'), 'HTML'],
    ['XML', bytesOf('<?xml version="1.0"?><a/>'), 'XML'],
    ['gzip', buffer(gzipSync('account_id,mrr')), 'gzip'],
    ['zip', buffer(new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, 97])), 'zip archive'],
    ['xlsx', bytesOf('PK\u0003\u0004....[Content_Types].xml........'), 'Excel'],
    ['Arrow', bytesOf('ARROW1\u0000\u0000.......'), 'Arrow'],
    ['SQLite', bytesOf('SQLite format 3\u0000......'), 'SQLite'],
    ['zeros', new ArrayBuffer(5000), 'zero bytes'],
    ['plain text', bytesOf('hello there'), 'plain text'],
    ['a short one', bytesOf('x'), 'plain text'],
  ]
  for (const [title, file, words] of cases) {
    it(title, async () => {
      const problem = await refusal(file, 'data.parquet')
      expect(problem.code).toBe('not-parquet')
      expect(problem.what).toContain('data.parquet')
      expect(problem.what).toContain(words)
      expect(problem.what.endsWith('.')).toBe(true)
      expect(problem.fix.endsWith('.')).toBe(true)
    })
  }

  it('unknown bytes', async () => {
    const problem = await refusal(buffer(new Uint8Array([1, 2, 3, 0, 200, 7, 8, 9, 0, 0, 1, 1, 1])))
    expect(problem).toMatchObject({ code: 'not-parquet' })
  })

  it('an empty file', async () => {
    expect(await refusal(new ArrayBuffer(0))).toMatchObject({ code: 'file-empty' })
  })

  it('an encrypted file', async () => {
    expect(await refusal(bytesOf('PARE........PARE'))).toMatchObject({ code: 'file-encrypted' })
  })

  it('a folder or a file that is gone', async () => {
    const source: ByteSource = {
      name: 'folder.parquet',
      byteLength: 4096,
      slice: () => Promise.reject(new Error('NotReadableError')),
    }
    const result = await readTable(source)
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'file-unreadable' }] })
  })

  it('a file that goes away while it is read', async () => {
    const good = bufferSource('accounts.parquet', goodFile())
    let slices = 0
    const source: ByteSource = {
      ...good,
      slice(start, end) {
        slices++
        return slices > 3 ? Promise.reject(new Error('gone')) : good.slice(start, end)
      },
    }
    const result = await readTable(source)
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'file-unreadable' }] })
  })
})

describe('files cut off', () => {
  it('at every length give a sentence and never a throw', async () => {
    const file = goodFile()
    const seen = new Set<string>()
    for (let length = 0; length < file.byteLength; length += length < 20 ? 1 : 7) {
      const result = await read(file.slice(0, length))
      if (result.ok) throw new Error(`read at ${length} bytes`)
      seen.add(result.problems[0]!.code)
    }
    expect([...seen].sort()).toEqual(['file-empty', 'file-truncated', 'not-parquet'])
  })

  it('with a head and no tail are called cut off', async () => {
    const file = goodFile()
    expect(await refusal(file.slice(0, 500))).toMatchObject({ code: 'file-truncated' })
  })

  it('in the middle lose nothing silently', async () => {
    const file = new Uint8Array(goodFile())
    const cut = new Uint8Array(file.length - 300)
    cut.set(file.subarray(0, 200))
    cut.set(file.subarray(500), 200)
    const result = await read(buffer(cut))
    expect(result.problems.length).toBeGreaterThan(0)
  })
})

describe('claims that cannot be', () => {
  const claims: [string, bigint, string][] = [
    ['6.4 billion rows', 6_442_450_944n, 'too-many-rows'],
    ['51 million rows', 51_000_000n, 'too-many-rows'],
    ['a negative count', -5n, 'file-damaged'],
  ]
  for (const [title, rows, code] of claims) {
    it(`${title}, at once and without the memory`, async () => {
      const file = withFooter(goodFile(100), (metadata) => {
        metadata.num_rows = rows
        metadata.row_groups[0]!.num_rows = rows
      })
      const before = performance.now()
      expect(await refusal(file)).toMatchObject({ code })
      expect(performance.now() - before).toBeLessThan(500)
    })
  }

  it('a total the row groups do not add up to is told, and the row groups are read', async () => {
    const file = withFooter(goodFile(), (metadata) => {
      metadata.num_rows = 7n
    })
    const { table, problems } = await readWell(file)
    expect(table.rowCount).toBe(100)
    expect(problems).toMatchObject([{ severity: 'warning', code: 'row-count-mismatch' }])
  })

  it('more rows than the pages hold lose the column, not the page', async () => {
    const file = withFooter(goodFile(100), (metadata) => {
      metadata.num_rows = 40_000_000n
      metadata.row_groups[0]!.num_rows = 40_000_000n
    })
    expect(await refusal(file)).toMatchObject({ code: 'no-readable-columns' })
  })

  it('fewer rows than the pages hold lose the column too', async () => {
    const file = withFooter(goodFile(100), (metadata) => {
      metadata.num_rows = 60n
      metadata.row_groups[0]!.num_rows = 60n
    })
    expect(await refusal(file)).toMatchObject({ code: 'no-readable-columns' })
  })

  it('rows times columns beyond the memory are told before anything is allocated', async () => {
    const file = withFooter(goodFile(100), (metadata) => {
      const { schema, row_groups } = metadata
      const copies = 20
      schema[0]!.num_children = copies
      metadata.schema = [schema[0]!, ...Array.from({ length: copies }, () => schema[3]!)]
      row_groups[0]!.columns = Array.from({ length: copies }, () => row_groups[0]!.columns[2]!)
      metadata.num_rows = 50_000_000n
      row_groups[0]!.num_rows = 50_000_000n
    })
    expect(await refusal(file)).toMatchObject({ code: 'too-much-memory' })
  })

  it('no rows', async () => {
    const columnData = [{ name: 'a', data: [], type: 'INT32' as const }]
    expect(await refusal(writeFile({ columnData }))).toMatchObject({ code: 'no-rows' })
  })

  it('no columns', async () => {
    const file = withFooter(goodFile(), (metadata) => {
      metadata.schema = [{ name: 'root', num_children: 0 }]
      for (const group of metadata.row_groups) group.columns = []
    })
    expect(await refusal(file)).toMatchObject({ code: 'no-columns' })
  })

  it('an index longer than the file', async () => {
    const file = goodFile()
    new DataView(file).setUint32(file.byteLength - 8, 0x7fffffff, true)
    expect(await refusal(file)).toMatchObject({ code: 'file-damaged' })
  })

  it('an index of noise', async () => {
    const file = goodFile()
    const length = new DataView(file).getUint32(file.byteLength - 8, true)
    new Uint8Array(file, file.byteLength - 8 - length, length).fill(0x99)
    expect(await refusal(file)).toMatchObject({ code: 'file-damaged' })
  })
})

describe('one column that cannot be read', () => {
  async function expectOnlyMrrLost(file: ArrayBuffer): Promise<string> {
    const { table, problems } = await readWell(file)
    expect(table.columns.map(({ name }) => name)).toEqual(['id', 'seats'])
    expect(cells(table.columns[1]!)).toEqual(Array.from({ length: 100 }, (_, i) => i))
    expect(problems).toMatchObject([
      { severity: 'warning', code: 'column-unreadable', column: 'mrr' },
    ])
    return problems[0]!.what
  }

  it('because its pages are damaged, names its row group', async () => {
    const file = goodFile()
    withFooter(file, ({ row_groups }) => {
      const { meta_data } = row_groups[1]!.columns[1]!
      const start = Number(meta_data!.dictionary_page_offset ?? meta_data!.data_page_offset)
      new Uint8Array(file, start, Number(meta_data!.total_compressed_size)).fill(0xff)
    })
    expect(await expectOnlyMrrLost(file)).toContain('row group 2 of 2')
  })

  it('because it lies outside the file', async () => {
    const file = withFooter(goodFile(), ({ row_groups }) => {
      row_groups[0]!.columns[1]!.meta_data!.total_compressed_size = 10_000_000n
    })
    await expectOnlyMrrLost(file)
  })

  it('because its data are in another file', async () => {
    const file = withFooter(goodFile(), ({ row_groups }) => {
      row_groups[0]!.columns[1]!.file_path = 'part-0.parquet'
    })
    expect(await expectOnlyMrrLost(file)).toContain('another file')
  })

  it('because no reader knows its codec', async () => {
    const file = withFooter(goodFile(), ({ row_groups }) => {
      row_groups[0]!.columns[1]!.meta_data!.codec = 'LZO'
    })
    expect(await expectOnlyMrrLost(file)).toContain('LZO')
  })

  it('because a row group lacks it', async () => {
    const file = withFooter(goodFile(), ({ row_groups }) => {
      row_groups[1]!.columns.splice(1, 1)
    })
    await expectOnlyMrrLost(file)
  })
})

describe('noise', () => {
  it('in any byte never throws and never hangs', async () => {
    const good = new Uint8Array(goodFile())
    const outcomes = { read: 0, refused: 0 }
    let seed = 1
    const random = (bound: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      return Math.floor((seed / 2 ** 32) * bound)
    }
    for (let round = 0; round < 1500; round++) {
      const bytes = good.slice()
      for (let i = 0; i <= round % 3; i++) bytes[random(bytes.length)] = random(256)
      const result = await read(buffer(bytes))
      if (result.ok) outcomes.read++
      else outcomes.refused++
      for (const { what } of result.problems) expect(what).toMatch(/\.$/)
    }
    expect(outcomes.read).toBeGreaterThan(0)
    expect(outcomes.refused).toBeGreaterThan(0)
  })
})
