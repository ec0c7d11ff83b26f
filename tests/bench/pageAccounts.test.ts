import { expect, test } from 'vitest'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { createDataService } from '../../workers/dataService.ts'
import { pageAccounts } from './pageAccounts.ts'

test('the accounts of the page bench open ready to search, with 20 features in 25 columns', async () => {
  const service = createDataService()
  const file = new File([tableParquet(pageAccounts(600, 1))], 'accounts.parquet')
  const opened = await service.open(file, () => {})
  if (!opened.ok) throw new Error(opened.problems[0].what)
  const { roles, spec, problems } = opened.value.contract
  expect(roles).toHaveLength(25)
  expect(Object.keys(spec?.features ?? {})).toHaveLength(20)
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
})
