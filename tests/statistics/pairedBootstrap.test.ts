import { describe, expect, test } from 'vitest'
import { evaluate } from '../../src/evaluation/evaluator.ts'
import { PRIMARY_METRICS, type PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { buildScoreTable } from '../../src/evaluation/scoreTable.ts'
import type { ScoreVector } from '../../src/evaluation/scoreVector.ts'
import { bootstrapUnits } from '../../src/statistics/bootstrapUnits.ts'
import { classCounts } from '../../src/statistics/classCounts.ts'
import { deLongDifference } from '../../src/statistics/deLong.ts'
import {
  type BootstrapInput,
  createPairedBootstrap,
  pairedBootstrap,
} from '../../src/statistics/pairedBootstrap.ts'
import { createPoissonDraws } from '../../src/statistics/poissonDraws.ts'
import { NO_OUTCOMES } from '../evaluation/accounts.ts'
import { shuffledRows } from '../evaluation/randomData.ts'
import { copyRows, type RandomRows, randomRows } from './randomRows.ts'

const SIDES = ['incumbent', 'candidate'] as const

function valuesOf(data: RandomRows, metric: PrimaryMetric) {
  return [data.incumbent, data.candidate].map(
    (scores) => evaluate(buildScoreTable(scores, data.outcomes), [])[metric] ?? null,
  )
}

function known(input: BootstrapInput) {
  const result = pairedBootstrap(input)
  if (!result.known) throw new Error(result.reason)
  return result
}

/**
 * Rows copied as often as the draws say, for accounts that are one row each: each unit's count is dealt
 * out to rows of that unit in turn.
 */
function copiedRows(data: RandomRows, metric: PrimaryMetric, seed: number, replicate: number) {
  const { outcomes, incumbent, candidate } = data
  const units = bootstrapUnits(metric, incumbent, candidate, outcomes)!
  const counts = new Uint32Array(units.accounts.length)
  createPoissonDraws(units.accounts)(seed, replicate, counts)
  const nameOf = (before: number, after: number, ...rest: number[]) =>
    [before, after, ...rest].join(' ')
  const rowsByName = new Map<string, number[]>()
  const money = metric === 'tier_separation' ? outcomes.ltv! : outcomes.mrr!
  const others: number[] = []
  for (let row = 0; row < outcomes.rowCount; row++) {
    const rest =
      units.perAccount.kind === 'classes'
        ? [outcomes.retained![row]]
        : metric === 'nrr_spread'
          ? [money[row], outcomes.mrrEnd![row]]
          : [1, money[row]]
    if (units.perAccount.kind === 'money' && !(money[row] > 0)) {
      others.push(row) // in no unit, and without effect
      continue
    }
    const name = nameOf(incumbent.values[row], candidate.values[row], ...rest)
    rowsByName.set(name, [...(rowsByName.get(name) ?? []), row])
  }
  const copies = [...others]
  counts.forEach((count, unit) => {
    const { perAccount } = units
    const rest =
      perAccount.kind === 'classes'
        ? [unit < perAccount.uppers ? 1 : 0]
        : [perAccount.xy[2 * unit], perAccount.xy[2 * unit + 1]]
    const before = units.incumbentScores[units.incumbentSlot[unit]]
    const after = units.candidateScores[units.candidateSlot[unit]]
    const rows = rowsByName.get(nameOf(before, after, ...rest))!
    for (let copy = 0; copy < count; copy++) copies.push(rows[copy % rows.length])
  })
  return copyRows(data, copies)
}

/** Share of churned rows with a score up to the limit, less that of retained ones. */
function gapUpTo({ outcomes }: RandomRows, { values }: ScoreVector, limit: number): number {
  const shareOf = (retained: number) => {
    const scores = values.filter((_, row) => outcomes.retained![row] === retained)
    return scores.filter((score) => score <= limit).length / scores.length
  }
  return shareOf(0) - shareOf(1)
}

/** The score where the gap is widest, and which class leads there. */
function widestGap(data: RandomRows, which: 'incumbent' | 'candidate') {
  const gaps = [...new Set(data[which].values)]
    .sort((a, b) => a - b)
    .map((limit) => ({ limit, gap: gapUpTo(data, data[which], limit) }))
  const widest = gaps.reduce((best, each) =>
    Math.abs(each.gap) > Math.abs(best.gap) ? each : best,
  )
  return { limit: widest.limit, sign: Math.sign(widest.gap) }
}

describe('replicates are the evaluator’s metric of copied rows', () => {
  test.each(PRIMARY_METRICS)('%s', (metric) => {
    for (const [rows, levels] of [
      [180, 6],
      [300, 101],
      [400, 20_000],
    ]) {
      const data = randomRows({ rows, seed: rows, levels })
      const copies = [0, 1].map((replicate) => copiedRows(data, metric, 7, replicate))
      const values = copies.map((copied) => valuesOf(copied, metric))
      const result = known({ ...data, metric, seed: 7, replicates: 2 })
      const resampled = SIDES.map((which, side) => {
        const value = values.map((pair) => pair[side]!)
        if (metric !== 'ks') return { value, fixed: value }
        const { limit, sign } = widestGap(data, which)
        return { value, fixed: copies.map((copy) => sign * gapUpTo(copy, copy[which], limit)) }
      })
      const minus = (from: number[], of: number[]) => from.map((one, i) => one - of[i])
      const differences = {
        value: minus(resampled[1].value, resampled[0].value),
        fixed: minus(resampled[1].fixed, resampled[0].fixed),
      }
      const [before, after] = valuesOf(data, metric)
      expect(result.difference.value).toBe(after! - before!)
      // Two replicates: both follow from mean and standard deviation, and the quantiles from both.
      for (const [interval, { value, fixed }] of [
        [result.incumbent, resampled[0]],
        [result.candidate, resampled[1]],
        [result.difference, differences],
      ] as const) {
        const [low, high] = fixed.toSorted((a, b) => a - b)
        const excess = (value[0] + value[1] - low - high) / 2
        expect(interval.low).toBeCloseTo(low + 0.025 * (high - low) - excess, 11)
        expect(interval.high).toBeCloseTo(high - 0.025 * (high - low) - excess, 11)
        expect(interval.standardError).toBeCloseTo((high - low) / Math.SQRT2, 10)
      }
    }
  })
})

describe('AUC', () => {
  test.each([
    { rows: 600, seed: 21, levels: 12 },
    { rows: 1500, seed: 22, levels: 5000 },
    { rows: 900, seed: 23, levels: 40, counts: true },
  ])('standard errors and intervals agree with DeLong’s: %o', (shape) => {
    const data = randomRows(shape)
    const theory = deLongDifference(
      data.incumbent,
      data.candidate,
      classCounts(data.outcomes, 'auc_roc_retain')!,
    )!
    const result = known({ ...data, metric: 'auc_roc_retain', seed: 1 })
    const near = (value: number, expected: number) =>
      expect(Math.abs(value / expected - 1)).toBeLessThan(0.1)
    near(result.difference.standardError, theory.standardError)
    near(result.incumbent.standardError, theory.incumbent.standardError)
    near(result.candidate.standardError, theory.candidate.standardError)
    expect(result.difference.value).toBeCloseTo(theory.difference, 12)
    expect(Math.abs(result.difference.low - theory.low)).toBeLessThan(0.3 * theory.standardError)
    expect(Math.abs(result.difference.high - theory.high)).toBeLessThan(0.3 * theory.standardError)
  })
})

test('of ks the standard error is that of two shares below two fixed scores, per class', () => {
  for (const levels of [8, 60, 4000]) {
    const data = randomRows({ rows: 1200, seed: 25, levels })
    const [before, after] = SIDES.map((which) => widestGap(data, which).limit)
    const variances = [0, 1].map((retained) => {
      const steps: number[] = []
      data.outcomes.retained!.forEach((stayed, row) => {
        const below = Number(data.candidate.values[row] <= after)
        if (stayed === retained) steps.push(below - Number(data.incumbent.values[row] <= before))
      })
      const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length
      return steps.reduce((sum, step) => sum + (step - mean) ** 2, 0) / steps.length ** 2
    })
    const { difference } = known({ ...data, metric: 'ks', seed: 3 })
    const error = Math.sqrt(variances[0] + variances[1])
    expect(Math.abs(difference.standardError / error - 1)).toBeLessThan(0.06)
  }
})

test('a mean of money agrees with its textbook error', () => {
  // With one score for all, revenue capture is k / n exactly; NRR spread of one score is 0.
  const { outcomes } = randomRows({ rows: 400, seed: 31 })
  const flat = { kind: 'float', values: new Float64Array(400) } as const
  const result = known({
    metric: 'nrr_spread',
    incumbent: flat,
    candidate: flat,
    outcomes,
    seed: 1,
  })
  expect(Math.abs(result.incumbent.value)).toBeLessThan(1e-12)
  // Two scores, each half of MRR: the spread is a difference of two independent ratios Σ end / Σ start.
  const half = Float64Array.from({ length: 400 }, (_, row) => (row < 200 ? 1 : 0))
  const even = {
    ...NO_OUTCOMES,
    rowCount: 400,
    mrr: new Float64Array(400).fill(10),
    mrrEnd: Float64Array.from({ length: 400 }, (_, row) => (row * 7) % 19),
  }
  const two = { kind: 'float', values: half } as const
  const spread = known({
    metric: 'nrr_spread',
    incumbent: flat,
    candidate: two,
    outcomes: even,
    seed: 2,
  })
  const variance = (rows: Float64Array) => {
    const mean = rows.reduce((sum, end) => sum + end / 10, 0) / rows.length
    return rows.reduce((sum, end) => sum + (end / 10 - mean) ** 2, 0) / rows.length ** 2
  }
  const error = Math.sqrt(variance(even.mrrEnd.slice(0, 200)) + variance(even.mrrEnd.slice(200)))
  expect(Math.abs(spread.difference.standardError / error - 1)).toBeLessThan(0.1)
})

describe('determinism', () => {
  test('chunks and the order of rows change nothing', () => {
    for (const metric of PRIMARY_METRICS) {
      const data = randomRows({ rows: 300, seed: 41, levels: 50 })
      const input = { ...data, metric, seed: 9, replicates: 60 }
      const whole = pairedBootstrap(input)
      const chunked = createPairedBootstrap(input)
      expect(chunked.advance(7)).toBe(7)
      expect(() => chunked.result()).toThrow('bootstrap not done: 7 of 60')
      while (chunked.advance(11) < 60);
      expect(chunked.result()).toEqual(whole)
      const shuffled = copyRows(data, shuffledRows(300, 3))
      const again = known({ ...input, ...shuffled })
      for (const which of ['difference', 'incumbent', 'candidate'] as const) {
        const { value, ...interval } = known(input)[which]
        expect(again[which]).toMatchObject(interval) // to the last bit
        expect(again[which].value).toBeCloseTo(value, 12)
      }
      expect(pairedBootstrap({ ...input, seed: 10 })).not.toEqual(whole)
    }
  })

  test('nor does their order where many rows hold the same money', () => {
    const data = randomRows({ rows: 300, seed: 43, levels: 6, counts: true })
    const { count, retained } = data.outcomes
    const mrr = count!.map((accounts, row) => (retained![row] > 0 ? 20 : 10) * accounts)
    const mrrEnd = mrr.map((money, row) => (retained![row] > 1 ? money : 0))
    const even = { ...data, outcomes: { ...data.outcomes, mrr, mrrEnd, ltv: mrr } }
    for (const metric of ['revenue_capture_at_20', 'tier_separation', 'nrr_spread'] as const) {
      const input = { metric, seed: 9, replicates: 40 }
      const { low, high, standardError } = known({ ...even, ...input }).candidate
      const shuffled = copyRows(even, shuffledRows(300, 4))
      expect(known({ ...shuffled, ...input }).candidate).toMatchObject({ low, high, standardError })
    }
  })

  test('the same score twice has no difference', () => {
    const { incumbent, outcomes } = randomRows({ rows: 200, seed: 42 })
    const result = known({ metric: 'ks', incumbent, candidate: incumbent, outcomes, seed: 1 })
    expect(result.difference).toMatchObject({ value: 0, low: 0, high: 0, standardError: 0 })
  })
})

describe('where the metric has no value', () => {
  test('on the accounts, it says so at once', () => {
    const data = randomRows({ rows: 90, seed: 51 })
    expect(pairedBootstrap({ ...data, metric: 'auc_roc_retain', seed: 1 })).toEqual({
      known: false,
      reason: 'auc_roc_retain has no value on these accounts',
      undefinedReplicates: 2000,
    })
  })

  test('in many resamples, there is no interval; in few, they are counted', () => {
    const at = (rows: number) =>
      pairedBootstrap({ ...randomRows({ rows, seed: 52 }), metric: 'gini', seed: 1 })
    // More than 100 accounts are needed: of 104 about two in five resamples have fewer, of 130 few.
    const near = at(104)
    expect(near).toMatchObject({ known: false })
    expect(near.undefinedReplicates).toBeGreaterThan(500)
    const far = at(130)
    if (!far.known) throw new Error(far.reason)
    expect(far.undefinedReplicates).toBeGreaterThan(0)
    expect(far.difference.replicates).toBe(2000 - far.undefinedReplicates)
  })

  test('bad input is an error', () => {
    const data = randomRows({ rows: 200, seed: 53 })
    const short = { kind: 'float', values: new Float64Array(5) } as const
    const input = { ...data, metric: 'ks', seed: 1 } as const
    expect(() => pairedBootstrap({ ...input, candidate: short })).toThrow('score vector length')
    expect(() => pairedBootstrap({ ...input, replicates: 1.5 })).toThrow('bootstrap replicates')
  })
})
