import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkContract } from '../../src/accounts/checkContract.ts'
import { compileDataset } from '../../src/accounts/compileDataset.ts'
import { defaultSpec } from '../../src/accounts/defaultSpec.ts'
import { gridSpec } from '../../src/accounts/gridSpec.ts'
import { isFloat } from '../../src/accounts/rowScorer.ts'
import { bufferSource } from '../../src/ingest/byteSource.ts'
import { readTable } from '../../src/ingest/readTable.ts'
import { sharedData } from '../sharedData.ts'
import { type Guess, guessOf } from './guessCase.ts'

interface Expected {
  file: string
  roles: Record<string, string[]> // every column that is not a feature, by role
  errors: string[]
  features: number // of the default spec
}

const FILES: Expected[] = [
  {
    file: 'telco_ibm',
    roles: { id: ['customerID'], mrr: ['MonthlyCharges'], churned: ['Churn'] },
    errors: [],
    features: 40,
  },
  {
    file: 'telco_app',
    roles: {
      id: ['account_id'],
      mrr: ['mrr'],
      churned: ['churned'],
      retained: ['retained_6mo'],
      ltv: ['actual_ltv'],
    },
    errors: [],
    features: 27,
  },
  {
    file: 'mlc_telecom_churn',
    roles: { churned: ['churn'] },
    errors: [],
    features: 32,
  },
  {
    file: 'accounts_5k',
    roles: {
      id: ['account_id'],
      former_tier: ['prior_tier'],
      mrr: ['mrr_start'],
      mrr_end: ['mrr_end'],
      churned: ['churned'],
      retained: ['retained_6mo'],
      activated: ['activated'],
      ltv: ['actual_ltv'],
      time: ['signup_at'],
    },
    errors: [],
    features: 25,
  },
  {
    file: 'ravenstack_accounts',
    roles: {
      id: ['account_id'],
      ignored: ['account_name', 'churn_events'],
      time: ['signup_date', 'last_usage', 'first_churn_date'],
      mrr: ['mrr_start'],
      mrr_end: ['mrr_end'],
      ltv: ['actual_ltv'],
      churned: ['churned'],
    },
    errors: [],
    features: 44,
  },
  {
    file: 'ravenstack_raw_subscriptions',
    roles: {
      id: ['subscription_id'],
      ignored: ['account_id'],
      time: ['start_date', 'end_date'],
      mrr: ['mrr_amount'],
      churned: ['churn_flag'],
    },
    errors: [],
    features: 10,
  },
  { file: 'riskslim_adult', roles: {}, errors: ['no-outcome'], features: 37 },
  { file: 'riskslim_mammo', roles: {}, errors: ['no-outcome'], features: 15 },
  { file: 'riskslim_breastcancer', roles: {}, errors: ['no-outcome'], features: 10 },
]

describe.skipIf(!sharedData)('real files', () => {
  test.each(FILES)('$file', async ({ file, roles, errors, features }) => {
    const guess = await open(file)
    const found: Record<string, string[]> = {}
    for (const { column, role } of guess.roles) {
      if (role !== 'feature') found[role] = [...(found[role] ?? []), column]
    }
    expect(found).toEqual(roles)
    const problems = [...guess.problems, ...checkContract(guess.table, guess.roles)]
    expect(problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(
      errors,
    )
    const spec = defaultSpec(guess.table, guess.roles)
    if (!spec.ok) throw new Error('no default spec')
    expect(Object.keys(spec.value.features)).toHaveLength(features)
    const grid = gridSpec(guess.table, spec.value)
    expect(grid.problems).toEqual([])
    if (!grid.ok) throw new Error('no grid')
    const dataset = compileDataset(guess.table, grid.value)
    if (!dataset.ok) throw new Error(JSON.stringify(dataset.problems))
    expect(dataset.value.rowCount).toBe(guess.table.rowCount)
    expect(isFloat(dataset.value)).toBe(false)
  })

  test('TotalCharges is numbers with 11 blanks', async () => {
    const guess = await open('telco_ibm')
    const note = guess.problems.find(({ code }) => code === 'text-holds-numbers')
    expect(note?.what).toBe('TotalCharges is text holding numbers; 11 blanks are missing.')
  })
})

async function open(file: string): Promise<Guess> {
  const bytes = readFileSync(`${sharedData}/${file}.parquet`)
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  const read = await readTable(bufferSource(file, buffer as ArrayBuffer))
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return guessOf(read.value)
}
