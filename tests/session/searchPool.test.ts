import { describe, expect, it } from 'vitest'
import type { RunHeader } from '../../src/journal/entry.ts'
import { heldBytes } from '../../src/lib/heldBytes.ts'
import { createSearcher } from '../../src/search/searcher.ts'
import { createSearchPool, type PoolSetup } from '../../src/session/searchPool.ts'
import { openWorker, type WorkerLimits } from '../../src/session/workerHandle.ts'
import type { DataService, SearchService } from '../../workers/protocol.ts'
import { createSearchService } from '../../workers/searchService.ts'
import { headerOf } from '../journal/journalFixtures.ts'
import { randomDataset } from '../search/randomDataset.ts'
import { type FakeWorker, fakeWorker } from './fakeWorker.ts'

const dataset = randomDataset(82, { rows: 300, features: ['flag', 'count', 'fraction'] })
const start = new Int32Array(3).fill(5)
const step = { weights: start, incumbentValue: 0, from: 1, to: 50, stride: 1, budgetMs: 1000 }

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A pool of search workers on message ports, asked for a sign of life whenever they had nothing to do. */
function harness(limits: Partial<WorkerLimits>, setupMs = () => 0) {
  const fakes: FakeWorker[] = []
  const pool = createSearchPool(() => {
    let working = false
    const service = createSearchService()
    const slow: SearchService = {
      ...service,
      async setup(port, setup) {
        working = true
        await wait(setupMs())
        working = false
        return service.setup(port, setup)
      },
    }
    const fake = fakeWorker(slow, () => !working)
    fakes.push(fake)
    return openWorker<SearchService>(() => fake, 'search', { restMs: 0, ...limits })
  })
  const data: Partial<DataService> = {
    async sendSearchRows(port) {
      port.postMessage(dataset)
      port.close()
    },
  }
  const setup: PoolSetup = {
    data: () => openWorker<DataService>(() => fakeWorker(data, () => true), 'data'),
    header: headerOf('run-a', {}) as RunHeader,
    search: {
      metric: 'auc_roc_retain',
      strategy: 'random',
      seed: 1,
      bounds: {
        min: new Int32Array(3).fill(-5),
        max: new Int32Array(3).fill(25),
        locked: new Uint8Array(3),
      },
      groups: Uint16Array.of(0, 1, 2),
    },
  }
  return { pool, setup, fakes }
}

describe('search workers kept from the last run', () => {
  it('are replaced within seconds where they died, and the run has all it asked for', async () => {
    const { pool, setup, fakes } = harness({ restMs: 20 })
    await pool.steppers(setup, 3)
    fakes[0].die()
    fakes[2].die()
    await wait(40)
    const begun = performance.now()
    const steppers = await pool.steppers(setup, 3)
    expect(performance.now() - begun).toBeLessThan(4_000)
    expect(fakes).toHaveLength(5)
    expect(steppers).toHaveLength(3)
    const tried = await Promise.all(
      steppers.map((stepper) => stepper.step({ ...step, continueAfterWin: true })),
    )
    for (const { count, values } of tried) {
      expect(count).toBe(49)
      expect(values).toEqual(tried[0].values)
    }
    pool.terminate()
  })

  it('are kept where setting them up takes longer than a dead one is waited for', async () => {
    let setupMs = 0
    const { pool, setup, fakes } = harness({ idleMs: 40 }, () => setupMs)
    await pool.steppers(setup, 2)
    await wait(5)
    setupMs = 400
    expect(await pool.steppers(setup, 2)).toHaveLength(2)
    expect(fakes).toHaveLength(2)
    pool.terminate()
  })

  it('are not replaced where they are stopped', async () => {
    const { pool, setup, fakes } = harness({ idleMs: 5_000 })
    await pool.steppers(setup, 1)
    fakes[0].die()
    await wait(5)
    const asked = pool.steppers(setup, 1)
    await wait(5)
    pool.terminate()
    await expect(asked).rejects.toHaveProperty('name', 'AbortError')
    expect(fakes).toHaveLength(1)
  })
})

describe('the memory of search workers', () => {
  it('is what the one that holds most says, once they were asked', async () => {
    const { pool, setup, fakes } = harness({ idleMs: 40 })
    const steppers = await pool.steppers(setup, 3)
    expect(pool.memory()).toBe(null)
    await pool.measure()
    expect(pool.memory()?.own).toBe(heldBytes([dataset, setup.search]).own)
    await steppers[1].step({ ...step, continueAfterWin: true })
    fakes[2].die()
    await wait(5)
    await pool.measure()
    const searcher = createSearcher({ ...setup.search, dataset, now: () => performance.now() })
    searcher.step({ ...step, continueAfterWin: true })
    expect(pool.memory()).toEqual(searcher.memory())
    await pool.steppers(setup, 1)
    expect(pool.memory()).toBe(null) // of the next run
    pool.terminate()
  })
})
