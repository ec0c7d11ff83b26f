/** Memory in bytes. */
export interface HeldBytes {
  own: number // of this thread alone
  shared: number // with other threads
}

const closures = new WeakMap<object, () => unknown>()

/** Tells `heldBytes` what an object or function keeps in its closure beside what can be seen in it. */
export function holding<T extends object>(kept: () => unknown, holder: T): T {
  closures.set(holder, kept)
  return holder
}

/**
 * Bytes of all buffers that are reached from a value: through properties, maps and what was declared
 * by `holding`. A buffer counts once, and whole where only a part of it is seen; objects and numbers
 * outside of buffers do not count.
 */
export function heldBytes(value: unknown): HeldBytes {
  const found = new Set<ArrayBufferLike>()
  reach(value, found, new Set())
  let own = 0
  let shared = 0
  for (const buffer of found) {
    if (buffer instanceof ArrayBuffer) own += buffer.byteLength
    else shared += buffer.byteLength
  }
  return { own, shared }
}

/** Of several threads, what the one that holds most holds; null where none has told. */
export function mostHeld(told: PromiseSettledResult<HeldBytes>[]): HeldBytes | null {
  let most: HeldBytes | null = null
  for (const each of told) {
    if (each.status === 'fulfilled' && each.value.own >= (most?.own ?? 0)) most = each.value
  }
  return most
}

function reach(value: unknown, found: Set<ArrayBufferLike>, seen: Set<object>): void {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return
  if (seen.has(value)) return
  seen.add(value)
  if (ArrayBuffer.isView(value)) {
    found.add(value.buffer)
    return
  }
  const parts = value instanceof Map ? value.values() : Object.values(value)
  for (const part of parts) reach(part, found, seen)
  reach(closures.get(value)?.(), found, seen)
}
