import { pointsOf, type ScoreVector } from '../../src/evaluation/scoreVector.ts'
import type { ClassCounts } from '../../src/statistics/classCounts.ts'

/** Straight from the paper: all pairs, the covariance matrices S10 and S01, and L S Lᵀ for L = (−1, 1). */
export function plainDeLong(one: ScoreVector, two: ScoreVector, { upper, lower }: ClassCounts) {
  const members = (counts: ArrayLike<number>) =>
    Array.from(counts).flatMap((count, row) => Array<number>(count).fill(row))
  const [ups, downs] = [members(upper), members(lower)]
  const psi = (x: number, y: number) => (x > y ? 1 : x === y ? 0.5 : 0)
  const parts = [one, two].map((scores) => {
    const of = pointsOf(scores)
    return {
      v10: ups.map((i) => mean(downs.map((j) => psi(of(i), of(j))))),
      v01: downs.map((j) => mean(ups.map((i) => psi(of(i), of(j))))),
    }
  })
  const cell = (a: number, b: number) =>
    covariance(parts[a].v10, parts[b].v10) / ups.length +
    covariance(parts[a].v01, parts[b].v01) / downs.length
  return {
    aucs: parts.map(({ v10 }) => mean(v10)),
    errors: [Math.sqrt(cell(0, 0)), Math.sqrt(cell(1, 1))],
    standardError: Math.sqrt(Math.max(0, cell(0, 0) + cell(1, 1) - 2 * cell(0, 1))),
  }
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const covariance = (a: number[], b: number[]) => {
  const [meanA, meanB] = [mean(a), mean(b)]
  return a.reduce((sum, x, i) => sum + (x - meanA) * (b[i] - meanB), 0) / (a.length - 1)
}
