import { chiSquareQuantile, chiSquareUpperTail } from './chiSquare.ts'

/** The z below which a standard normal variable lies with probability `p`, 0 < p < 1. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new Error(`normal probability outside 0 to 1: ${p}`)
  // z² is χ² with one degree of freedom
  return p < 0.5 ? -normalQuantile(1 - p) : Math.sqrt(chiSquareQuantile(2 * p - 1, 1))
}

/** P(|Z| ≥ |z|) of a standard normal variable. */
export function twoSidedP(z: number): number {
  return chiSquareUpperTail(z * z, 1)
}

/** A two-sided interval of 95 % reaches so many standard errors to each side. */
export const Z_95 = 1.959963984540054
