import { dateText } from '../../src/accounts/readDates.ts'
import { textColumn } from '../../src/accounts/sampleColumns.ts'
import type { Column, Table } from '../../src/accounts/table.ts'

/** Features, outcomes and texts of the given rows turned into nonsense; ids and times stay. */
export function poison({ rowCount, columns }: Table, rows: Uint32Array): Table {
  return {
    rowCount,
    columns: columns.map((column): Column => {
      if (/account_id|features_asof|outcome_(start|end)/.test(column.name)) return column
      if (column.kind === 'text') {
        const texts = Array.from({ length: rowCount }, (_, row) => cell(column, row))
        for (const row of rows) texts[row] = `poison ${row % 3}`
        return textColumn(column.name, texts as string[])
      }
      if (column.kind !== 'number') throw new Error(`no poison for ${column.kind}`)
      const values = column.values.slice()
      const isFlag = /retained|churned|activated|won_back/.test(column.name)
      for (const row of rows)
        values[row] = isFlag ? 1 - values[row] : 98_765_432.125 * (1 + (row % 7))
      return { ...column, values }
    }),
  }
}

/** The table with a column of texts and twelve monthly periods. */
export function withPlanAndTimes({ rowCount, columns }: Table): Table {
  const month = (row: number) => Math.floor((row * 12) / rowCount)
  const dates = (name: string, of: (month: number) => number) =>
    textColumn(
      name,
      Array.from({ length: rowCount }, (_, row) => dateText(of(month(row)))),
    )
  return {
    rowCount,
    columns: [
      ...columns,
      textColumn(
        'plan',
        Array.from({ length: rowCount }, (_, row) => ['Pro', 'Team', 'Free'][(row * 7) % 3]),
      ),
      dates('features_asof', (k) => Date.UTC(2025, k, 1)),
      dates('outcome_start', (k) => Date.UTC(2025, k, 2)),
      dates('outcome_end', (k) => Date.UTC(2025, k + 1, 0)),
    ],
  }
}

export function cell(column: Column, row: number): string | number | null {
  if (column.missing?.[row] === 1) return null
  return column.kind === 'text' ? column.dictionary[column.values[row]] : column.values[row]
}
