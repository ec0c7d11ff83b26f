import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sharedData } from '../sharedData.ts'
import { cells, columnOf, readWell } from './parquetFile.ts'

/** Rows and columns as the files' own README states them. */
const FILES: [string, number, number][] = [
  ['telco_ibm', 7043, 21],
  ['telco_app', 7043, 25],
  ['mlc_telecom_churn', 5000, 20],
  ['ravenstack_accounts', 500, 33],
  ['riskslim_adult', 32561, 37],
  ['riskslim_mammo', 961, 15],
  ['riskslim_breastcancer', 683, 10],
  ['accounts_5k', 5000, 25],
]

async function open(name: string) {
  const { buffer, byteOffset, length } = readFileSync(join(sharedData!, `${name}.parquet`))
  return readWell((buffer as ArrayBuffer).slice(byteOffset, byteOffset + length))
}

describe.skipIf(!sharedData)('real account files', () => {
  for (const [name, rows, columns] of FILES) {
    it(`${name}: ${rows} rows × ${columns} columns`, async () => {
      const { table, problems } = await open(name)
      expect(table.rowCount).toBe(rows)
      expect(table.columns).toHaveLength(columns)
      expect(problems.filter(({ severity }) => severity !== 'note')).toEqual([])
    })
  }

  it('the blanks of TotalCharges are missing and told', async () => {
    const { table, problems } = await open('telco_ibm')
    const missing = cells(columnOf(table, 'TotalCharges')).filter((cell) => cell === null)
    expect(missing).toHaveLength(11)
    expect(problems).toMatchObject([{ code: 'blank-missing', column: 'TotalCharges' }])
    expect(columnOf(table, 'SeniorCitizen').kind).toBe('number')
  })

  it('the nulls of nps_score are as many as stated', async () => {
    const { table } = await open('accounts_5k')
    const share = (name: string) =>
      cells(columnOf(table, name)).filter((cell) => cell === null).length / table.rowCount
    expect(share('nps_score')).toBeCloseTo(0.18, 1)
    expect(share('time_to_first_value_s')).toBeCloseTo(0.05, 1)
  })
})
