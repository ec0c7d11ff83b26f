import { expect, test } from 'vitest'
import { sampleTable } from '../../src/accounts/sample.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { createDataService } from '../../workers/dataService.ts'

const bytes = (seed: number) => tableParquet(sampleTable('health', { accounts: 300, seed }))
const silent = () => {}

test('the file searched cannot be held out too, and its accounts in another file are told of', async () => {
  const service = createDataService()
  const first = await service.open(new File([bytes(1)], 'a.parquet'), silent)
  if (!first.ok || first.value.contract.spec === null) throw new Error('no spec')
  const { roles, spec } = first.value.contract
  const copy = await service.openLater(new File([bytes(1)], 'copy.parquet'), spec, silent)
  expect(copy).toMatchObject({ ok: false, problems: [{ code: 'later-file-same' }] })
  expect(await service.laterRecord()).toBe(null)

  const other = await service.openLater(new File([bytes(2)], 'b.parquet'), spec, silent)
  expect(other.ok).toBe(true)
  const { problems } = await service.restoreContract(roles, spec)
  expect(problems).toContainEqual(
    expect.objectContaining({
      code: 'ids-in-both-files',
      severity: 'warning',
      what: expect.stringMatching(/^300 accounts of the 300 of b\.parquet/),
    }),
  )
})
