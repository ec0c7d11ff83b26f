import { describe, expect, it } from 'vitest'
import { defaultSpec } from '../../src/accounts/defaultSpec.ts'
import type { RoleAssignment } from '../../src/accounts/role.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import type { Table } from '../../src/accounts/table.ts'
import { randomBelow, randomUniform } from '../../src/lib/rng.ts'
import { bestShapes } from '../../src/search/shapes/bestShapes.ts'
import { listAccounts } from '../../src/search/shapes/listAccounts.ts'
import { type Cell, tableOf } from '../accounts/tables.ts'

const SPLIT = { kind: 'id', share: 0.3, seed: 42 } as const

/** Groups of equal accounts: what they are, how many there are and how many stayed. */
function groupsOf(seed: number, size: number): Record<string, Cell>[] {
  return Array.from({ length: size }, (_, group) => {
    const draw = (column: number) => randomUniform(seed, group, column)
    const age = Math.round(20 + 60 * draw(1))
    const spend = draw(2) < 0.1 ? null : Math.round(100 * Math.exp(3 * draw(2))) / 100
    const region = ['north', 'south', 'east'][randomBelow(seed, group, 3, 3)]
    const accounts = randomBelow(seed, group, 4, 7)
    const chance = Math.abs(age - 50) < 12 ? 0.85 : 0.35 + (region === 'east' ? 0.2 : 0)
    let stayed = 0
    for (let account = 0; account < accounts; account++) {
      if (randomUniform(seed, group, 10 + account) < chance) stayed++
    }
    return { id: `group ${group}`, age, spend, region, accounts, stayed }
  })
}

function tableOfRows(rows: Record<string, Cell>[]): Table {
  const names = Object.keys(rows[0])
  return tableOf(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])))
}

/** The same accounts, a row each. */
function copied(groups: Record<string, Cell>[]): Table {
  return tableOfRows(
    groups.flatMap(({ accounts, stayed, ...group }) =>
      Array.from({ length: Number(accounts) }, (_, account) => ({
        ...group,
        stayed: account < Number(stayed) ? 1 : 0,
      })),
    ),
  )
}

function specOf(table: Table, roles: Record<string, RoleAssignment['role']>): Spec {
  const made = defaultSpec(
    table,
    Object.entries(roles).map(([column, role]) => ({ column, role, reason: 'test' })),
  )
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  return made.value
}

const FEATURES = { id: 'id', age: 'feature', spend: 'feature', region: 'feature' } as const

describe('shapes of rows that stand for several accounts', () => {
  it('are those of the same accounts in a row each', () => {
    for (const seed of [1, 2]) {
      const groups = groupsOf(seed, 500)
      const counted = tableOfRows(groups)
      const listed = copied(groups)
      const spec = specOf(counted, { ...FEATURES, accounts: 'count', stayed: 'retained' })
      const plain = {
        ...specOf(listed, { ...FEATURES, stayed: 'retained' }),
        features: spec.features,
      }
      const one = bestShapes({ table: counted, spec, split: SPLIT, seed: 7 })
      const other = bestShapes({ table: listed, spec: plain, split: SPLIT, seed: 7 })
      if (!one.ok || !other.ok) throw new Error(JSON.stringify([one.problems, other.problems]))
      expect(one.value.report).toEqual(other.value.report)
      expect(one.value.spec.features).toEqual(other.value.spec.features)
      expect(one.value.spec.base_score).toBe(other.value.spec.base_score)
      expect(one.value.report.columns.find(({ column }) => column === 'age')!.chosen).toMatch(
        /bins/,
      )
      expect(one.value.report.rows).toBeGreaterThan(700)
    }
  })

  it('lists the accounts of the rows to choose on, and every other row once', () => {
    const table = tableOfRows([
      { age: 1, accounts: 3, stayed: 2 },
      { age: 2, accounts: 5, stayed: 5 },
      { age: 3, accounts: 0, stayed: 0 },
      { age: 4, accounts: 1, stayed: 0 },
    ])
    const spec = specOf(table, { age: 'feature', accounts: 'count', stayed: 'retained' })
    const made = listAccounts(table, spec, Uint32Array.of(0, 2, 3))
    if (!made.ok) throw new Error(JSON.stringify(made.problems))
    const { table: listed, rows, outcome } = made.value
    expect(listed.columns.map(({ name, values }) => [name, [...values]])).toEqual([
      ['age', [1, 1, 1, 2, 3, 4]],
    ])
    expect([...rows]).toEqual([0, 1, 2, 5])
    expect([...outcome]).toEqual([1, 1, 0, 255, 255, 0])
  })

  it('refuses parts of accounts, and more of them than can be listed', () => {
    const codeOf = (accounts: number) => {
      const table = tableOfRows([
        { age: 1, accounts, stayed: 1 },
        { age: 2, accounts: 2, stayed: 1 },
      ])
      const spec = specOf(table, { age: 'feature', accounts: 'count', stayed: 'retained' })
      const made = listAccounts(table, spec, Uint32Array.of(0, 1))
      return made.problems.map(({ code }) => code)
    }
    expect(codeOf(2)).toEqual([])
    expect(codeOf(1.5)).toEqual(['shapes-accounts-not-whole'])
    expect(codeOf(2_000_000)).toEqual(['shapes-too-many-accounts'])
  })
})
