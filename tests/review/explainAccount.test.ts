import { describe, expect, test } from 'vitest'
import { compileDataset } from '../../src/accounts/compileDataset.ts'
import { gridSpec } from '../../src/accounts/gridSpec.ts'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import type { FeatureSpec, FlagTransform, Spec, Transform } from '../../src/accounts/spec.ts'
import type { Table } from '../../src/accounts/table.ts'
import { pointsOf } from '../../src/evaluation/scoreVector.ts'
import { tierOrLowest } from '../../src/evaluation/tiers.ts'
import { randomBelow, randomUniform } from '../../src/lib/rng.ts'
import { explainAccount, explainScore } from '../../src/review/explainAccount.ts'
import { weightsOf } from '../../src/review/rowScores.ts'
import { tableOf } from '../accounts/tables.ts'

const TIERS = [
  { label: 'A', min: 60, max: 101 },
  { label: 'B', min: 30, max: 60 },
  { label: 'C', min: 0, max: 30 },
]
const feature = (weight: number, transform?: Transform, more: Partial<FeatureSpec> = {}) => ({
  weight,
  min: -25,
  max: 25,
  ...(transform === undefined ? {} : { transform }),
  ...more,
})
const specOf = (features: Record<string, FeatureSpec>, more: Partial<Spec> = {}): Spec => ({
  model: 'm',
  max_score: 100,
  features,
  tiers: TIERS,
  extra: {},
  ...more,
})

describe('in words', () => {
  const table = tableOf({
    login_days: [12, 3],
    plan: ['Two year', 'Monthly'],
    nps: [null, 8],
    tenure: [5, 30],
    active: [true, false],
  })
  const spec = specOf(
    {
      login_days: feature(2),
      two_year: feature(8, { kind: 'equals', column: 'plan', value: 'Two year' }),
      nps: feature(3, undefined, { missing: 'zero_points' }),
      nps_unknown: feature(-4, { kind: 'unknown', column: 'nps' }),
      tenure_3_7: feature(6, { kind: 'range', column: 'tenure', from: 3, to: 7 }),
      tenure_scaled: feature(10, {
        kind: 'minmax',
        column: 'tenure',
        low: 0,
        high: 20,
        step: 0.01,
      }),
      both: feature(5, {
        kind: 'all',
        of: [
          { kind: 'equals', column: 'plan', value: 'Two year' },
          { kind: 'range', column: 'tenure', from: 3 },
        ],
      }),
    },
    { base_score: 10.5 },
  )

  test('each feature says what it read and gave', () => {
    const { contributions, base, sum, score, tier } = explainScore(spec, table, 0)
    expect(contributions.map(({ words }) => words)).toEqual([
      'login_days 12 → +24 points (weight 2)',
      'plan is Two year → +8 points (weight 8)',
      'nps unknown → 0 points (weight 3)',
      'nps unknown → −4 points (weight −4)',
      'tenure 5, in 3 to under 7 → +6 points (weight 6)',
      'tenure 5 (0.25 on a scale of 0 to 1) → +2.5 points (weight 10)',
      'plan is Two year and tenure 3 or more: yes → +5 points (weight 5)',
    ])
    // 10.5 + 24 + 8 + 0 - 4 + 6 + 2.5 + 5
    expect([base, sum, score, tier]).toEqual([10.5, 52, 52, 'B'])
  })

  test('flags that do not hold say so', () => {
    const { contributions } = explainScore(spec, table, 1)
    expect(contributions.map(({ words }) => words)).toEqual([
      'login_days 3 → +6 points (weight 2)',
      'plan is not Two year → 0 points (weight 8)',
      'nps 8 → +24 points (weight 3)',
      'nps known → 0 points (weight −4)',
      'tenure 30, not in 3 to under 7 → 0 points (weight 6)',
      'tenure 30 (1 on a scale of 0 to 1) → +10 points (weight 10)',
      'plan is Two year and tenure 3 or more: no → 0 points (weight 5)',
    ])
  })

  test('changes are by the columns read, whatever the features are called, and cut-offs that moved are said', () => {
    const { login_days, two_year } = spec.features
    const before = specOf({ login_days: login_days!, two_year: two_year! })
    const after = specOf({
      long: feature(-3, { kind: 'equals', column: 'plan', value: 'Two year' }),
      login_days: feature(5),
    })
    const { changes, cutOffs, incumbent, candidate } = explainAccount(before, after, table, 0)
    expect([incumbent.score, candidate.score]).toEqual([32, 57])
    expect(changes).toEqual([
      { name: 'base score', incumbent: 0, candidate: 0, difference: 0 },
      { name: 'login_days', incumbent: 24, candidate: 60, difference: 36 },
      { name: 'plan', incumbent: 8, candidate: -3, difference: -11 },
    ])
    expect(cutOffs).toBe('')
    const cuts = [
      { label: 'A', min: 70.5, max: 101 },
      { label: 'B', min: 58, max: 70.5 },
      { label: 'C', min: 0, max: 58 },
    ]
    expect(explainAccount(before, { ...after, tiers: cuts }, table, 0).cutOffs).toBe(
      'Tier C is now less than 58 points (before: less than 30).',
    )
    const higher = specOf({ login_days: feature(6) })
    expect(explainAccount(before, { ...higher, tiers: cuts }, table, 0).cutOffs).toBe(
      'Tier A is now 70.5 and more points (before: 60 and more).',
    )
    const same = explainAccount(before, before, table, 0)
    expect(same.changes.map(({ difference }) => difference)).toEqual([0, 0, 0])
  })
})

test('on every transform the contributions add up to the score of the scorer, to the last digit', () => {
  let clipped = 0
  for (let seed = 1; seed <= 60; seed++) {
    const table = randomTable(seed)
    const gridded = gridSpec(table, randomSpec(seed))
    if (!gridded.ok) throw new Error(gridded.problems[0]!.what)
    const spec = gridded.value
    const compiled = compileDataset(table, spec)
    if (!compiled.ok) throw new Error(compiled.problems[0]!.what)
    const points = pointsOf(scoreRows(compiled.value, weightsOf(spec)))
    for (let row = 0; row < table.rowCount; row++) {
      const { base, contributions, sum, score, tier } = explainScore(spec, table, row)
      expect(score).toBe(points(row))
      expect(score).toBe(Math.max(0, Math.min(sum, spec.max_score)))
      if (score !== sum) clipped++
      expect(tier).toBe(spec.tiers[tierOrLowest(score, spec.tiers)]!.label)
      const added = contributions.reduce((total, each) => total + each.points, base)
      expect(Math.abs(added - sum)).toBeLessThan(1e-9)
      contributions.forEach((each, index) => {
        const { values, multiplier } = compiled.value.features[index]!
        expect(each.value).toBe((values[row]! * multiplier) / compiled.value.resolution)
      })
    }
  }
  expect(clipped).toBeGreaterThan(50)
})

function randomTable(seed: number): Table {
  const rows = 40
  const cell = (row: number, column: number, bound: number) =>
    randomUniform(seed, row, 100 + column) < 0.15 ? null : randomBelow(seed, row, column, bound)
  const column = <T>(index: number, bound: number, make: (value: number) => T) =>
    Array.from({ length: rows }, (_, row) => {
      const value = cell(row, index, bound)
      return value === null ? null : make(value)
    })
  return tableOf({
    count: column(0, 40, (value) => value),
    money: column(1, 100_000, (value) => value / 100),
    fine: column(2, 100_000, (value) => value / 99_991),
    signed: column(3, 41, (value) => value - 20),
    plan: column(4, 4, (value) => ['free', 'pro', 'team', '7']![value]!),
    active: column(5, 2, (value) => value === 1),
  })
}

const FLAGS: FlagTransform[] = [
  { kind: 'equals', column: 'plan', value: 'pro' },
  { kind: 'equals', column: 'active', value: 'true', descending: true },
  { kind: 'any_of', column: 'plan', values: ['free', '7', 'none'] },
  { kind: 'range', column: 'count', from: 5, to: 17 },
  { kind: 'range', column: 'signed', to: 0, descending: true },
  { kind: 'unknown', column: 'money' },
  { kind: 'unknown', column: 'plan', descending: true },
]

const NUMBERS: Transform[] = [
  { kind: 'round', column: 'fine', decimals: 2 },
  { kind: 'minmax', column: 'money', low: 10, high: 800, step: 0.01 },
  { kind: 'minmax', column: 'signed', low: -20, high: 20, step: 0.125, descending: true },
  { kind: 'log', column: 'money', low: 0, high: 1000, step: 0.05 },
  { kind: 'log', column: 'count', low: 1, high: 30, step: 0.1, descending: true },
  { kind: 'rank', column: 'fine', cuts: [0.1, 0.3, 0.55, 0.8], descending: true },
  { kind: 'rank', column: 'count', cuts: [3, 9, 20] },
]

function randomSpec(seed: number): Spec {
  const policy = (index: number): FeatureSpec['missing'] =>
    randomBelow(seed, index, 1, 2) === 0 ? 'zero_points' : { fill: randomBelow(seed, index, 2, 20) }
  const weight = (index: number) => randomBelow(seed, index, 3, 31) - 5
  const transforms: (Transform | undefined)[] = [
    ...FLAGS,
    ...NUMBERS,
    { kind: 'all', of: [FLAGS[0]!, FLAGS[3]!] },
    { kind: 'all', of: [FLAGS[2]!, FLAGS[5]!, FLAGS[1]!], descending: true },
  ]
  const made = transforms.map((transform, index) => [
    `f${index}`,
    feature(weight(index), transform, { missing: policy(index) }),
  ])
  const raw = (['count', 'signed', 'fine', 'active'] as const).map((name, index) => [
    name,
    feature(weight(50 + index), undefined, { missing: policy(50 + index) }),
  ])
  const base = [0, 12.5, -30, 0.125][seed % 4]!
  return specOf(Object.fromEntries([...made, ...raw]), {
    max_score: seed % 3 === 0 ? 1000 : 100,
    base_score: base,
  })
}
