import type { Dataset } from '../src/accounts/dataset.ts'

type Shareable = Uint8Array | Uint16Array | Int32Array | Float64Array

/**
 * Moves every column of a dataset into shared memory, so that posting it to any number of workers
 * costs nothing; where the page is not isolated the dataset stays as it is and each post copies it.
 */
export function shareDataset(dataset: Dataset): Dataset {
  if (!globalThis.crossOriginIsolated) return dataset
  const { outcomes } = dataset
  const columns = Object.entries(outcomes).map(([key, value]) => [
    key,
    ArrayBuffer.isView(value) ? shared(value as Shareable) : value,
  ])
  return {
    ...dataset,
    features: dataset.features.map((feature) => ({ ...feature, values: shared(feature.values) })),
    outcomes: Object.fromEntries(columns) as Dataset['outcomes'],
    segments: dataset.segments.map((segment) => ({ ...segment, codes: shared(segment.codes) })),
  }
}

function shared<T extends Shareable>(values: T): T {
  const copy = new (values.constructor as new (buffer: SharedArrayBuffer) => T)(
    new SharedArrayBuffer(values.byteLength),
  )
  copy.set(values)
  return copy
}
