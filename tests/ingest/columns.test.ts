import { describe, expect, it } from 'vitest'
import {
  cells,
  columnOf,
  oneColumn,
  readWell,
  refusal,
  withFooter,
  writeFile,
} from './parquetFile.ts'

function threeColumns(): ArrayBuffer {
  return writeFile({
    columnData: [
      { name: 'a', data: [1, 2], type: 'INT32' },
      { name: 'b', data: [3, 4], type: 'INT32' },
      { name: 'c', data: [5, 6], type: 'INT32' },
    ],
  })
}

function renamedColumns(names: string[]): ArrayBuffer {
  return withFooter(threeColumns(), (metadata) => {
    names.forEach((name, i) => {
      metadata.schema[i + 1]!.name = name
      metadata.row_groups[0]!.columns[i]!.meta_data!.path_in_schema = [name]
    })
  })
}

describe('column names', () => {
  it('given twice keep both columns, with a warning', async () => {
    const { table, problems } = await readWell(renamedColumns(['a', 'a', 'a (2)']))
    expect(table.columns.map(({ name }) => name)).toEqual(['a', 'a (3)', 'a (2)'])
    expect(cells(columnOf(table, 'a'))).toEqual([1, 2])
    expect(cells(columnOf(table, 'a (3)'))).toEqual([3, 4])
    expect(cells(columnOf(table, 'a (2)'))).toEqual([5, 6])
    expect(problems).toMatchObject([
      { severity: 'warning', code: 'duplicate-columns', column: 'a (3)' },
    ])
  })

  it('that JavaScript objects know survive', async () => {
    const names = ['__proto__', 'constructor', 'toString']
    const { table, problems } = await readWell(renamedColumns(names))
    expect(table.columns.map(({ name }) => name)).toEqual(names)
    expect(cells(columnOf(table, '__proto__'))).toEqual([1, 2])
    expect(problems).toEqual([])
  })

  it('that are empty get one', async () => {
    const { table, problems } = await readWell(renamedColumns(['', 'column 1', 'x']))
    expect(table.columns.map(({ name }) => name)).toEqual(['column 1 (2)', 'column 1', 'x'])
    expect(problems).toMatchObject([{ code: 'column-unnamed', column: 'column 1 (2)' }])
  })

  it('of any length stand shortened in sentences and whole in the table', async () => {
    const long = `<script>\n${'x'.repeat(500)}`
    const { table, problems } = await readWell(renamedColumns([long, long, 'c']))
    expect(table.columns[0]!.name).toBe(long)
    expect(problems[0]!.what.length).toBeLessThan(300)
    expect(problems[0]!.what).not.toContain('\n')
  })
})

describe('columns that are no account columns', () => {
  it('nested ones are left out by name, the others read', async () => {
    const file = writeFile({
      schema: [
        { name: 'root', num_children: 4 },
        { name: 'tags', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', repetition_type: 'OPTIONAL', type: 'INT32' },
        { name: 'address', repetition_type: 'REQUIRED', num_children: 2 },
        { name: 'zip', repetition_type: 'REQUIRED', type: 'INT32' },
        { name: 'floor', repetition_type: 'REQUIRED', type: 'INT32' },
        { name: 'props', repetition_type: 'OPTIONAL', converted_type: 'MAP', num_children: 1 },
        { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
        { name: 'key', repetition_type: 'REQUIRED', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
        { name: 'value', repetition_type: 'OPTIONAL', type: 'INT32' },
        { name: 'seats', repetition_type: 'REQUIRED', type: 'INT32' },
      ],
      columnData: [
        { name: 'tags', data: [[1, 2], []] },
        {
          name: 'address',
          data: [
            { zip: 1, floor: 2 },
            { zip: 3, floor: 4 },
          ],
        },
        { name: 'props', data: [{ a: 1 }, {}] },
        { name: 'seats', data: [7, 8] },
      ],
    })
    const { table, problems } = await readWell(file)
    expect(table.columns.map(({ name }) => name)).toEqual(['seats'])
    expect(cells(table.columns[0]!)).toEqual([7, 8])
    expect(problems.map(({ column, code }) => [column, code])).toEqual([
      ['tags', 'column-left-out'],
      ['address', 'column-left-out'],
      ['props', 'column-left-out'],
    ])
    expect(problems.map(({ what }) => what)).toEqual([
      'Column tags holds a list per account, and is left out.',
      'Column address holds a struct per account, and is left out.',
      'Column props holds a map per account, and is left out.',
    ])
  })

  it('bytes that are no text are left out by name', async () => {
    const columnData = [
      {
        name: 'blob',
        data: [new Uint8Array([0, 255]), new Uint8Array([1])],
        type: 'BYTE_ARRAY' as const,
      },
      { name: 'seats', data: [7, 8], type: 'INT32' as const },
    ]
    const { table, problems } = await readWell(writeFile({ columnData }))
    expect(table.columns.map(({ name }) => name)).toEqual(['seats'])
    expect(problems).toMatchObject([{ code: 'column-left-out', column: 'blob' }])
  })

  it('intervals and BSON are left out by name', async () => {
    for (const converted of ['INTERVAL', 'BSON'] as const) {
      const data = [new Uint8Array(12)]
      const plain = oneColumn({ type: 'FIXED_LEN_BYTE_ARRAY', type_length: 12 }, data)
      const file = withFooter(plain, ({ schema }) => {
        schema[1]!.converted_type = converted
      })
      const problem = await refusal(file)
      expect(problem.code).toBe('no-readable-columns')
      expect(problem.fix).toMatch(/^Column .+\. A file of accounts needs/)
    }
  })

  it('declared text that is no UTF-8 is read with a warning', async () => {
    const bytes = [
      new Uint8Array([0x5a, 0xfc]),
      new Uint8Array([0x5a, 0xfd]),
      new Uint8Array([0x41]),
    ]
    const file = withFooter(oneColumn({ type: 'BYTE_ARRAY' }, bytes), ({ schema }) => {
      schema[1]!.converted_type = 'UTF8'
    })
    const { table, problems } = await readWell(file)
    expect(table.columns[0]).toMatchObject({ dictionary: ['Z\ufffd', 'A'] })
    expect(problems).toMatchObject([{ severity: 'warning', code: 'text-damaged' }])
  })
})
