import { describe, expect, test } from 'vitest'
import { bestBase, clippedBest } from '../../src/accounts/clippedScores.ts'
import { compileDataset } from '../../src/accounts/compileDataset.ts'
import { parseSpec } from '../../src/accounts/parseSpec.ts'
import type { FeatureSpec, Spec } from '../../src/accounts/spec.ts'
import { specView } from '../../src/accounts/specView.ts'
import { cells, noise, tableOf } from './tables.ts'

const ROWS = 200
const table = tableOf({
  logins: cells(ROWS, (row) => noise(row, 1, 21)),
  flag: cells(ROWS, (row) => row % 2),
  churned: cells(ROWS, (row) => noise(row, 2, 2)),
})

function specOf(logins: Partial<FeatureSpec>, base = 0): Spec {
  const parsed = parseSpec({ features: { logins: {}, flag: {} }, base_score: base })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const { features } = parsed.value
  return { ...parsed.value, features: { ...features, logins: { ...features.logins!, ...logins } } }
}

/** Scores before clipping, with logins of weight 5 and the flag's default of 5. */
function rawScores(base: number): number[] {
  return Array.from({ length: ROWS }, (_, row) => base + 5 * noise(row, 1, 21) + 5 * (row % 2))
}

describe('specView', () => {
  test.each([
    [{ weight: 30 }, 'features.logins.weight is 30, but must be from min -5 to max 25.', true],
    [{ min: 9, max: 3 }, 'features.logins.min is 9, but must be at most max, which is 3.', true],
    [{ weight: 1.5 }, 'features.logins.weight is 1.5, but must be a whole number.', false],
    [{ max: Number.NaN }, 'features.logins.max is NaN, but must be a whole number.', false],
  ])('%j breaks a rule', (logins, what, scored) => {
    const { problems, scores } = specView(table, specOf(logins))
    const broken = problems.filter(({ code }) => code === 'spec-invalid')
    expect(broken.map((problem) => [problem.severity, problem.what])).toEqual([['error', what]])
    expect(scores !== null).toBe(scored)
  })

  test('a spec that keeps the rules and clips few has no problem', () => {
    expect(specView(table, specOf({ weight: 3 }, 15)).problems).toEqual([])
  })

  test('says how many accounts are clipped, at which end, and a base score that helps', () => {
    const above = rawScores(100).filter((score) => score > 100).length
    const { problems, scores } = specView(table, specOf({ weight: 5 }, 100))
    expect(problems).toMatchObject([{ code: 'scores-clipped', severity: 'warning' }])
    expect(problems[0]!.what).toContain(`${above} of 200 accounts (`)
    expect(problems[0]!.what).toContain('score above 100.')
    expect(scores!.betterBase).not.toBeNull()
    expect(problems[0]!.fix).toContain('instead of 100 leaves')
    const better = specView(table, specOf({ weight: 5 }, scores!.betterBase!))
    expect(better.scores!.clippedLow).toBeLessThan(above / 2)
    const [low] = specView(table, specOf({ weight: -5 }, 0)).problems
    expect(low!.what).toMatch(/Under this spec \d+ of 200 accounts \(\d+ %\) score below 0\./)
  })

  test('where no base score helps, it names the weight that adds the most', () => {
    const wide = tableOf({
      logins: cells(ROWS, (row) => (row % 2) * 90),
      flag: cells(ROWS, (row) => (row % 4 < 2 ? 1 : 0)),
      churned: cells(ROWS, (row) => noise(row, 2, 2)),
    })
    const { problems, scores } = specView(wide, specOf({ weight: 5 }))
    expect(problems[0]!.what).toContain('100 of 200 accounts (50 %) score above 100.')
    expect(problems[0]!.fix).toContain('(logins: 225 points on average)')
    expect(scores!.betterBase).toBeNull()
  })

  test('the best base score clips as few accounts as any', () => {
    for (let seed = 0; seed < 60; seed++) {
      const draw = (i: number) => (noise(i, seed, 4001) - 2000) / (1 + (seed % 7))
      const sorted = Float64Array.from({ length: 1 + (seed % 23) }, (_, i) => Math.round(draw(i)))
      sorted.sort()
      const [maxScore, resolution] = [40 + seed, [1, 10, 1000][seed % 3]!]
      const clippedAt = (base: number) =>
        sorted.filter(
          (step) => step + base * resolution < 0 || step > (maxScore - base) * resolution,
        ).length
      let fewest = Number.POSITIVE_INFINITY
      for (let base = -4100; base <= 4100; base++) fewest = Math.min(fewest, clippedAt(base))
      const best = bestBase(sorted, maxScore, resolution)
      expect([best.clipped, clippedAt(best.base)]).toEqual([fewest, fewest])
    }
  })

  test('notes that some are clipped, from more than one in a hundred on', () => {
    const few = (share: number) =>
      tableOf({
        logins: cells(ROWS, (row) => (row < share * ROWS ? 2 : 1)),
        flag: cells(ROWS, () => 0),
        churned: cells(ROWS, (row) => row % 2),
      })
    const spec = specOf({ weight: 5 }, 92)
    expect(specView(few(0.01), spec).problems).toEqual([])
    expect(specView(few(0.05), spec).problems).toMatchObject([
      { code: 'scores-clipped', severity: 'note' },
    ])
    const best = (share: number) => {
      const dataset = compileDataset(few(share), spec)
      if (!dataset.ok) throw new Error(dataset.problems[0]!.what)
      return clippedBest(dataset.value, [5, 5], 'best_spec.json')
    }
    expect(best(0.01)).toBeNull()
    expect(best(0.05)).toMatchObject({ severity: 'warning', where: 'best_spec.json' })
  })

  test('accounts that have no points are not clipped', () => {
    const none = tableOf({
      logins: cells(ROWS, () => 0),
      flag: cells(ROWS, (row) => (row % 10 === 0 ? 1 : 0)),
      churned: cells(ROWS, (row) => row % 2),
    })
    expect(specView(none, specOf({})).problems).toEqual([])
  })
})
