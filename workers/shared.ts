type Shareable = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array

/**
 * Every column within a value in shared memory, so that posting it to any number of workers costs nothing;
 * where the page is not isolated the value stays as it is and each post copies it.
 */
export function shared<T>(value: T): T {
  return globalThis.crossOriginIsolated ? sharedParts(value) : value
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
