import { afterEach, describe, expect, it, vi } from 'vitest'
import { PRIMARY_METRICS } from '../../src/evaluation/metrics.ts'
import type { StepRequest } from '../../src/search/stepper.ts'
import { randomDataset } from './randomDataset.ts'

const dataset = randomDataset(6, { rows: 400, features: ['flag', 'count', 'fraction', 'negative'] })
const bounds = {
  min: new Int32Array(4).fill(-5),
  max: new Int32Array(4).fill(25),
  locked: new Uint8Array(4),
}
const request: StepRequest = {
  weights: new Int32Array(4).fill(5),
  incumbentValue: 0,
  from: 1,
  to: 301,
  stride: 1,
  continueAfterWin: true,
  budgetMs: Number.POSITIVE_INFINITY,
}

/** The search as a machine finds it that has just loaded it. */
async function freshSearch() {
  vi.resetModules()
  const { createSearchEngine } = await import('../../src/search/engine.ts')
  const { instantiateSimd } = await import('../../src/search/kernels/simdModule.ts')
  const step = (metric: (typeof PRIMARY_METRICS)[number], plain: boolean) =>
    createSearchEngine({
      dataset,
      metric,
      strategy: 'random',
      seed: 3,
      bounds,
      now: () => 0,
      plain,
    }).step(request)
  return { step, hasSimd: () => instantiateSimd() !== null }
}

afterEach(() => vi.unstubAllGlobals())

describe('a machine', () => {
  it.each(PRIMARY_METRICS)(
    'with SIMD makes the experiments for %s of one without',
    async (metric) => {
      const { step, hasSimd } = await freshSearch()
      expect(hasSimd()).toBe(true)
      expect(step(metric, false)).toEqual(step(metric, true))
    },
  )

  it.each<[string, unknown]>([
    ['without WebAssembly', undefined],
    ['without SIMD', { validate: (): boolean => false }],
    [
      'whose policy forbids it',
      {
        validate: (): boolean => true,
        Module: class {
          constructor() {
            throw new Error('forbidden')
          }
        },
      },
    ],
  ])('%s searches in plain TypeScript', async (_, webAssembly) => {
    vi.stubGlobal('WebAssembly', webAssembly)
    const { step, hasSimd } = await freshSearch()
    expect(hasSimd()).toBe(false)
    expect(step('auc_roc_retain', false)).toEqual(step('auc_roc_retain', true))
  })
})
