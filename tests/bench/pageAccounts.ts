import type { Column, Table } from '../../src/accounts/table.ts'
import { benchDataset } from './benchDataset.ts'

/** The made-up accounts of the kernel bench as a file has them: an id, 20 features, 4 outcomes. */
export function pageAccounts(rows: number, seed: number): Table {
  const { features, outcomes, resolution } = benchDataset(rows, seed)
  const { retained, mrr, mrrEnd, ltv } = outcomes
  const number = (name: string, read: (row: number) => number): Column => ({
    kind: 'number',
    name,
    physical: 'DOUBLE',
    missing: null,
    values: Float64Array.from({ length: rows }, (_, row) => read(row)),
  })
  const id: Column = {
    kind: 'text',
    name: 'account_id',
    physical: 'STRING',
    missing: null,
    values: Uint32Array.from({ length: rows }, (_, row) => row),
    dictionary: Array.from({ length: rows }, (_, row) => `acc_${row}`),
  }
  return {
    rowCount: rows,
    columns: [
      id,
      ...features.map(({ name, values, multiplier }) =>
        number(name, (row) => (values[row]! * multiplier) / resolution),
      ),
      number('retained_6mo', (row) => retained![row]!),
      number('mrr', (row) => mrr![row]!),
      number('mrr_end', (row) => mrrEnd![row]!),
      number('actual_ltv', (row) => ltv![row]!),
    ],
  }
}
