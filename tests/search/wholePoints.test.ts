import { describe, expect, it } from 'vitest'
import { randomBelow, randomUniform } from '../../src/lib/rng.ts'
import { chooseRidge, foldsOf } from '../../src/search/logistic/chooseRidge.ts'
import { createDesign } from '../../src/search/logistic/design.ts'
import { fitDesign } from '../../src/search/logistic/fitLogistic.ts'
import { lossCurvature } from '../../src/search/logistic/lossCurvature.ts'
import { wholePoints } from '../../src/search/logistic/wholePoints.ts'

const ROWS = 120
const columns = [
  Uint8Array.from({ length: ROWS }, (_, row) => randomBelow(3, row, 1, 2)),
  Uint8Array.from({ length: ROWS }, (_, row) => Number(randomBelow(3, row, 2, 4) > 0)),
  Float64Array.from({ length: ROWS }, (_, row) => 5 + 8 * randomUniform(3, row, 3)),
  new Uint8Array(ROWS).fill(4),
]
const outcome = Uint8Array.from({ length: ROWS }, (_, row) =>
  Number(columns[0][row] + columns[2][row] / 4 + 3 * randomUniform(3, row, 4) > 4),
)

/** The penalised loss of standardised columns, the intercept at its best, plainly. */
function plainLoss(coefficients: ArrayLike<number>, counts: ArrayLike<number>, penalty: number) {
  const total = Array.from(counts).reduce((sum, count) => sum + count, 0)
  const mean = (of: (row: number) => number) =>
    outcome.reduce((sum, _, row) => sum + counts[row] * of(row), 0) / total
  const ridge = columns.map((values) => {
    const centre = mean((row) => values[row])
    return mean((row) => (values[row] - centre) ** 2)
  })
  const odds = (row: number) =>
    columns.reduce((sum, values, column) => sum + coefficients[column] * values[row], 0)
  let [intercept, span] = [0, 60]
  for (; span > 1e-13; span /= 2) {
    const miss = mean((row) => outcome[row] - 1 / (1 + Math.exp(-intercept - odds(row))))
    intercept += Math.sign(miss) * span
  }
  const loss = mean((row) => Math.log1p(Math.exp(odds(row) + intercept)))
  const hits = mean((row) => outcome[row] * (odds(row) + intercept))
  const squares = ridge.reduce((sum, each, column) => sum + each * coefficients[column] ** 2, 0)
  return total * (loss - hits) + (penalty * squares) / 2
}

describe('lossCurvature', () => {
  it('is the second difference of the loss with the intercept at its best', () => {
    const counts = Uint8Array.from({ length: ROWS }, (_, row) => row % 4)
    const design = createDesign(columns, ROWS)
    const fit = fitDesign(design, outcome, { counts, penalty: 3 })
    const { matrix, rows } = lossCurvature(design, outcome, fit, { counts, penalty: 3 })
    const step = 1e-3
    const moved = (a: number, b: number, up: number, over: number) => {
      const at = fit.coefficients.slice()
      at[a] += up * step
      at[b] += over * step
      return plainLoss(at, counts, 3)
    }
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < 4; b++) {
        const both =
          moved(a, b, 1, 1) - moved(a, b, 1, -1) - moved(a, b, -1, 1) + moved(a, b, -1, -1)
        const expected = a === 3 || b === 3 ? 0 : both / (4 * step * step)
        expect(matrix[a * 4 + b]).toBeCloseTo(expected, 2)
        expect(matrix[a * 4 + b]).toBe(matrix[b * 4 + a])
      }
    }
    const chance = (row: number) => {
      const odds = columns.reduce((sum, values, k) => sum + fit.coefficients[k] * values[row], 0)
      return 1 / (1 + Math.exp(-odds - fit.intercept))
    }
    rows.forEach((each, row) => {
      expect(each).toBeCloseTo(counts[row] * chance(row) * (1 - chance(row)), 10)
    })
  })
})

describe('wholePoints', () => {
  it('has no better whole number for any one weight, and is near the best there are', () => {
    let nearest = 0
    let found = 0
    let best = 0
    for (let seed = 1; seed <= 60; seed++) {
      const size = 3
      const factor = Array.from({ length: size * size }, (_, i) => randomUniform(seed, i, 1) - 0.4)
      const curvature = new Float64Array(size * size)
      for (let a = 0; a < size; a++) {
        for (let b = 0; b < size; b++) {
          for (let k = 0; k < size; k++) {
            curvature[a * size + b] += factor[a * size + k] * factor[b * size + k]
          }
        }
      }
      const target = Float64Array.from(
        { length: size },
        (_, i) => 8 * randomUniform(seed, i, 2) - 4,
      )
      const [min, max] = [Int32Array.of(-3, -1, -3), Int32Array.of(3, 3, 2)]
      const loss = (points: ArrayLike<number>) => {
        let sum = 0
        for (let a = 0; a < size; a++) {
          for (let b = 0; b < size; b++) {
            sum += (points[a] - target[a]) * curvature[a * size + b] * (points[b] - target[b])
          }
        }
        return sum
      }
      const points = wholePoints(curvature, target, min, max)
      let least = Number.POSITIVE_INFINITY
      const each = new Int32Array(size)
      for (each[0] = min[0]; each[0] <= max[0]; each[0]++) {
        for (each[1] = min[1]; each[1] <= max[1]; each[1]++) {
          for (each[2] = min[2]; each[2] <= max[2]; each[2]++) {
            least = Math.min(least, loss(each))
            const changes = each.reduce((sum, value, k) => sum + Number(value !== points[k]), 0)
            if (changes === 1) expect(loss(each)).toBeGreaterThan(loss(points) - 1e-9)
          }
        }
      }
      nearest += loss(
        target.map((value, k) => Math.min(max[k], Math.max(min[k], Math.round(value)))),
      )
      found += loss(points)
      best += least
    }
    expect(found).toBeLessThan(nearest - 0.5 * (nearest - best))
  })

  it('rounds where nothing is known of the loss', () => {
    const [min, max] = [Int32Array.of(-5, -5), Int32Array.of(5, 5)]
    const points = wholePoints(new Float64Array(4), Float64Array.of(2.6, -9), min, max)
    expect([...points]).toEqual([3, -5])
  })
})

describe('chooseRidge', () => {
  it('puts accounts alike into one fold, an equal share of each outcome in each', () => {
    const values = [Float64Array.from({ length: 400 }, (_, row) => row % 100)]
    const events = Uint8Array.from({ length: 400 }, (_, row) => Number(row % 100 < 25))
    const foldOf = foldsOf(values, events, new Float64Array(400).fill(1), 5)
    for (const [row, fold] of foldOf.entries()) expect(fold).toBe(foldOf[row % 100])
    for (let fold = 0; fold < 5; fold++) {
      const inside = Array.from(foldOf.keys()).filter((row) => foldOf[row] === fold)
      expect(inside.length).toBe(80)
      expect(inside.filter((row) => events[row] === 1).length).toBe(20)
    }
  })

  it('chooses the same for accounts that stand in one row or in several, and more for noise', () => {
    const counts = Float64Array.from({ length: ROWS }, (_, row) => (row + 1) % 3)
    const rows = Array.from(counts).flatMap((count, row) => Array(count).fill(row) as number[])
    const copied = columns.map((values) => Float64Array.from(rows, (row) => values[row]))
    const copiedOutcome = Uint8Array.from(rows, (row) => outcome[row])
    const one = chooseRidge(columns, outcome, counts, 7)
    const other = chooseRidge(copied, copiedOutcome, null, 7)
    expect(one.penalty).toBe(other.penalty)
    for (const [at, row] of rows.entries()) {
      expect(other.leftOut[at]).toBeCloseTo(one.leftOut[row], 8)
    }
    const noise = Uint8Array.from({ length: ROWS }, (_, row) => randomBelow(9, row, 1, 2))
    expect(chooseRidge(columns, noise, null, 7).penalty).toBeGreaterThan(one.penalty)
  })
})
