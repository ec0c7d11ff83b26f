import { describe, expect, test } from 'vitest'
import { applyRoles, defaultSpec, rolesOfSpec } from '../../src/accounts/defaultSpec.ts'
import { guessRoles } from '../../src/accounts/guessRoles.ts'
import { profileTable } from '../../src/accounts/profileTable.ts'
import { timeKey } from '../../src/accounts/timeColumns.ts'
import { type Cell, cells, noise, tableOf } from './tables.ts'

describe('time columns', () => {
  test.each([
    ['features_asof', 'features_asof'],
    ['FeaturesAsOf', 'features_asof'],
    ['as_of_date', 'features_asof'],
    ['snapshot_date', 'features_asof'],
    ['Snapshot Month', 'features_asof'],
    ['reference_date', 'features_asof'],
    ['outcome_start', 'outcome_start'],
    ['outcome_window_start', 'outcome_start'],
    ['label_start_date', 'outcome_start'],
    ['outcome_end', 'outcome_end'],
    ['TargetWindowEnd', 'outcome_end'],
    ['contract_start', null],
    ['trial_end', null],
    ['created_at', null],
  ])('%s dates %s', (name, key) => {
    expect(timeKey(name)).toBe(key)
  })

  const table = (more: Record<string, Cell[]> = {}) =>
    tableOf({
      account_id: cells(200, (row) => `a${row}`),
      x: cells(200, (row) => noise(row, 2, 10)),
      retained: cells(200, (row) => noise(row, 3, 2)),
      snapshot_date: cells(200, () => 20250101),
      outcome_start: cells(200, () => '2025-01-02'),
      outcome_end: cells(200, () => '2025-03-31'),
      ...more,
    })
  const guessed = (of: ReturnType<typeof table>) => guessRoles(of, profileTable(of, null)).roles
  const TIME = {
    features_asof: 'snapshot_date',
    outcome_start: 'outcome_start',
    outcome_end: 'outcome_end',
  }

  test('are found by name, also where every row has the same date', () => {
    const roles = guessed(table())
    const times = roles.filter(({ role }) => role === 'time').map(({ column }) => column)
    expect(times).toEqual(Object.values(TIME))
    const spec = defaultSpec(table(), roles)
    expect(spec.ok && spec.value.time).toEqual(TIME)
    if (spec.ok)
      expect(rolesOfSpec(table(), spec.value).map(({ role }) => role)).toEqual(
        roles.map(({ role }) => role),
      )
  })

  test('are no features where their name says a window but their values are no dates', () => {
    const roles = guessed(table({ outcome_end: cells(200, (row) => noise(row, 5, 7)) }))
    expect(roles.find(({ column }) => column === 'outcome_end')!.role).not.toBe('time')
  })

  test('a spec keeps the columns it names, while they have the role', () => {
    const accounts = table({ seen: cells(200, () => '2024-12-01') })
    const roles = guessed(accounts)
    const start = defaultSpec(accounts, roles)
    if (!start.ok) throw new Error('no spec')
    const named = { ...start.value, time: { ...TIME, features_asof: 'seen' } }
    const asTime = roles.map((each) =>
      each.column === 'seen' ? { ...each, role: 'time' as const } : each,
    )
    const kept = applyRoles(named, accounts, asTime)
    expect(kept.ok && kept.value.time).toEqual(named.time)
    const gone = applyRoles(
      named,
      accounts,
      roles.map((each) => (each.column === 'seen' ? { ...each, role: 'ignored' as const } : each)),
    )
    expect(gone.ok && gone.value.time).toEqual({
      outcome_start: 'outcome_start',
      outcome_end: 'outcome_end',
    })
  })
})
