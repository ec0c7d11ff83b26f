import { expect, it } from 'vitest'
import { searchKernel } from '../../src/search/searchKernel.ts'
import { type DatasetShape, randomDataset } from './randomDataset.ts'

function kernelOf(shape: DatasetShape, metric: Parameters<typeof searchKernel>[1]) {
  const { length } = shape.features
  const [min, max] = [new Int32Array(length).fill(-5), new Int32Array(length).fill(25)]
  const bounds = { min, max, locked: new Uint8Array(length) }
  return searchKernel(randomDataset(1, shape), metric, bounds, new Int32Array(length))
}

it('names the kernel that will search', () => {
  const usual: DatasetShape = { rows: 300, features: ['flag', 'fraction'] }
  expect(kernelOf(usual, 'auc_roc_retain')).toBe('exact integers, 2 decimals, SIMD')
  expect(kernelOf({ ...usual, resolution: 10 }, 'gini')).toBe('exact integers, 1 decimal, SIMD')
  expect(kernelOf({ rows: 300, features: ['wide'], resolution: 1 }, 'auc_roc_retain')).toBe(
    'exact integers, 0 decimals',
  )
  const huge: DatasetShape = { ...usual, resolution: 1000, maxScore: 1e6 }
  expect(kernelOf(huge, 'auc_roc_retain')).toBe('exact integers, 3 decimals, score tables')
})
