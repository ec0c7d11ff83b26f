import { describe, expect, it } from 'vitest'
import { certificateRecord, certificateSentence } from '../../src/loop/certificate.ts'
import { deepWork } from '../../src/search/deep/deepWork.ts'
import { fewLevels } from '../../src/search/deep/fewLevels.ts'
import { searchDeep } from '../../src/search/deep/searchDeep.ts'
import { createObjective } from '../../src/search/objective.ts'
import { benchBounds, benchDataset } from '../bench/benchDataset.ts'
import { randomDataset } from './randomDataset.ts'
import { boundsOf, taskRun, toldFrom } from './taskRun.ts'

const MIXED = ['flag', 'rareFlag', 'count', 'oneOrFour', 'fraction', 'flag'] as const
const FINE = 4
const PAIRS_OF_FEW = 10

describe('pairs of few-level features', () => {
  it.each(['revenue_capture_at_20', 'ks', 'tier_separation'] as const)(
    'beside a finely graded one, by brute force no change of two improves %s',
    (metric) => {
      for (const seed of [1, 23]) {
        const dataset = randomDataset(seed, { rows: 900, features: [...MIXED], money: 'decimal' })
        const bounds = boundsOf(6, -5, 12)
        const result = searchDeep(dataset, metric, bounds, new Int32Array(6).fill(2), 1)
        expect(result.certificate).toMatchObject({ pairs: 'window 3', wholePairs: PAIRS_OF_FEW })
        const objective = createObjective(dataset, metric)
        const best = objective.reset(result.weights)
        for (let a = 0; a < 6; a++) {
          for (let b = a + 1; b < 6; b++) {
            for (let x = -5; x <= 12; x++) {
              for (let y = -5; y <= 12; y++) {
                const steps = [x - result.weights[a], y - result.weights[b]].map(Math.abs)
                const single = steps.includes(0)
                if (!single && (a === FINE || b === FINE) && Math.max(...steps) > 3) continue
                const candidate = result.weights.slice()
                candidate[a] = x
                candidate[b] = y
                expect(objective.reset(candidate)).toBeLessThanOrEqual(best)
              }
            }
          }
        }
      }
    },
  )

  it('are told the same by any number of workers', async () => {
    const dataset = randomDataset(3, { rows: 400, features: [...MIXED] })
    const bounds = boundsOf(6, -5, 12)
    const one = await taskRun('deep', dataset, 'ks', { bounds })
    expect(one.certificate).toMatchObject({ pairs: 'window 3', wholePairs: PAIRS_OF_FEW })
    const other = await taskRun('deep', dataset, 'ks', { bounds, workers: 3, clock: 4 })
    expect(toldFrom(other)).toEqual(toldFrom(one))
  })

  it('are counted in the words and files of the certificate', () => {
    const certificate = {
      ...{ single: true, pairs: 'window 3', global: false, byStandardError: false, checked: 9 },
    }
    expect(certificateSentence(certificate)).toBe(
      'No change of one weight and no change of two weights by up to 3 points improves the metric (9 checked).',
    )
    expect(certificateSentence({ ...certificate, wholePairs: 10 })).toBe(
      'No change of one weight and no change of two weights (10 pairs over their whole bounds, the others by up to 3 points) improves the metric (9 checked).',
    )
    expect(certificateRecord({ ...certificate, wholePairs: 10 }).whole_pairs).toBe(10)
    expect(certificateRecord(certificate)).not.toHaveProperty('whole_pairs')
  })

  it('are swept whole where that takes some seconds, and cost what it is guessed', () => {
    const small = benchDataset(5000, 1)
    const bounds = benchBounds(small)
    for (const metric of ['revenue_capture_at_20', 'ks', 'tier_separation'] as const) {
      expect(fewLevels(small, metric, bounds)?.filter((few) => few === 1)).toHaveLength(14)
    }
    expect(fewLevels(small, 'auc_roc_retain', bounds)).toBeNull() // histograms decide
    expect(fewLevels(small, 'nrr_spread', boundsOf(20, -25, 50))).toBeNull()
    expect(fewLevels(benchDataset(200_000, 1), 'ks', bounds)).toBeNull()
    const narrow = boundsOf(20, -3, 3)
    expect(fewLevels(small, 'nrr_spread', narrow)).not.toBeNull()
    const lean = deepWork(small, 'nrr_spread', bounds)
    expect(deepWork(small, 'ks', bounds)).toBeGreaterThan(1.3 * lean)
  })
})
