import type { Dataset } from '../src/accounts/dataset.ts'

type Shareable = Uint8Array | Uint16Array | Int32Array | Float64Array

/**
 * Moves every column of a dataset into shared memory, so that posting it to any number of workers
 * costs nothing; where the page is not isolated the dataset stays as it is and each post copies it.
 */
export function shareDataset(dataset: Dataset): Dataset {
  return globalThis.crossOriginIsolated ? sharedParts(dataset) : dataset
}

function sharedParts<T>(value: T): T {
  if (ArrayBuffer.isView(value)) return sharedColumn(value as unknown as Shareable) as T
  if (Array.isArray(value)) return value.map(sharedParts) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, sharedParts(part)]),
  ) as T
}

function sharedColumn<T extends Shareable>(values: T): T {
  const copy = new (values.constructor as new (buffer: SharedArrayBuffer) => T)(
    new SharedArrayBuffer(values.byteLength),
  )
  copy.set(values)
  return copy
}
