import { describe, expect, it } from 'vitest'
import { randomBelow, randomUniform } from '../../src/lib/rng.ts'
import type { LogisticColumn } from '../../src/search/logistic/design.ts'
import {
  fitLogistic,
  type LogisticFit,
  type LogisticInput,
} from '../../src/search/logistic/fitLogistic.ts'

// Twelve accounts; the values below are scikit-learn 1.9.1's, computed once: LogisticRegression(C=1,
// tol=1e-14, solver='newton-cholesky') on StandardScaler columns, turned back to raw units. Those with
// offsets and without negative coefficients are scipy's L-BFGS-B on the same loss.
const logins = Uint8Array.of(3, 0, 12, 7, 1, 25, 4, 9, 2, 15, 6, 0)
const seats = Float64Array.of(5.5, 2, 8.25, 4, 1.5, 30, 2.5, 12, 3, 9.75, 7, 1)
const phone = Uint8Array.of(1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0)
const outcome = Uint8Array.of(0, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1)
const columns = [logins, seats, phone]

function expectFit(fit: LogisticFit, intercept: number, coefficients: number[], digits: number) {
  expect(fit.converged).toBe(true)
  expect(fit.intercept).toBeCloseTo(intercept, digits)
  expect(fit.coefficients.length).toBe(coefficients.length)
  coefficients.forEach((value, k) => {
    expect(fit.coefficients[k]).toBeCloseTo(value, digits)
  })
}

describe('ridge logistic regression', () => {
  it('agrees with scikit-learn', () => {
    const expected = [0.15988580311866465, 0.06470599108835486, -0.9938060141104785]
    expectFit(fitLogistic({ columns, outcome }), -0.9171643864049323, expected, 5)
  })

  it('agrees with scikit-learn where rows stand for several accounts or none', () => {
    const counts = [2, 1, 3, 1, 0, 1, 2, 2, 1, 1, 4, 1]
    const expected = [0.2650757333658169, 0.06843303612308732, -2.047580836541284]
    expectFit(fitLogistic({ columns, outcome, counts }), -1.0131157488625318, expected, 5)
  })

  it('holds an offset fixed', () => {
    const offset = Float64Array.of(0.5, -1, 0.25, 0, 0, 1, -0.5, 0.75, 0, -0.25, 1, 0)
    const expected = [0.15824052, 0.04484699, -1.16344086]
    expectFit(fitLogistic({ columns, outcome, offset }), -0.8241878574, expected, 5)
  })

  it('keeps coefficients at 0 or above where asked', () => {
    const fit = fitLogistic({ columns, outcome, nonNegative: true })
    expectFit(fit, -1.2009752636828372, [0.13716706, 0.05555149, 0], 5)
  })

  it('fits chosen rows as if there were no others', () => {
    const rows = Uint32Array.of(0, 2, 3, 5, 6, 7, 9, 10)
    const pick = (values: Uint8Array | Float64Array) =>
      Float64Array.from(rows, (row) => values[row])
    const alone = fitLogistic({ columns: columns.map(pick), outcome: pick(outcome) })
    const chosen = fitLogistic({ columns, outcome, rows })
    expectFit(chosen, alone.intercept, [...alone.coefficients], 12)
  })

  it('gives constant columns, no columns and one class coefficients of 0', () => {
    const constant = new Float64Array(12).fill(7)
    const fit = fitLogistic({ columns: [constant, new Uint8Array(12)], outcome })
    expect([...fit.coefficients]).toEqual([0, 0])
    expect(fit.intercept).toBeCloseTo(0, 8)
    expect(fitLogistic({ columns: [], outcome }).coefficients.length).toBe(0)
    const one = fitLogistic({ columns, outcome: new Uint8Array(12) })
    expect(one.converged).toBe(false)
    expect([...one.coefficients]).toEqual([0, 0, 0])
  })

  it('survives separable outcomes and columns that repeat each other', () => {
    const column = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
    const split = Uint8Array.from(column, (value) => (value > 6 ? 1 : 0))
    const twice = [column, column.map((value) => 1e6 + 3 * value), split]
    const fit = fitLogistic({ columns: twice, outcome: split, penalty: 1e-6 })
    expect(fit.converged).toBe(true)
    expect(fit.coefficients.every(Number.isFinite)).toBe(true)
  })
})

describe('ridge logistic regression on random data', () => {
  it('is where the penalised loss is flat, as a slow reference measures it', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const input = randomInput(seed)
      const fit = fitLogistic(input)
      expect(fit.converged).toBe(true)
      const { slopes, scales } = slowSlopes(input, fit)
      slopes.forEach((slope, k) => {
        const held = input.nonNegative && k > 0 && fit.coefficients[k - 1] === 0
        if (held) expect(slope).toBeGreaterThan(-1e-3)
        else expect(Math.abs(slope)).toBeLessThan(1e-3 * (1 + scales[k]))
      })
      if (input.nonNegative) expect(fit.coefficients.every((value) => value >= 0)).toBe(true)
    }
  })
})

function randomInput(seed: number): LogisticInput {
  const rowCount = 60 + randomBelow(seed, 0, 1, 400)
  const width = 1 + randomBelow(seed, 0, 2, 8)
  const columns = Array.from({ length: width }, (_, c): LogisticColumn => {
    const draw = (row: number) => randomUniform(seed, row + 1, c)
    const kind = randomBelow(seed, c, 3, 4)
    if (kind === 0) return Uint8Array.from({ length: rowCount }, (_, row) => +(draw(row) < 0.2))
    if (kind === 1) return Uint8Array.from({ length: rowCount }, (_, row) => +(draw(row) < 0.8))
    if (kind === 2) return Int32Array.from({ length: rowCount }, (_, row) => 1000 * draw(row) - 300)
    return Float64Array.from({ length: rowCount }, (_, row) => 5 + draw(row) ** 3)
  })
  const outcome = Uint8Array.from({ length: rowCount }, (_, row) =>
    Number(randomUniform(seed, row, 20) < (columns[0][row] > columns[0][0] ? 0.7 : 0.3)),
  )
  const option = seed % 4
  return {
    columns,
    outcome,
    penalty: [1, 0.1, 10][seed % 3],
    nonNegative: seed % 5 === 0,
    ...(option === 1
      ? { counts: Array.from({ length: rowCount }, (_, r) => randomBelow(seed, r, 30, 4)) }
      : {}),
    ...(option === 2
      ? { offset: Float64Array.from({ length: rowCount }, (_, r) => randomUniform(seed, r, 31)) }
      : {}),
    ...(option === 3 ? { rows: Uint32Array.from({ length: rowCount >> 1 }, (_, r) => 2 * r) } : {}),
  }
}

/** Slopes of the penalised loss on standardised columns at a fit, summed the plainest way. */
function slowSlopes(input: LogisticInput, fit: LogisticFit) {
  const { columns, outcome, counts, offset, penalty = 1 } = input
  const used = [...(input.rows ?? Array.from({ length: outcome.length }, (_, row) => row))]
  const count = (row: number) => counts?.[row] ?? 1
  const total = used.reduce((sum, row) => sum + count(row), 0)
  const misses = used.map((row) => {
    let odds = fit.intercept + (offset?.[row] ?? 0)
    for (let c = 0; c < columns.length; c++) odds += fit.coefficients[c] * columns[c][row]
    return count(row) * (1 / (1 + Math.exp(-odds)) - outcome[row])
  })
  const slopes = [misses.reduce((sum, miss) => sum + miss, 0)]
  const scales = [total]
  for (let c = 0; c < columns.length; c++) {
    const mean = used.reduce((sum, row) => sum + count(row) * columns[c][row], 0) / total
    const squares = used.reduce((sum, row) => sum + count(row) * (columns[c][row] - mean) ** 2, 0)
    const sd = Math.sqrt(squares / total)
    let slope = penalty * fit.coefficients[c] * sd
    used.forEach((row, i) => {
      slope += sd === 0 ? 0 : (misses[i] * (columns[c][row] - mean)) / sd
    })
    slopes.push(slope)
    scales.push(total)
  }
  return { slopes, scales }
}
