import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomBelow, randomUniform } from '../../src/lib/rng.ts'
import { fitLogistic } from '../../src/search/logistic/fitLogistic.ts'
import { fitAdditive } from '../../src/search/shapes/additiveFit.ts'
import { fitBlock } from '../../src/search/shapes/blockFit.ts'
import { bestPenalty, logLoss, refit } from '../../src/search/shapes/crossValidate.ts'
import { fittedPlaces, quantilePlaces, shortNumberIn } from '../../src/search/shapes/cutPoints.ts'
import { sampleOf, stratifiedFolds } from '../../src/search/shapes/folds.ts'
import { countedAuc } from '../../src/search/shapes/roundPoints.ts'
import { effectVariance, nearestGroups } from '../../src/search/shapes/textGroups.ts'

describe('parts of choosing shapes', () => {
  it('shrinks to calibrate noise, but not where that costs the order of few events', () => {
    const rows = 1500
    const drawn = (column: number) =>
      Array.from({ length: rows }, (_, row) => randomUniform(3, row, column))
    const [wide, telling] = [drawn(1), drawn(2)]
    const alike = [wide.map((x, row) => 0.8 * x + 0.2 * telling[row]), wide.map((x) => 0.8 * x)]
    const noise = Array.from({ length: 10 }, (_, c) => drawn(5 + c))
    const values = Float64Array.from({ length: 102 }, (_, code) => (code === 101 ? 0 : code / 100))
    const tried = (columns: number[][], odds: (row: number) => number) => {
      const outcome = Uint8Array.from({ length: rows }, (_, row) =>
        Number(randomUniform(3, row, 99) < 1 / (1 + Math.exp(-odds(row)))),
      )
      const terms = columns.map((column) => ({
        codes: Uint32Array.from(column, (x) => Math.round(100 * x)),
        table: { kind: 'line' as const, values },
      }))
      const folds = stratifiedFolds(outcome, 5, 1).map((fold) => ({
        ...{ ...fold, shapes: [], terms, fit: { intercept: 0, effects: [] } },
        odds: new Float64Array(rows),
      }))
      const lossAt = (penalty: number) =>
        folds.reduce((sum, fold) => {
          refit(fold, outcome, penalty)
          return fold.test.reduce((all, row) => all + logLoss(fold.odds[row], outcome[row]), sum)
        }, 0)
      return { penalty: bestPenalty(folds, outcome), lossAt }
    }
    expect(tried(noise, () => 0).penalty).toBe(64)
    const few = tried([...alike, ...noise], (row) => 2 * telling[row] - 5.5)
    expect(few.lossAt(64)).toBeLessThan(few.lossAt(1))
    expect(few.penalty).toBe(1) // a large one takes the difference of the two alike away
  })

  it('shrinks what is not known to the mean of what is, in the regression of all columns', () => {
    const rows = 600
    const values = Float64Array.of(0.2, 0.4, 0.6, 0.8, 1, 0) // the last: no value
    const codes = Uint32Array.from({ length: rows }, (_, row) => randomBelow(7, row, 1, 6))
    const other = Uint32Array.from({ length: rows }, (_, row) => randomBelow(7, row, 2, 5))
    const outcome = Uint8Array.from(codes, (code, row) =>
      Number(randomUniform(7, row, 3) < 0.15 + 0.1 * code),
    )
    const terms = [codes, other].map((each) => ({
      codes: each,
      table: { kind: 'line' as const, values },
    }))
    const taken = Uint32Array.from(codes.keys()).filter((row) => row % 3 > 0)
    const known = taken.filter((row) => codes[row] !== 5)
    const mean = known.reduce((sum, row) => sum + values[codes[row]], 0) / known.length
    const columns = [
      Float64Array.from(codes, (code) => (code === 5 ? mean : values[code])),
      Uint8Array.from(codes, (code) => Number(code === 5)),
      Float64Array.from(other, (code) => values[code]),
    ]
    for (const penalty of [1, 50, 1e6]) {
      const { effects, intercept } = fitAdditive(terms, outcome, taken, penalty)
      const plain = fitLogistic({ columns, outcome, rows: taken, penalty })
      const [line, unknown, second] = plain.coefficients
      expect(intercept).toBeCloseTo(plain.intercept, 3)
      expect(effects[0][4]).toBeCloseTo(line, 3)
      expect(effects[0][5]).toBeCloseTo(line * mean + unknown, 3)
      expect(effects[1][4]).toBeCloseTo(second, 3)
    }
  })

  it('fits one column as the whole regression does', () => {
    const rows = 400
    const codes = Uint32Array.from({ length: rows }, (_, row) => randomBelow(5, row, 1, 6))
    const outcome = Uint8Array.from(codes, (code, row) =>
      Number(randomUniform(5, row, 2) < 0.2 + 0.1 * code),
    )
    const offset = Float64Array.from(codes, (_, row) => randomUniform(5, row, 3) - 0.5)
    const bins = Uint8Array.of(0, 0, 1, 1, 2, 3)
    const block = fitBlock({ outcome, codes, offset, shift: 0 }, { kind: 'bins', bins, count: 4 })
    const columns = [0, 1, 2, 3].map((bin) =>
      Uint8Array.from(codes, (c) => Number(bins[c] === bin)),
    )
    const whole = fitLogistic({ columns, outcome, offset })
    for (let code = 0; code < 6; code++) {
      const odds = whole.intercept + whole.coefficients[bins[code]]
      expect(block.shift + block.effects[code]).toBeCloseTo(odds, 3)
    }
    const values = Float64Array.of(0, 0.2, 0.4, 0.6, 0.8, 0) // the last: no value
    const line = fitBlock({ outcome, codes, offset, shift: 0 }, { kind: 'line', values })
    const known = codes.filter((code) => code !== 5)
    const mean = known.reduce((sum, code) => sum + values[code], 0) / known.length
    const x = Float64Array.from(codes, (code) => (code === 5 ? mean : values[code]))
    const unknown = Uint8Array.from(codes, (code) => Number(code === 5))
    const both = fitLogistic({ columns: [x, unknown], outcome, offset })
    expect(line.shift).toBeCloseTo(both.intercept, 3)
    expect(line.effects[4]).toBeCloseTo(0.8 * both.coefficients[0], 3)
    expect(line.effects[5]).toBeCloseTo(mean * both.coefficients[0] + both.coefficients[1], 3)
    const lacking = offset.map((odds) => odds + 9) // the column took nine from each
    for (const table of [
      { kind: 'bins', bins, count: 4 } as const,
      { kind: 'line', values } as const,
    ]) {
      const near = fitBlock({ outcome, codes, offset, shift: 0 }, table)
      const far = fitBlock({ outcome, codes, offset: lacking, shift: -9 }, table)
      expect(far.shift + 9).toBeCloseTo(near.shift, 3)
      for (let code = 0; code < 6; code++) {
        expect(far.effects[code]).toBeCloseTo(near.effects[code], 3)
      }
    }
  })

  it('cuts counted values into equal parts and at steps', () => {
    expect(quantilePlaces([1, 1, 1, 1, 1, 1], 6, 3)).toEqual([2, 4])
    expect(quantilePlaces([90, 1, 1, 1, 1, 1], 6, 4)).toEqual([1])
    const counts = new Array(40).fill(30)
    const slopes = counts.map((_, code) => (code < 10 ? -3 : code < 33 ? 1 : 6))
    const curvatures = counts.map(() => 7)
    expect(fittedPlaces(counts, slopes, curvatures, 40, 3).sort((a, b) => a - b)).toEqual([10, 33])
  })

  it('groups ascending values as the best of all divisions does', () => {
    const drawn = fc.array(
      fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 9 })),
      {
        minLength: 2,
        maxLength: 7,
      },
    )
    fc.assert(
      fc.property(drawn, fc.integer({ min: 1, max: 4 }), (pairs, groups) => {
        const sorted = [...pairs].sort((a, b) => a[0] - b[0])
        const values = sorted.map(([value]) => value)
        const weights = sorted.map(([, weight]) => weight)
        const costOf = (ends: readonly number[]) =>
          ends.reduce((sum, end, g) => {
            const part = sorted.slice(g === 0 ? 0 : ends[g - 1], end)
            const held = part.reduce((all, [, weight]) => all + weight, 0)
            const mean = part.reduce((all, [value, weight]) => all + value * weight, 0) / held
            const cost = part.reduce((all, [v, weight]) => all + weight * (v - mean) ** 2, 0)
            return held < 5 ? Number.POSITIVE_INFINITY : sum + cost
          }, 0)
        const divisions = (from: number, left: number): number[][] =>
          left === 1
            ? [[values.length]]
            : Array.from({ length: values.length - from - 1 }, (_, i) => from + i + 1).flatMap(
                (end) => divisions(end, left - 1).map((rest) => [end, ...rest]),
              )
        const least = Math.min(Number.POSITIVE_INFINITY, ...divisions(0, groups).map(costOf))
        const found = nearestGroups(values, weights, groups, 5)
        if (found === null) expect(least).toBe(Number.POSITIVE_INFINITY)
        else expect(costOf(found)).toBeCloseTo(least, 9)
      }),
    )
  })

  it('estimates the variance of effects that were drawn, and none where all are equal', () => {
    const sumsOf = (spread: number) =>
      Array.from({ length: 3000 }, (_, i) => {
        const curvature = 5 + 40 * randomUniform(9, i, 1)
        const normal = (column: number) =>
          Math.sqrt(-2 * Math.log(1 - randomUniform(9, i, column))) *
          Math.cos(2 * Math.PI * randomUniform(9, i, column + 1))
        return {
          slope: curvature * spread * normal(2) + Math.sqrt(curvature) * normal(4),
          curvature,
        }
      })
    expect(effectVariance(sumsOf(0.7))).toBeCloseTo(0.49, 1)
    expect(effectVariance(sumsOf(0))).toBeLessThan(0.003)
    expect(effectVariance([{ slope: 0, curvature: 3 }])).toBe(0)
  })

  it('writes a cut with the fewest digits between two values', () => {
    expect(shortNumberIn(249.87, 250.4)).toBe(250)
    expect(shortNumberIn(0.0123, 0.0191)).toBe(0.019)
    expect(shortNumberIn(1999, 3500)).toBe(3000)
    expect(shortNumberIn(-8, -3)).toBe(-3)
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(number, number, (a, b) => {
        fc.pre(Math.abs(a - b) > 1e-9)
        const [below, above] = a < b ? [a, b] : [b, a]
        const cut = shortNumberIn(below, above)
        expect(cut > below && cut <= above).toBe(true)
      }),
    )
  })

  it('counts the AUC that comparing all pairs gives', () => {
    const scores = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.boolean()), {
      minLength: 2,
      maxLength: 40,
    })
    fc.assert(
      fc.property(scores, (drawn) => {
        const list = [...drawn, [3, true] as const, [3, false] as const]
        let pairs = 0
        let won = 0
        for (const [a, one] of list) {
          for (const [b, other] of list) {
            if (!one || other) continue
            pairs++
            won += a > b ? 1 : a === b ? 0.5 : 0
          }
        }
        const auc = countedAuc(
          Int32Array.from(list, ([score]) => score),
          Uint8Array.from(list, ([, one]) => Number(one)),
        )
        expect(auc).toBeCloseTo(won / pairs, 12)
      }),
    )
  })

  it('deals both outcomes out evenly, each row to one fold', () => {
    const outcome = Uint8Array.from({ length: 103 }, (_, row) => Number(row % 4 === 0))
    const folds = stratifiedFolds(outcome, 5, 3)
    const rows = folds.flatMap(({ test }) => [...test])
    expect(rows.sort((a, b) => a - b)).toEqual([...outcome.keys()])
    for (const { train, test } of folds) {
      expect(train.length + test.length).toBe(103)
      const ones = test.reduce((sum, row) => sum + outcome[row], 0)
      expect(ones).toBeGreaterThanOrEqual(5)
      expect(ones).toBeLessThanOrEqual(6)
    }
    const all = Uint32Array.from({ length: 10_000 }, (_, row) => row)
    expect(sampleOf(all, 20_000, 1)).toBe(all)
    expect(sampleOf(all, 1000, 1).length).toBeGreaterThan(850)
    expect(sampleOf(all, 1000, 1).length).toBeLessThan(1150)
  })
})
