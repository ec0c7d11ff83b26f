import { randomUint32, randomUniform } from '../lib/rng.ts'
import { logGamma } from './chiSquare.ts'

/** One count a rate, in bytes where the rates allow it: half the time, as far more of them stay near. */
export type PoissonCounts = Uint8Array | Uint32Array

/** Fills `counts` with one Poisson draw a rate: a pure function of seed, replicate and position. */
export type PoissonDraws = (seed: number, replicate: number, counts: PoissonCounts) => void

/**
 * Of 65,536 equally likely draws, how many are 0, 1, 2, …: Poisson(1) with probabilities exact to
 * 2e-5 and its mean, variance and (to 4e-5) skewness.
 */
export const UNIT_POISSON = [24109, 24110, 12055, 4017, 1005, 201, 34, 4, 1]

const MOST_RATE = 4e9 // counts fit into 32 bits
const REJECTION_FROM = 64 // below it a draw fits into a byte

/** The smallest array that holds draws of these rates. */
export function createPoissonCounts(rates: Float64Array): PoissonCounts {
  const small = rates.every((rate) => rate < REJECTION_FROM)
  return small ? new Uint8Array(rates.length) : new Uint32Array(rates.length)
}

/**
 * Poisson draws for rates that stay the same from replicate to replicate. Rate 1, an account, is a
 * look-up of 16 random bits; other rates below 64 are an alias table read with 32 bits; above,
 * transformed rejection. Throws for a rate that is negative, not a number or above 4·10⁹.
 */
export function createPoissonDraws(rates: ArrayLike<number>): PoissonDraws {
  const size = rates.length
  const positions = new Map<number, number[]>() // of the rates other than 1
  for (let at = 0; at < size; at++) {
    const rate = rates[at]
    if (rate === 1) continue
    if (!(rate >= 0 && rate <= MOST_RATE))
      throw new Error(`Poisson rate outside 0 to ${MOST_RATE}: ${rate}`)
    const known = positions.get(rate)
    if (known === undefined) positions.set(rate, [at])
    else known.push(at)
  }
  const fills = [...positions].map(([rate, at]) =>
    rate < REJECTION_FROM ? fillByAlias(rate, at) : fillByRejection(rate, at),
  )
  const table = unitTable()
  const hasUnits = Array.prototype.includes.call(rates, 1)

  return (seed, replicate, counts) => {
    const key = randomUint32(seed, replicate, 0)
    const secondKey = randomUint32(seed, replicate, 1)
    if (hasUnits) fillUnits(table, size, key, secondKey, counts)
    for (const fill of fills) fill(key, secondKey, counts)
  }
}

/**
 * MurmurHash3's finaliser over a Weyl sequence, as in lib/rng, with a key at both ends: 32 bits. `| 0`
 * changes nothing but the speed: without it V8 may add the keys as fractions, which takes half as long again.
 */
function wordAt(at: number, key: number, secondKey: number): number {
  let word = Math.imul(at, 0x9e3779b1) + (key | 0)
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b) + (secondKey | 0)
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
  return word ^ (word >>> 16)
}

function fillUnits(
  table: Uint8Array,
  size: number,
  key: number,
  secondKey: number,
  counts: PoissonCounts,
): void {
  const even = size & ~1
  for (let at = 0; at < even; at += 2) {
    const word = wordAt(at, key, secondKey)
    counts[at] = table[word & 0xffff]
    counts[at + 1] = table[word >>> 16]
  }
  if (even < size) counts[even] = table[wordAt(even, key, secondKey) & 0xffff]
}

function unitTable(): Uint8Array {
  const table = new Uint8Array(1 << 16)
  let end = 0
  UNIT_POISSON.forEach((ways, count) => {
    table.fill(count, end, end + ways)
    end += ways
  })
  return table
}

type Fill = (key: number, secondKey: number, counts: PoissonCounts) => void

/**
 * Walker's alias method (ACM Transactions on Mathematical Software 3, 1977, 253–256): a column by the
 * upper bits of a word, its own count or its alias by the lower ones.
 */
function fillByAlias(rate: number, at: readonly number[]): Fill {
  const positions = Uint32Array.from(at)
  const probabilities = poissonProbabilities(rate)
  const columnBits = Math.ceil(Math.log2(probabilities.length))
  const columns = 1 << columnBits
  const shift = 32 - columnBits
  const mask = 2 ** shift - 1
  const height = Float64Array.from({ length: columns }, (_, k) => columns * (probabilities[k] ?? 0))
  const alias = new Uint16Array(columns)
  const low = [...height.keys()].filter((k) => height[k] < 1)
  const high = [...height.keys()].filter((k) => height[k] >= 1)
  while (low.length > 0 && high.length > 0) {
    const from = high[high.length - 1]
    const to = low.pop()!
    alias[to] = from
    height[from] -= 1 - height[to]
    if (height[from] < 1) low.push(high.pop()!)
  }
  for (const rest of [...low, ...high]) height[rest] = 1 // what rounding left over
  const limit = height.map((part) => part * 2 ** shift)
  return (key, secondKey, counts) => {
    for (let i = 0; i < positions.length; i++) {
      const word = wordAt(positions[i] + ALIAS_WORDS, key, secondKey)
      const column = word >>> shift
      counts[positions[i]] = (word & mask) < limit[column] ? column : alias[column]
    }
  }
}

/** Words of a Weyl sequence far from those of fillUnits, which reads two counts from one. */
const ALIAS_WORDS = 0x8000_0000

/** P(0), P(1), … until what is left cannot be drawn with 32 bits; they add up to 1. */
function poissonProbabilities(rate: number): number[] {
  const probabilities = [Math.exp(-rate)]
  for (let k = 1; k <= rate || probabilities[k - 1] > 2 ** -36; k++)
    probabilities.push((probabilities[k - 1] * rate) / k)
  const sum = probabilities.reduce((total, one) => total + one, 0)
  return probabilities.map((one) => one / sum)
}

/**
 * Algorithm PTRS of Hörmann, "The transformed rejection method for generating Poisson random
 * variables", Insurance: Mathematics and Economics 12 (1993), 39–45; for rates of 10 and more.
 */
function fillByRejection(rate: number, positions: readonly number[]): Fill {
  const b = 0.931 + 2.53 * Math.sqrt(rate)
  const a = -0.059 + 0.02483 * b
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
  const quick = 0.9277 - 3.6224 / (b - 2)
  const logRate = Math.log(rate)
  const one = (seed: number, at: number) => {
    for (let draw = 0; ; draw += 2) {
      const u = randomUniform(seed, at, draw) - 0.5
      const v = randomUniform(seed, at, draw + 1)
      const reach = 0.5 - Math.abs(u)
      const k = Math.floor(((2 * a) / reach + b) * u + rate + 0.43)
      if (reach >= 0.07 && v <= quick) return k
      if (k < 0 || (reach < 0.013 && v > reach)) continue
      const accepted = Math.log((v * inverseAlpha) / (a / (reach * reach) + b))
      if (accepted <= k * logRate - rate - logGamma(k + 1)) return k
    }
  }
  return (key, secondKey, counts) => {
    const seed = key + 2 ** 32 * (secondKey & 0x1fffff)
    for (const at of positions) counts[at] = one(seed, at)
  }
}
