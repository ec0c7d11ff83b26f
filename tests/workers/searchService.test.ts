import { MessageChannel } from 'node:worker_threads'
import { expect, test, vi } from 'vitest'
import type { Dataset } from '../../src/accounts/dataset.ts'
import { createSearchService } from '../../workers/searchService.ts'
import { shareDataset } from '../../workers/shareDataset.ts'
import { workerBytes } from '../../workers/workerBytes.ts'

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

test('counts each buffer once, what all workers share apart', () => {
  const columns = ROWS + 4 * ROWS + ROWS + 8 * ROWS
  const copied = datasetOf((bytes) => new ArrayBuffer(bytes))
  expect(workerBytes(copied)).toEqual({ own: columns + 2 * ROWS, shared: 0 })
  const shared = datasetOf((bytes) => new SharedArrayBuffer(bytes))
  expect(workerBytes(shared)).toEqual({ own: 2 * ROWS, shared: columns })
  expect(workerBytes(shared, 65_536)).toEqual({ own: 2 * ROWS + 65_536, shared: columns })
})

test('where the page is isolated every column of a dataset is shared, with what is in it', () => {
  const copied = datasetOf((bytes) => new ArrayBuffer(bytes))
  expect(shareDataset(copied)).toBe(copied)
  vi.stubGlobal('crossOriginIsolated', true)
  try {
    const shared = shareDataset(copied)
    expect(workerBytes(shared).own).toBe(0)
    expect(shared).toEqual(copied)
  } finally {
    vi.unstubAllGlobals()
  }
})

test('a search worker answers its setup with what it holds', async () => {
  const { port1, port2 } = new MessageChannel()
  const service = createSearchService()
  const memory = service.setup(port2 as unknown as MessagePort, {
    metric: 'auc_roc_retain',
    strategy: 'random',
    seed: 1,
    bounds: { min: new Int32Array(3), max: new Int32Array(3), locked: new Uint8Array(3) },
    groups: new Uint16Array(3),
  })
  const sent = datasetOf((bytes) => new ArrayBuffer(bytes))
  port1.postMessage(sent)
  expect(await memory).toEqual(workerBytes(sent))
})
