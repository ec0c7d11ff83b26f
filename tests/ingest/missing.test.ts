import { describe, expect, it } from 'vitest'
import { cells, oneColumn, readWell, writeFile } from './parquetFile.ts'

describe('values that count as missing', () => {
  it('NaN, with a note that counts it', async () => {
    const data = [1, Number.NaN, null, Number.NaN]
    const { table, problems } = await readWell(oneColumn({ type: 'DOUBLE' }, data))
    expect(cells(table.columns[0]!)).toEqual([1, null, null, null])
    expect(problems).toMatchObject([{ severity: 'note', code: 'nan-missing', column: 'x', row: 2 }])
    expect(problems[0]!.what).toContain('2 rows')
  })

  it('infinities, with a warning that names column, count and first row', async () => {
    const data = [1, 2, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    const { table, problems } = await readWell(oneColumn({ type: 'DOUBLE' }, data))
    expect(cells(table.columns[0]!)).toEqual([1, 2, null, null])
    expect(problems).toMatchObject([
      { severity: 'warning', code: 'infinity-missing', column: 'x', row: 3 },
    ])
    expect(problems[0]!.what).toContain('Column x')
    expect(problems[0]!.what).toContain('2 rows')
  })

  it('empty and blank text, with a note that counts it', async () => {
    const data = ['a', '', '  \t', null, '\u00a0', 'a ']
    const { table, problems } = await readWell(
      writeFile({ columnData: [{ name: 'x', data, type: 'STRING' }] }),
    )
    expect(cells(table.columns[0]!)).toEqual(['a', null, null, null, null, 'a '])
    expect(table.columns[0]).toMatchObject({ dictionary: ['a', 'a '] })
    expect(problems).toMatchObject([{ severity: 'note', code: 'blank-missing', row: 2 }])
    expect(problems[0]!.what).toContain('3 rows')
  })

  it('times that no calendar has, with a warning', async () => {
    const element = { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' } as const
    const { table, problems } = await readWell(oneColumn(element, [0n, 9223372036854775807n]))
    expect(cells(table.columns[0]!)).toEqual([0, null])
    expect(problems).toMatchObject([{ severity: 'warning', code: 'time-out-of-range', row: 2 }])
  })
})

describe('whole numbers beyond 2^53', () => {
  it('turn the whole column into text of digits, over all row groups', async () => {
    const data = BigInt64Array.from({ length: 900 }, (_, i) => BigInt(i))
    data[700] = 9007199254740993n
    data[701] = -9223372036854775808n
    const columnData = [{ name: 'x', data, type: 'INT64' as const, nullable: false }]
    const { table, problems } = await readWell(writeFile({ columnData, rowGroupSize: 250 }))
    expect(table.columns[0]).toMatchObject({ kind: 'text', physical: 'INT64' })
    expect(cells(table.columns[0]!)).toEqual(Array.from(data, String))
    expect(problems).toMatchObject([{ severity: 'note', code: 'integers-too-large', column: 'x' }])
  })

  it('unsigned ones too', async () => {
    const element = { type: 'INT64', converted_type: 'UINT_64' } as const
    const { table } = await readWell(oneColumn(element, [1n, null, 18446744073709551615n]))
    expect(cells(table.columns[0]!)).toEqual(['1', null, '18446744073709551615'])
  })
})

describe('notes on what was done to values', () => {
  const decimal = {
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: 16,
    converted_type: 'DECIMAL',
    precision: 38,
    scale: 2,
  } as const

  it('decimals beyond a double are told, others not', async () => {
    const long = await readWell(oneColumn(decimal, [1n, 12345678901234567890n]))
    expect(long.problems).toMatchObject([{ severity: 'note', code: 'decimals-rounded' }])
    const short = await readWell(oneColumn(decimal, [1n, 1234567890n]))
    expect(short.problems).toEqual([])
  })

  it('times of the day are told', async () => {
    const { problems } = await readWell(
      oneColumn({ type: 'INT32', converted_type: 'TIME_MILLIS' }, [1, 2]),
    )
    expect(problems).toMatchObject([{ severity: 'note', code: 'time-of-day-as-seconds' }])
  })
})
