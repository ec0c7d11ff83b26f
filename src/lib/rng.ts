/**
 * Counter-based random numbers: draw `draw` of item `index` under `seed` is a pure function of the
 * three (whole numbers; seed and index up to 2^53), so items can be generated in any order and by any
 * worker.
 *
 * The mixer is MurmurHash3's 32-bit finaliser (Appleby, public domain), applied after each word.
 */
export function randomUint32(seed: number, index: number, draw: number): number {
  let h = seedWord(seed)
  h = mix((h + Math.imul(index >>> 0, 0x85ebca6b)) ^ Math.floor(index / 0x1_0000_0000))
  h = mix((h ^ 0x27d4eb2f) + Math.imul(draw, 0xc2b2ae35))
  return mix(h ^ Math.imul(index | 1, 0x9e3779b1))
}

/** The generator's state after the seed alone, 32 bits. */
export function seedWord(seed: number): number {
  return mix(seed ^ Math.imul(Math.floor(seed / 0x1_0000_0000), 0xc2b2ae35) ^ 0x9e3779b9)
}

/** Uniform in [0, 1) with 32 bits. */
export function randomUniform(seed: number, index: number, draw: number): number {
  return randomUint32(seed, index, draw) / 0x1_0000_0000
}

/** Uniform whole number in [0, bound), bound up to 2^21; bias below 2^-31. */
export function randomBelow(seed: number, index: number, draw: number, bound: number): number {
  return Math.floor((randomUint32(seed, index, draw) / 0x1_0000_0000) * bound)
}

function mix(word: number): number {
  let h = word >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
