import { describe, expect, test } from 'vitest'
import { checkContract } from '../../src/accounts/checkContract.ts'
import type { Role, RoleAssignment } from '../../src/accounts/role.ts'
import type { Table } from '../../src/accounts/table.ts'
import { problemSentence } from '../../src/lib/problem.ts'
import { type Cell, cells, noise, tableOf, timeColumn } from './tables.ts'

const ROWS = 200
const churned = cells(ROWS, (row) => (row % 4 === 0 ? 1 : 0))
const x = cells(ROWS, (row) => noise(row, 1, 9))

function rolesOf(roles: Record<string, Role | [Role, string]>): RoleAssignment[] {
  return Object.entries(roles).map(([column, role]) =>
    typeof role === 'string'
      ? { column, role, reason: '' }
      : { column, role: role[0], reason: '', event: role[1] },
  )
}

function check(columns: Record<string, Cell[]>, roles: Record<string, Role | [Role, string]>) {
  return checkContract(tableOf(columns), rolesOf(roles))
}

describe('checkContract', () => {
  test('a sound contract has no problems', () => {
    const mrrEnd = churned.map((gone) => (gone === 1 ? 0 : 10))
    const found = check(
      {
        id: cells(ROWS, (row) => `a${row}`),
        churned,
        mrr: cells(ROWS, () => 9),
        mrr_end: mrrEnd,
        x,
      },
      { id: 'id', churned: 'churned', mrr: 'mrr', mrr_end: 'mrr_end', x: 'feature' },
    )
    expect(found).toEqual([])
  })

  const cases: {
    code: string
    severity: string
    says: string[]
    columns: Record<string, Cell[]>
    roles: Record<string, Role | [Role, string]>
  }[] = [
    {
      code: 'too-few-accounts',
      severity: 'error',
      says: ['100 accounts', '101'],
      columns: { churned: churned.slice(0, 100), x: x.slice(0, 100) },
      roles: { churned: 'churned', x: 'feature' },
    },
    {
      code: 'few-accounts',
      severity: 'warning',
      says: ['120 accounts', 'at most about 7 % can be held out'],
      columns: { churned: churned.slice(0, 120), x: x.slice(0, 120) },
      roles: { churned: 'churned', x: 'feature' },
    },
    {
      code: 'few-accounts',
      severity: 'warning',
      says: ['none can be held out'],
      columns: { churned: churned.slice(0, 101), x: x.slice(0, 101) },
      roles: { churned: 'churned', x: 'feature' },
    },
    {
      code: 'no-outcome',
      severity: 'error',
      says: ['Churn has no value in any row, and no other column says'],
      columns: { Churn: cells(ROWS, () => null), x },
      roles: { Churn: 'ignored', x: 'feature' },
    },
    {
      code: 'no-outcome',
      severity: 'error',
      says: ['Malignant'],
      columns: { Malignant: churned, x },
      roles: { Malignant: 'feature', x: 'feature' },
    },
    {
      code: 'no-outcome',
      severity: 'warning',
      says: ['ltv'],
      columns: { ltv: x, x },
      roles: { ltv: 'ltv', x: 'feature' },
    },
    {
      code: 'outcome-single-class',
      severity: 'error',
      says: ['churned', '200 accounts are retained'],
      columns: { churned: cells(ROWS, () => 0), x },
      roles: { churned: 'churned', x: 'feature' },
    },
    {
      code: 'outcome-value',
      severity: 'error',
      says: ['churned', '"2"', 'row 6'],
      columns: { churned: churned.map((value, row) => (row === 5 ? 2 : value)), x },
      roles: { churned: 'churned', x: 'feature' },
    },
    {
      code: 'outcome-value',
      severity: 'error',
      says: ['activated', '"3"'],
      columns: { churned, activated: cells(ROWS, () => 3), x },
      roles: { churned: 'churned', activated: 'activated', x: 'feature' },
    },
    {
      code: 'outcome-event-unknown',
      severity: 'error',
      says: ['red and blue', 'churned'],
      columns: { churned: churned.map((value) => (value === 1 ? 'red' : 'blue')), x },
      roles: { churned: 'churned', x: 'feature' },
    },
    {
      code: 'outcome-several-values',
      severity: 'warning',
      says: ['"gone"', 'here and new'],
      columns: { s: cells(ROWS, (row) => ['gone', 'here', 'new'][row % 3]), x },
      roles: { s: ['churned', 'gone'], x: 'feature' },
    },
    {
      code: 'outcome-missing',
      severity: 'error',
      says: ['2 rows', 'row 3', 'Leave those rows out'],
      columns: { churned: churned.map((v, row) => (row === 2 || row === 7 ? null : v)), x },
      roles: { churned: 'churned', x: 'feature' },
    },
    {
      code: 'revenue-negative',
      severity: 'error',
      says: ['-4', 'row 10'],
      columns: { churned, mrr: cells(ROWS, (row) => (row === 9 ? -4 : 4)), x },
      roles: { churned: 'churned', mrr: 'mrr', x: 'feature' },
    },
    {
      code: 'churned-with-revenue',
      severity: 'warning',
      says: ['50 rows', '1, 5 and 9'],
      columns: { churned, mrr: x, mrr_end: cells(ROWS, () => 5), x },
      roles: { churned: 'churned', mrr: 'mrr', mrr_end: 'mrr_end', x: 'feature' },
    },
    {
      code: 'churned-with-revenue',
      severity: 'warning',
      says: ['row 1'],
      columns: {
        kept: churned.map((v) => 1 - v),
        mrr_end: churned.map((v, row) => (row === 0 ? 3 : 1 - v)),
        x,
      },
      roles: { kept: 'retained', mrr_end: 'mrr_end', x: 'feature' },
    },
    {
      code: 'outcomes-contradict',
      severity: 'warning',
      says: ['row 4'],
      columns: { churned, kept: churned.map((v, row) => (row === 3 ? v : 1 - v)), x },
      roles: { churned: 'churned', kept: 'retained', x: 'feature' },
    },
    {
      code: 'outcome-kind',
      severity: 'error',
      says: ['plan', 'mrr'],
      columns: { churned, plan: cells(ROWS, () => 'a'), x },
      roles: { churned: 'churned', plan: 'mrr', x: 'feature' },
    },
    {
      code: 'outcome-kind',
      severity: 'error',
      says: ['former tier'],
      columns: { churned, tier: x, x },
      roles: { churned: 'churned', tier: 'former_tier', x: 'feature' },
    },
    {
      code: 'id-repeated',
      severity: 'warning',
      says: ['2 rows repeat', '"a1"', 'rows 2 and 5'],
      columns: {
        id: cells(ROWS, (row) => (row === 4 || row === 8 ? 'a1' : `a${row}`)),
        churned,
        x,
      },
      roles: { id: 'id', churned: 'churned', x: 'feature' },
    },
    {
      code: 'id-repeated',
      severity: 'warning',
      says: ['"7"'],
      columns: { id: cells(ROWS, (row) => (row === 50 ? 7 : row)), churned, x },
      roles: { id: 'id', churned: 'churned', x: 'feature' },
    },
    {
      code: 'no-feature',
      severity: 'error',
      says: ['feature'],
      columns: { churned, x },
      roles: { churned: 'churned', x: 'ignored' },
    },
    {
      code: 'feature-many-texts',
      severity: 'error',
      says: ['state', '101'],
      columns: { churned, state: cells(ROWS, (row) => `s${row % 101}`), x },
      roles: { churned: 'churned', state: 'feature', x: 'feature' },
    },
    {
      code: 'role-doubled',
      severity: 'error',
      says: ['a and b', 'mrr'],
      columns: { churned, a: x, b: x, x },
      roles: { churned: 'churned', a: 'mrr', b: 'mrr', x: 'feature' },
    },
  ]
  test.each(cases)('$code ($severity)', ({ code, severity, says, columns, roles }) => {
    const found = check(columns, roles)
    expect(found.map((each) => [each.code, each.severity])).toEqual([[code, severity]])
    const sentence = problemSentence(found[0])
    for (const part of says) expect(sentence).toContain(part)
    expect(sentence).toMatch(/^[^ ].*\.$/)
  })

  test('times cannot be features', () => {
    const plain = tableOf({ churned, x })
    const table: Table = { ...plain, columns: [...plain.columns, timeColumn('signup', ROWS)] }
    const roles = rolesOf({ churned: 'churned', x: 'feature', signup: 'feature' })
    expect(checkContract(table, roles).map(({ code }) => code)).toEqual(['feature-is-time'])
  })

  test('500 columns work, with a word on what they cost', () => {
    const columns: Record<string, Cell[]> = { churned }
    const roles: Record<string, Role> = { churned: 'churned' }
    for (let i = 0; i < 500; i++) {
      columns[`f${i}`] = x
      roles[`f${i}`] = 'feature'
    }
    expect(check(columns, roles).map(({ code, severity }) => [code, severity])).toEqual([
      ['many-features', 'warning'],
    ])
  })

  test('counts are checked as counts, not as flags', () => {
    const count = cells(ROWS, () => 5)
    const found = check(
      { n: count, churned: cells(ROWS, (row) => row % 6), x },
      { n: 'count', churned: 'churned', x: 'feature' },
    )
    expect(found).toEqual([])
    const few = { n: count.slice(0, 40), churned: cells(40, (row) => row % 6), x: x.slice(0, 40) }
    expect(check(few, { n: 'count', churned: 'churned', x: 'feature' })).toEqual([])
    const more = check(
      { n: count, churned: cells(ROWS, (row) => (row === 3 ? 6 : 1)), x },
      { n: 'count', churned: 'churned', x: 'feature' },
    )
    expect(more.map(({ code, row }) => [code, row])).toEqual([['outcome-value', 4]])
  })
})
