import { MessageChannel } from 'node:worker_threads'
import { expect, test, vi } from 'vitest'
import type { Dataset } from '../../src/accounts/dataset.ts'
import { type HeldBytes, heldBytes } from '../../src/lib/heldBytes.ts'
import type { StepRequest } from '../../src/search/stepper.ts'
import { openSearchThreads } from '../../src/terminal/searchThreads.ts'
import type { SearchSetup } from '../../workers/protocol.ts'
import { createSearchService } from '../../workers/searchService.ts'
import { shared } from '../../workers/shared.ts'
import { type FeatureKind, randomDataset } from '../search/randomDataset.ts'

const ROWS = 100

function datasetOf(buffer: (bytes: number) => ArrayBufferLike): Dataset {
  const flag = new Uint8Array(buffer(ROWS))
  return {
    rowCount: ROWS,
    resolution: 1,
    maxScore: 100,
    baseScore: 0,
    features: [
      { name: 'flag', values: flag, multiplier: 1 },
      { name: 'flag again', values: flag, multiplier: 1 },
      { name: 'count', values: new Int32Array(buffer(4 * ROWS)), multiplier: 1 },
    ],
    segments: [],
    outcomes: {
      rowCount: ROWS,
      count: null,
      retained: new Uint8Array(buffer(ROWS)),
      churned: null,
      mrr: new Float64Array(buffer(8 * ROWS)),
      mrrEnd: null,
      ltv: null,
      activated: null,
      activationKnown: null,
      wonBack: null,
      formerTier: { codes: new Uint16Array(ROWS), labels: ['A'], source: 'column' },
    },
  }
}

test('where the page is isolated every column of a dataset is shared, with what is in it', () => {
  const copied = datasetOf((bytes) => new ArrayBuffer(bytes))
  expect(shared(copied)).toBe(copied)
  vi.stubGlobal('crossOriginIsolated', true)
  try {
    const moved = shared(copied)
    expect(heldBytes(moved).own).toBe(0)
    expect(moved).toEqual(copied)
  } finally {
    vi.unstubAllGlobals()
  }
})

const SETUP: SearchSetup = {
  metric: 'auc_roc_retain',
  strategy: 'random',
  seed: 1,
  bounds: {
    min: new Int32Array(4).fill(-5),
    max: new Int32Array(4).fill(25),
    locked: new Uint8Array(4),
  },
  groups: Uint16Array.of(0, 1, 2, 3),
}

const REQUEST: StepRequest = {
  weights: new Int32Array(4).fill(5),
  incumbentValue: 0,
  from: 1,
  to: 200,
  stride: 1,
  continueAfterWin: true,
  budgetMs: Number.POSITIVE_INFINITY,
}

/** What a worker of the page holds after a step on rows that were sent to it. */
async function heldInPage(dataset: Dataset): Promise<HeldBytes[]> {
  const { port1, port2 } = new MessageChannel()
  const service = createSearchService()
  const ready = service.setup(port2 as unknown as MessagePort, SETUP)
  port1.postMessage(dataset)
  await ready
  const before = await service.memory()
  await service.step(REQUEST)
  return [before, await service.memory()]
}

const features: FeatureKind[] = ['flag', 'count', 'fraction', 'negative']

test('a worker holds its rows, and its kernel when it has searched, the rows apart where they are shared', async () => {
  const dataset = randomDataset(83, { rows: 5000, features })
  const rows = heldBytes([dataset, SETUP]).own
  const [before, after] = await heldInPage(dataset)
  expect(before).toEqual({ own: rows, shared: 0 })
  const kernel = after.own - rows
  expect(kernel).toBeGreaterThan(5000 * (4 + 4 + 2)) // levels, the score as a number and as a lane
  vi.stubGlobal('crossOriginIsolated', true)
  try {
    const ofRows = heldBytes(dataset).own
    const own = rows - ofRows + kernel
    expect((await heldInPage(shared(dataset)))[1]).toEqual({ own, shared: ofRows })
  } finally {
    vi.unstubAllGlobals()
  }
})

test('page and terminal hold the same, in place and in threads', async () => {
  const dataset = randomDataset(84, { rows: 3000, features })
  const [, inPage] = await heldInPage(dataset)
  for (const workers of [1, 2]) {
    const threads = await openSearchThreads({ dataset, ...SETUP }, workers)
    await Promise.all(threads.steppers.map(({ step }) => step(REQUEST)))
    expect(await threads.memory()).toEqual(inPage)
    await threads.close()
    if (workers > 1) expect(await threads.memory()).toBe(null)
  }
})
