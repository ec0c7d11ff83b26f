import type { WorkerMemory } from '../src/store/state.ts'

/**
 * What a search worker holds: every buffer reached from its rows once, those in shared memory apart,
 * since all workers have them together, and `kernelBytes` of its own where a kernel copies the rows.
 */
export function workerBytes(rows: object, kernelBytes = 0): WorkerMemory {
  let own = kernelBytes
  let shared = 0
  for (const buffer of buffersOf(rows, new Set())) {
    if (buffer instanceof ArrayBuffer) own += buffer.byteLength
    else shared += buffer.byteLength
  }
  return { own, shared }
}

function buffersOf(value: unknown, found: Set<ArrayBufferLike>): Set<ArrayBufferLike> {
  if (ArrayBuffer.isView(value)) found.add(value.buffer)
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) buffersOf(part, found)
  return found
}
