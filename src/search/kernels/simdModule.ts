import { exactShare } from './exactShare.ts'
import { SIMD_KERNEL } from './simdKernel.generated.ts'

/** What the host uses of WebAssembly; the core is compiled without the types of a browser. */
declare const WebAssembly:
  | {
      validate(bytes: Uint8Array): boolean
      Module: new (bytes: Uint8Array) => object
      Instance: new (module: object, imports: object) => { exports: object }
    }
  | undefined

/** The exports of `assembly/run.ts`; addresses and lengths are bytes. */
export interface SimdExports {
  memory: { buffer: ArrayBuffer; grow(pages: number): number }
  prepareRows(
    features: number,
    count: number,
    levelBytes: number,
    paddedRows: number,
    base: number,
    lanes: number,
    unit: number,
    maxGrid: number,
    constant: number,
  ): void
  prepareMetric(kind: number): void
  prepareAuc(counted: number, summed: number, byPairs: number): void
  prepareKs(upper: number, lower: number): void
  prepareSelection(scores: number, rows: number, paddedRows: number): void
  prepareAmounts(first: number, total: number, second: number, otherTotal: number): void
  prepareCuts(rows: number, upper: number, lower: number, scale: number, divisor: number): void
  prepareTables(entryBytes: number, many: number): void
  prepareValue(pairs: number, upperCounted: number, isGini: number): void
  prepareProposals(seedWord: number, features: number, movable: number, count: number): void
  prepareRecord(
    values: number,
    kept: number,
    changeCounts: number,
    changedFeatures: number,
    newWeights: number,
  ): void
  reset(weights: number): number
  sweep(
    first: number,
    firstLow: number,
    firstHigh: number,
    second: number,
    secondLow: number,
    secondHigh: number,
    out: number,
  ): void
  run(index: number, stride: number, count: number, continueAfterWin: number): number
  countCommon(
    one: number,
    other: number,
    from: number,
    end: number,
    scores: number,
    sums: number,
  ): void
  moveRows(set: number, rows: number, scores: number, by: number): void
  prepareFlags(at: number, rows: number, upper: number, listed: number): void
  prepareScores(least: number, most: number, clipBottom: number, clipTop: number): void
  sweepFlags(
    scores: number,
    one: number,
    moves: number,
    other: number,
    otherMoves: number,
    step: number,
    change: number,
    more: number,
    otherChange: number,
    otherMore: number,
    out: number,
  ): void
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

let module: object | null | undefined

/** A kernel with memory of its own; null where WebAssembly or its SIMD instructions are missing or forbidden. */
export function instantiateSimd(): SimdExports | null {
  if (typeof WebAssembly === 'undefined') return null
  try {
    module ??= compiled(decoded(SIMD_KERNEL))
    if (module === null) return null
    return new WebAssembly.Instance(module, { money: { share: exactShare } }).exports as SimdExports
  } catch {
    module = null // a policy forbids it, or there is no memory for it
    return null
  }
}

function compiled(bytes: Uint8Array): object | null {
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes)) return null
  return new WebAssembly.Module(bytes)
}

function decoded(base64: string): Uint8Array {
  const text = base64.replace(/=+$/, '')
  const bytes = new Uint8Array((text.length * 3) >> 2)
  let word = 0
  let next = 0
  for (let letter = 0; letter < text.length; letter++) {
    word = (word << 6) | ALPHABET.indexOf(text[letter])
    if (letter % 4 > 0) bytes[next++] = word >> (6 - 2 * (letter % 4))
  }
  return bytes
}
