import { expect, test } from 'vitest'
import { sampleRefresh } from '../../src/accounts/sampleRefresh.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import type { Table } from '../../src/accounts/table.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { createDataService } from '../../workers/dataService.ts'

const ROWS = 600
const { train, holdout } = sampleRefresh({ accounts: ROWS, seed: 7 })
const silent = () => {}
const isGap = (row: number) => row % 5 === 2

/** The table with gaps in one column. */
function withGaps(table: Table, name: string): Table {
  const missing = Uint8Array.from({ length: table.rowCount }, (_, row) => (isGap(row) ? 1 : 0))
  const columns = table.columns.map((column) =>
    column.name === name ? { ...column, missing } : column,
  )
  return { ...table, columns }
}

async function opened() {
  const service = createDataService()
  const first = await service.open(new File([tableParquet(train)], 'a.parquet'), silent)
  if (!first.ok || first.value.contract.spec === null) throw new Error('no spec')
  const { roles, spec } = first.value.contract
  expect(first.value.contract.laterMissing).toEqual({})
  const gaps = tableParquet(withGaps(holdout, 'open_tickets'))
  await service.openLater(new File([gaps], 'b.parquet'), spec, silent)
  return { service, roles, spec }
}

async function heldOutScores(service: ReturnType<typeof createDataService>, spec: Spec) {
  const split = await service.usualSplit(spec, 0.3, null)
  const prepared = await service.prepare(spec, 'auc_roc_retain', split)
  if (!prepared.ok) throw new Error(prepared.problems[0].what)
  const { featureNames, startWeights, baseline } = prepared.value
  return { featureNames, startWeights, baseline }
}

test('gaps in the later file alone are counted, an error until their policy is set, and then none', async () => {
  const { service, roles, spec } = await opened()
  const shown = await service.restoreContract(roles, spec)
  expect(shown.laterMissing).toEqual({ open_tickets: ROWS / 5 })
  expect(shown.problems.filter(({ severity }) => severity === 'error')).toMatchObject([
    {
      code: 'feature-missing-values',
      column: 'open_tickets',
      what: expect.stringMatching(/no value in 120 rows of b\.parquet, the first of them row 3,/),
    },
  ])
  for (const policy of ['zero_points', { fill: 3 }] as const) {
    const set = await service.setMissingPolicy('open_tickets', policy, roles, spec)
    expect(set.problems.filter(({ severity }) => severity === 'error')).toEqual([])
    if (set.spec === null) throw new Error('no spec')
    expect(set.spec.features.open_tickets.missing).toEqual(policy)
    const { featureNames } = await heldOutScores(service, set.spec)
    expect(featureNames).toEqual(Object.keys(spec.features))
  }
})

test('a value that stands in is scored as that value', async () => {
  const { service, roles, spec } = await opened()
  const plain = createDataService()
  await plain.open(new File([tableParquet(train)], 'a.parquet'), silent)
  const column = holdout.columns.find(({ name }) => name === 'open_tickets')
  if (column?.kind !== 'number') throw new Error('open_tickets holds numbers')
  const values = column.values.map((value, row) => (isGap(row) ? 3 : value))
  const columns = holdout.columns.map((each) => (each === column ? { ...column, values } : each))
  const written = new File([tableParquet({ ...holdout, columns })], 'b.parquet')
  await plain.openLater(written, spec, silent)
  const filled = await service.setMissingPolicy('open_tickets', { fill: 3 }, roles, spec)
  if (filled.spec === null) throw new Error('no spec')
  const by = async (of: typeof service, which: Spec) => (await heldOutScores(of, which)).baseline
  expect(await by(service, filled.spec)).toEqual(await by(plain, spec))
})
