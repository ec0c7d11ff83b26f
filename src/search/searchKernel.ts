import type { Dataset } from '../accounts/dataset.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type { Bounds } from './bounds.ts'
import { hasSimdLoop } from './kernels/simdLoop.ts'
import { isCounted } from './objective.ts'

/** How these rows are searched on this machine, for people: `exact integers, 2 decimals, SIMD`. */
export function searchKernel(
  dataset: Dataset,
  metric: PrimaryMetric,
  bounds: Bounds,
  weights: Int32Array,
): string {
  const decimals = Math.round(Math.log10(dataset.resolution))
  return [
    'exact integers',
    decimals === 1 ? '1 decimal' : `${decimals} decimals`,
    ...(hasSimdLoop(dataset, metric, bounds, weights) ? ['SIMD'] : []),
    ...(isCounted(dataset) ? [] : ['score tables']),
  ].join(', ')
}
