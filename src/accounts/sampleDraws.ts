import { randomUniform } from '../lib/rng.ts'

/** The random draws of one made-up account, in a fixed order; arithmetic only, so that every engine agrees. */
export interface SampleDraws {
  uniform(): number // [0, 1)
  chance(probability: number): boolean
  normal(): number // mean 0, variance 1, by the sum of twelve uniforms
  below(bound: number): number // whole, 0 to bound - 1
  rare(share: number): number // geometric count: 0, 1, 2, … with P(k + 1 | k) = share
}

/** Draws of account `row` under `seed`. */
export function createSampleDraws(seed: number, row: number): SampleDraws {
  let draw = 0

  function uniform(): number {
    draw++
    return randomUniform(seed, row, draw)
  }

  return {
    uniform,
    chance: (probability) => uniform() < probability,
    normal() {
      let sum = -6
      for (let i = 0; i < 12; i++) sum += uniform()
      return sum
    },
    below: (bound) => Math.floor(uniform() * bound),
    rare(share) {
      let count = 0
      while (count < 12 && uniform() < share) count++
      return count
    },
  }
}

/** `value` held to [0, 1] with two decimals. */
export function fraction(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 100) / 100
}

/** `value` in currency units with two decimals. */
export function money(value: number): number {
  return Math.round(value * 100) / 100
}
