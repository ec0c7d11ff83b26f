import { UnsuitableColumn } from './ingestProblem.ts'

/** Numbers distinct byte strings in order of first appearance. */
export interface ByteTable {
  /** The number of these bytes; equal to the former `size` when they are new. Copies them. */
  index(bytes: Uint8Array): number
  size(): number
}

/** Of one column: 25 million ids of 20 letters. */
const MOST_BYTES = 500_000_000

/**
 * A hash table with open addressing over one buffer: a column of a million ids costs a quarter of what a
 * Map of strings does, and a text that repeats is never decoded again.
 */
export function createByteTable(): ByteTable {
  let store = new Uint8Array(1024)
  let ends = new Uint32Array(64) // where each entry ends in the store
  let hashes = new Uint32Array(64)
  let slots = new Int32Array(128) // entry + 1; 0: free; always at most half full
  let size = 0

  function holds(entry: number, bytes: Uint8Array): boolean {
    const start = entry === 0 ? 0 : ends[entry - 1]!
    const length = bytes.length
    if (ends[entry]! - start !== length) return false
    for (let i = 0; i < length; i++) if (store[start + i] !== bytes[i]) return false
    return true
  }

  function append(bytes: Uint8Array, hash: number): void {
    const start = size === 0 ? 0 : ends[size - 1]!
    const end = start + bytes.length
    if (end > MOST_BYTES) throw new UnsuitableColumn('holds more than 500 MB of different texts')
    if (end > store.length) {
      const grown = new Uint8Array(Math.max(end, store.length * 2))
      grown.set(store)
      store = grown
    }
    if (size === ends.length) {
      ends = doubled(ends)
      hashes = doubled(hashes)
    }
    store.set(bytes, start)
    ends[size] = end
    hashes[size] = hash
    size++
  }

  function growSlots(): void {
    slots = new Int32Array(slots.length * 2)
    const mask = slots.length - 1
    for (let entry = 0; entry < size; entry++) {
      let slot = hashes[entry]! & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = entry + 1
    }
  }

  return {
    size: () => size,
    index(bytes) {
      const hash = hashBytes(bytes)
      const mask = slots.length - 1
      let slot = hash & mask
      for (let found = slots[slot]!; found !== 0; found = slots[slot]!) {
        if (hashes[found - 1] === hash && holds(found - 1, bytes)) return found - 1
        slot = (slot + 1) & mask
      }
      slots[slot] = size + 1
      append(bytes, hash)
      if (size * 2 > slots.length) growSlots()
      return size - 1
    },
  }
}

/** FNV-1a (Fowler, Noll, Vo; public domain) with a last mix, so that the low bits depend on all. */
function hashBytes(bytes: Uint8Array): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(array.length * 2)
  grown.set(array)
  return grown
}
