import { describe, expect, test } from 'vitest'
import { sampleRefresh } from '../../src/accounts/sampleRefresh.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { withFiles } from '../../src/session/withFiles.ts'
import { createDataService } from '../../workers/dataService.ts'
import type { DataService } from '../../workers/protocol.ts'

const sample = sampleRefresh({ accounts: 600, seed: 7 })
const silent = () => {}
const train = new File([tableParquet(sample.train)], 'train.parquet')
const holdout = new File([tableParquet(sample.holdout)], 'holdout.parquet')

async function opened(later: boolean) {
  const service = createDataService()
  await service.open(train, silent)
  if (later) await service.openLater(holdout, sample.incumbent, silent)
  const errors = async () =>
    (await service.adoptSpec(sample.incumbent, [])).problems.filter(
      ({ severity }) => severity === 'error',
    )
  const split = (by: 'time' | 'id' | null = null) => service.usualSplit(sample.incumbent, 0.3, by)
  return { service, errors, split }
}

describe('the last day outcomes are known of', () => {
  test('is checked over both files, and recorded in the split', async () => {
    const { service, errors, split } = await opened(true)
    expect(await errors()).toEqual([])
    expect(await split()).toMatchObject({ kind: 'file', asOf: null })

    await service.setAsOf('2026-07-30')
    expect(await errors()).toMatchObject([
      {
        code: 'outcome-not-over',
        column: 'outcome_end',
        what: expect.stringMatching(/after 2026-07-30.*600 rows.*row 1 of holdout\.parquet/),
      },
    ])
    const refused = await service.prepare(sample.incumbent, 'auc_roc_retain', await split())
    expect(refused.ok).toBe(false)

    await service.setAsOf('2026-07-31')
    expect(await errors()).toEqual([])
    const prepared = await service.prepare(sample.incumbent, 'auc_roc_retain', await split())
    expect(prepared.ok && prepared.value.split).toMatchObject({ kind: 'file', asOf: '2026-07-31' })
  })

  test('is checked and recorded in one file too, by id as by time', async () => {
    const { service, errors, split } = await opened(false)
    await service.setAsOf('2026-03-30')
    expect((await errors()).map(({ code }) => code)).toEqual(['outcome-not-over'])
    await service.setAsOf('2026-03-31')
    expect(await errors()).toEqual([])
    expect(await split()).toMatchObject({ kind: 'id', asOf: '2026-03-31' })
    expect(await split('time')).toMatchObject({ kind: 'time', asOf: '2026-03-31' })
    const prepared = await service.prepare(sample.incumbent, 'auc_roc_retain', await split())
    expect(prepared.ok && prepared.value.split).toMatchObject({
      kind: 'id-hash',
      asOf: '2026-03-31',
    })
  })

  test('stays when the files are swapped, and is forgotten with the file', async () => {
    const { service, split } = await opened(true)
    await service.setAsOf('2026-09-01')
    await service.swapFiles()
    expect(await split()).toMatchObject({ kind: 'file', asOf: '2026-09-01' })
    await service.open(train, silent)
    expect(await split()).toEqual({ kind: 'id', share: 0.3, seed: 42 })
  })

  test('is told to a worker that takes the place of a lost one', async () => {
    const service = createDataService()
    const handle = {
      call: async (work: (of: DataService) => unknown) => work(service),
    } as unknown as Parameters<typeof withFiles>[0]
    const worker = withFiles(handle, { first: train, later: holdout }, '2026-09-01')
    const split = await worker.call((of) => of.usualSplit(sample.incumbent, 0.3, null))
    expect(split).toMatchObject({ kind: 'file', asOf: '2026-09-01' })
  })
})
