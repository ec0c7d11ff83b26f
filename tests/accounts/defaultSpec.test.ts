import { describe, expect, test } from 'vitest'
import { columnFeatures } from '../../src/accounts/columnFeatures.ts'
import { columnUsage } from '../../src/accounts/columnUsage.ts'
import { compileDataset } from '../../src/accounts/compileDataset.ts'
import {
  applyRoles,
  defaultSpec,
  rolesOfSpec,
  setMissingPolicy,
} from '../../src/accounts/defaultSpec.ts'
import { idColumn } from '../../src/accounts/outcomeColumns.ts'
import type { Role, RoleAssignment } from '../../src/accounts/role.ts'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import { specView } from '../../src/accounts/specView.ts'
import type { Column, Table } from '../../src/accounts/table.ts'
import type { Result } from '../../src/lib/result.ts'
import { guessOf } from './guessCase.ts'
import { cells, noise, tableOf, timeColumn } from './tables.ts'

const ROWS = 200
const churn = cells(ROWS, (row) => (noise(row, 1, 4) === 0 ? 'Yes' : 'No'))
const mixed = tableOf({
  customer_id: cells(ROWS, (row) => `c${row}`),
  Partner: cells(ROWS, (row) => (noise(row, 2, 3) === 0 ? 'No' : 'Yes')),
  gender: cells(ROWS, (row) => (noise(row, 3, 3) === 0 ? 'Female' : 'Male')),
  plan: cells(ROWS, (row) => (row % 50 === 0 ? null : ['Basic', 'Pro', 'Max'][noise(row, 4, 3)])),
  trial: cells(ROWS, (row) => noise(row, 5, 2) === 0),
  visits: cells(ROWS, (row) => noise(row, 6, 26)),
  calls: cells(ROWS, (row) => noise(row, 10, 6)),
  share: cells(ROWS, (row) => noise(row, 7, 101) / 100),
  third: cells(ROWS, (row) => noise(row, 8, 4) / 3 / 1.5),
  spend: cells(ROWS, (row) => (row % 40 === 1 ? null : noise(row, 9, 1000))),
  Churn: churn,
})

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

function guessedSpec(table: Table): Result<Spec> {
  return defaultSpec(table, guessOf(table).roles)
}

function changed(roles: RoleAssignment[], column: string, role: Role): RoleAssignment[] {
  return roles.map((each) =>
    each.column === column ? { ...each, role, reason: 'chosen by you' } : each,
  )
}

describe('defaultSpec', () => {
  const { roles, table } = guessOf(mixed)
  const spec = value(defaultSpec(table, roles, 'telco'))

  test('each column becomes the features its values call for, in column order', () => {
    expect(Object.keys(spec.features)).toEqual(
      [
        'Partner = Yes',
        'gender = Female',
        'plan = Basic',
        'plan = Pro',
        'plan = Max',
        'plan unknown',
        'trial',
        'visits',
        'calls',
        'share',
        'third',
        'spend',
        'spend unknown',
      ].sort((a, b) => order(a) - order(b)),
    )
    expect(spec.features['gender = Female'].transform).toEqual({
      kind: 'equals',
      column: 'gender',
      value: 'Female',
    })
    for (const name of ['trial', 'calls', 'share'])
      expect(spec.features[name].transform).toBeUndefined()
    expect(spec.features.visits!.transform).toEqual({
      ...{ kind: 'minmax', low: 0, high: 25, step: 0.01 },
    })
    expect(spec.features.third!.transform).toEqual({ kind: 'round', decimals: 3 })
    expect(spec.features.spend).toMatchObject({
      missing: 'zero_points',
      transform: { kind: 'minmax', step: 0.01 },
    })
    expect(spec.features['plan unknown'].transform).toEqual({ kind: 'unknown', column: 'plan' })
  })

  test('says that the start is centred', () => {
    expect(
      defaultSpec(table, roles).problems.map(({ code, severity }) => [code, severity]),
    ).toEqual([['start-centred', 'note']])
  })

  test('names the outcomes and which text counts', () => {
    expect(spec).toMatchObject({
      model: 'telco',
      max_score: 100,
      churn_column: 'Churn',
      columns: { id: 'customer_id' },
      events: { Churn: 'Yes' },
    })
    expect(spec.tiers.map(({ label, min, max }) => [label, min, max])).toEqual([
      ['A', 60, 101],
      ['B', 35, 60],
      ['C', 15, 35],
      ['D', 0, 15],
    ])
  })

  test('starts inside its bounds, with the average account at 50 points', () => {
    for (const { weight, min, max } of Object.values(spec.features)) {
      expect([min, max]).toEqual([-5, 25])
      expect(weight).toBeGreaterThan(0)
      expect(weight).toBeLessThanOrEqual(5)
    }
    const dataset = value(compileDataset(table, spec))
    const scores = scoreRows(
      dataset,
      Object.values(spec.features).map(({ weight }) => weight),
    )
    const mean =
      Array.from(scores.values).reduce((sum, score) => sum + score, 0) / ROWS / dataset.resolution
    expect(Math.abs(mean - 50)).toBeLessThan(1)
  })

  test('the 1st and 99th percentile bound the scale; most equal values fall back to the range', () => {
    const long = cells(1000, (row) => row + 1)
    const flat = cells(1000, (row) => (row === 7 ? 90 : 30))
    const flags = cells(1000, (row) => row % 2)
    const made = value(
      defaultSpec(tableOf({ long, flat, churned: flags }), [
        { column: 'long', role: 'feature', reason: '' },
        { column: 'flat', role: 'feature', reason: '' },
        { column: 'churned', role: 'churned', reason: '' },
      ]),
    )
    expect(made.features.long!.transform).toMatchObject({ low: 10, high: 990 })
    expect(made.features.flat!.transform).toMatchObject({ low: 30, high: 90 })
  })

  test('of many texts the most frequent have a flag each, the rare and the others share one', () => {
    const country = cells(2000, (row) => {
      const drawn = noise(row, 1, 1000) / 1000
      return `c${Math.floor(40 * drawn * drawn)}`
    })
    const many = tableOf({ country, churned: cells(2000, (row) => noise(row, 2, 2)) })
    const { features } = value(defaultSpec(many, guessOf(many).roles))
    const counts = new Map<string, number>()
    for (const each of country) counts.set(each, (counts.get(each) ?? 0) + 1)
    const frequent = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)!).slice(0, 11)
    const flags = Object.entries(features)
    const own = flags.flatMap(([, { transform }]) =>
      transform?.kind === 'equals' ? [transform.value] : [],
    )
    expect(own.sort()).toEqual(frequent.sort())
    const [name, { transform }] = flags.at(-1)!
    expect(name).toBe('country = other values')
    const rest = [...counts.keys()].filter((each) => !frequent.includes(each))
    expect(transform?.kind === 'any_of' && [...transform.values].sort()).toEqual(rest.sort())
    const spec = value(defaultSpec(many, guessOf(many).roles))
    expect(columnUsage(many, spec, guessOf(many).roles).country).toBe(
      `${counts.size} values in 12 flags`,
    )
  })

  test('numbers and flags alone start as the existing tool does', () => {
    const plain = guessOf(
      tableOf({
        account_id: cells(ROWS, (row) => `a${row}`),
        alert_created: cells(ROWS, (row) => row % 2),
        logins: cells(ROWS, (row) => noise(row, 1, 20)),
        tenure_months: cells(ROWS, (row) => noise(row, 2, 60)),
        mrr: cells(ROWS, (row) => 50 + row),
        retained_6mo: cells(ROWS, (row) => (noise(row, 3, 4) === 0 ? 0 : 1)),
      }),
    )
    const made = value(defaultSpec(plain.table, plain.roles))
    expect(made.base_score).toBeUndefined()
    expect(made.features).toEqual({
      alert_created: { weight: 5, min: -5, max: 25 },
      logins: { weight: 5, min: -5, max: 25 },
    })
  })

  test('fractions that are only rounded start as the existing tool does too', () => {
    const fractions = cells(ROWS, (row) => noise(row, 1, 997) / 997)
    const made = value(guessedSpec(tableOf({ fractions, churned: cells(ROWS, (r) => r % 2) })))
    expect(made.base_score).toBeUndefined()
    expect(made.features.fractions).toEqual({
      weight: 5,
      min: -5,
      max: 25,
      transform: { kind: 'round', decimals: 3 },
    })
  })

  test('counts that would clip most accounts start centred and unclipped', () => {
    const counts = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`count ${i}`, cells(ROWS, (row) => noise(row, i, 26))]),
    )
    const shared = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [
        `share ${i}`,
        cells(ROWS, (row) => noise(row, 99, 101) / 100),
      ]),
    )
    for (const columns of [counts, shared]) {
      const table = tableOf({ ...columns, churned: cells(ROWS, (row) => noise(row, 98, 2)) })
      const made = guessedSpec(table)
      const spec = value(made)
      expect(made.problems[0]!.what).toMatch(/all weights [1-5] and a base score of −/)
      const { scores } = specView(table, spec)
      expect(scores!.clippedLow + scores!.clippedHigh).toBeLessThan(ROWS)
      const said = made.problems[0]!.what.includes('few are clipped')
      expect(said).toBe((scores!.clippedLow + scores!.clippedHigh) / ROWS <= 0.2)
    }
  })

  test('single precision lands on the grid the values were written on', () => {
    const table = tableOf({ usage: cells(ROWS, (row) => Math.fround(noise(row, 1, 101) / 100)) })
    const column = { ...table.columns[0]!, physical: 'FLOAT' } as Column
    const features = columnFeatures(column)
    expect(features[0]![1].transform).toEqual({ kind: 'round', decimals: 2 })
  })

  test('fractions too small for the grid are scaled', () => {
    const tiny = cells(ROWS, (row) => noise(row, 1, 997) / 1e9)
    const [made] = columnFeatures(tableOf({ tiny }).columns[0]!)
    expect(made![1].transform).toMatchObject({ kind: 'minmax' })
  })

  test('times and many texts never become features, even when asked', () => {
    const odd = tableOf({ name: cells(ROWS, (row) => `n${row}`), x: cells(ROWS, (row) => row % 9) })
    const table = { ...odd, columns: [...odd.columns, timeColumn('at', ROWS)] }
    const roles = table.columns.map(
      ({ name }): RoleAssignment => ({ column: name, role: 'feature', reason: '' }),
    )
    expect(Object.keys(value(defaultSpec(table, roles)).features)).toEqual(['x'])
  })

  test('no feature is an error', () => {
    expect(defaultSpec(mixed, []).problems.map(({ code }) => code)).toEqual(['no-feature'])
  })

  test('features of two columns never share a name', () => {
    const plain = tableOf({
      'a = b': cells(9, (row) => `${'cde'[row % 3]}`),
      a: cells(9, (row) => ['b = c', 'x', 'y'][row % 3]),
    })
    const made = value(
      defaultSpec(
        plain,
        plain.columns.map(({ name }) => ({ column: name, role: 'feature', reason: '' })),
      ),
    )
    expect(Object.keys(made.features)).toContain('a = b = c (2)')
    expect(Object.keys(made.features)).toHaveLength(6)
  })

  function order(name: string): number {
    return mixed.columns.findIndex(
      (column) => name === column.name || name.startsWith(`${column.name} `),
    )
  }
})

describe('applyRoles', () => {
  const { roles, table } = guessOf(mixed)
  const spec = value(defaultSpec(table, roles))

  test('an untouched spec is made anew', () => {
    const ignoring = changed(roles, 'visits', 'ignored')
    expect(value(applyRoles(spec, table, ignoring))).toEqual(value(defaultSpec(table, ignoring)))
    expect(value(applyRoles(value(applyRoles(spec, table, ignoring)), table, roles))).toEqual(spec)
  })

  test('weights, bounds and locks of features that stay are kept', () => {
    const touched: Spec = {
      ...spec,
      base_score: 12,
      features: { ...spec.features, share: { weight: 9, min: 2, max: 10, locked: true } },
    }
    const next = value(applyRoles(touched, table, changed(roles, 'plan', 'segment')))
    expect(next.features.share).toEqual(touched.features.share)
    expect(next.base_score).toBe(12)
    expect(next.segments).toEqual(['plan'])
    expect(Object.keys(next.features)).not.toContain('plan = Basic')
  })

  test('a column of a default name that is no outcome is said to be none', () => {
    const plain = tableOf({
      churned: cells(ROWS, (row) => row % 2),
      mrr: cells(ROWS, (row) => row),
      x: cells(ROWS, (row) => row % 7),
    })
    const guess = guessOf(plain)
    const next = value(
      applyRoles(
        value(defaultSpec(plain, guess.roles)),
        plain,
        changed(guess.roles, 'mrr', 'feature'),
      ),
    )
    expect(next.mrr_column).toBe('')
    expect(Object.keys(next.features)).toEqual(['mrr', 'x'])
  })

  test('an account_id that tells no accounts apart is said to be no id', () => {
    const same = tableOf({
      account_id: cells(ROWS, () => 'same'),
      churned: cells(ROWS, (row) => row % 2),
      x: cells(ROWS, (row) => row % 7),
    })
    const made = value(defaultSpec(same, guessOf(same).roles))
    expect(made.columns).toEqual({ id: '' })
    expect(idColumn(same, made)).toBeNull()
  })

  test('no feature left is an error', () => {
    const none = roles.map((each): RoleAssignment => ({ ...each, role: 'ignored' }))
    expect(applyRoles(spec, table, none).problems[0].code).toBe('no-feature')
  })
})

describe('rolesOfSpec', () => {
  test('the roles of a default spec are the roles it was made from', () => {
    const { roles, table } = guessOf(mixed)
    const back = rolesOfSpec(table, value(defaultSpec(table, roles)))
    expect(back.map(({ column, role }) => [column, role])).toEqual(
      roles.map(({ column, role }) => [column, role]),
    )
    expect(back.find(({ column }) => column === 'Churn')!.event).toBe('Yes')
  })

  test('what a spec does not use is ignored', () => {
    const spec: Spec = {
      model: 'm',
      max_score: 100,
      features: { share: { weight: 5, min: -5, max: 25 } },
      tiers: [],
      extra: {},
    }
    const roles = rolesOfSpec(mixed, spec)
    expect(roles.filter(({ role }) => role === 'feature').map(({ column }) => column)).toEqual([
      'share',
    ])
    expect(roles.filter(({ role }) => role === 'ignored')).toHaveLength(10)
  })
})

describe('policies and usage', () => {
  const { roles, table } = guessOf(mixed)
  const spec = value(defaultSpec(table, roles))

  test('a policy is changed and undone', () => {
    const filled = setMissingPolicy(spec, table, 'spend', { fill: 40 })
    expect(filled.features.spend!.missing).toEqual({ fill: 40 })
    expect(Object.keys(filled.features)).not.toContain('spend unknown')
    const back = setMissingPolicy(filled, table, 'spend', 'zero_points')
    expect(Object.keys(back.features)).toEqual(Object.keys(spec.features))
    const complete = setMissingPolicy(spec, table, 'visits', 'zero_points')
    expect(complete.features.visits!.missing).toBe('zero_points')
    expect(Object.keys(complete.features)).toEqual(Object.keys(spec.features)) // nothing to learn a flag from
    expect(() => setMissingPolicy(spec, table, 'gone', 'zero_points')).toThrow('column absent')
  })

  test('usage says how each column is used', () => {
    const churned = churn.filter((text) => text === 'Yes').length
    const { low, high } = spec.features.spend!.transform as { low: number; high: number }
    expect(columnUsage(table, spec, roles)).toEqual({
      customer_id: 'tells accounts apart',
      Partner: 'flag: Yes',
      gender: 'flag: Female',
      plan: 'one flag per value (3), unknown = own flag',
      trial: 'as is',
      visits: 'scaled 0 – 25 to 0 – 1',
      calls: 'as is',
      share: 'as is',
      third: 'rounded to 3 decimals',
      spend: `scaled ${low} – ${high} to 0 – 1, unknown = own flag`,
      Churn: `${Math.round((churned / ROWS) * 100)} % churned (Yes)`,
    })
  })
})

test('a large table keeps its default spec quick to make', () => {
  const table: Table = tableOf({
    churned: cells(50_000, (row) => row % 2),
    x: cells(50_000, (row) => noise(row, 1, 90_000)),
  })
  const spec = value(defaultSpec(table, [{ column: 'x', role: 'feature', reason: '' }]))
  const sorted = [...table.columns[1].values].sort((a, b) => a - b)
  expect(spec.features.x!.transform).toMatchObject({ low: sorted[499], high: sorted[49_499] })
})
