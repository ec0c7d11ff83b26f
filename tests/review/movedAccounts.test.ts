import { expect, test } from 'vitest'
import { findColumn } from '../../src/accounts/cell.ts'
import { explainAccount } from '../../src/review/explainAccount.ts'
import { type MoveReason, movedAccounts } from '../../src/review/movedAccounts.ts'
import { cells, noise, tableOf } from '../accounts/tables.ts'
import { reviewed, rowsFrom, specOf } from './reviewed.ts'

const table = tableOf({
  account_id: ['acme', 'Beta', 'gamma', 'delta', null],
  logins: [10, 10, 4, 7, 0],
  seats: [0, 5, 6, 7, 1],
  churned: [0, 1, 0, 0, 1],
  mrr: [100, 200, 300, 400, 500],
})
const rows = rowsFrom(table, 3)
const input = {
  // incumbent 7 a login: 70 70 28 49 0, tiers A A C B C
  incumbent: reviewed(table, specOf({ logins: 7, seats: 0 }), rows),
  // candidate 10 a seat: 0 50 60 70 10, tiers C B A A C
  candidate: reviewed(table, specOf({ logins: 0, seats: 10 }), rows),
  rows,
  id: findColumn(table, 'account_id'),
}

test('accounts of both row sets, by tier steps, then points, with the column that moved them', () => {
  const { page, ...counts } = movedAccounts(input).page({ search: '', offset: 0, limit: 10 })
  expect(counts).toEqual({ accounts: 5, moved: 4, matching: 5 })
  expect(page.map(({ id, tierSteps, change }) => [id, tierSteps, change])).toEqual([
    ['acme', -2, -70],
    ['gamma', 2, 32],
    ['delta', 1, 21],
    ['Beta', -1, -20],
    ['row 5', 0, 10],
  ])
  expect(page[0]).toEqual({
    row: 0,
    id: 'acme',
    rows: 'search',
    incumbent: { score: 70, tier: 'A' },
    candidate: { score: 0, tier: 'C' },
    tierSteps: -2,
    change: -70,
    reason: { name: 'seats', points: 0, average: 38 }, // logins take 70 from it, and 43.4 from the average account
    mrr: 100,
  })
  expect(page[2]!.rows).toBe('holdout')
})

test('each score stands in its own tiers, whatever their order in the file', () => {
  const cuts = [
    { label: 'C', min: 0, max: 5 },
    { label: 'A', min: 55, max: 101 },
    { label: 'B', min: 5, max: 55 },
  ]
  const candidate = reviewed(table, specOf({ logins: 0, seats: 10 }, { tiers: cuts }), rows)
  const all = [...movedAccounts({ ...input, candidate }).all()]
  const moves = all.map(({ id, incumbent, candidate, tierSteps }) => [
    id,
    incumbent.tier + candidate.tier,
    tierSteps,
  ])
  expect(moves.sort()).toEqual([
    ['Beta', 'AB', -1],
    ['acme', 'AC', -2],
    ['delta', 'BA', 1],
    ['gamma', 'CA', 2],
    ['row 5', 'CB', 1],
  ])
  for (const { row, incumbent, candidate: now } of all) {
    const explained = explainAccount(input.incumbent.spec, candidate.spec, table, row)
    expect([explained.incumbent.tier, explained.candidate.tier]).toEqual([incumbent.tier, now.tier])
  }
})

test('pages, and finds by part of the id in any case', () => {
  const moved = movedAccounts(input)
  const ids = (query: Parameters<typeof moved.page>[0]) =>
    moved.page(query).page.map(({ id }) => id)
  expect(ids({ search: '', offset: 1, limit: 2 })).toEqual(['gamma', 'delta'])
  expect(ids({ search: ' BETA', offset: 0, limit: 9 })).toEqual(['Beta'])
  const found = moved.page({ search: 'a', offset: 2, limit: 1 })
  expect([found.matching, found.page.map(({ id }) => id)]).toEqual([4, ['delta']])
  expect(ids({ search: 'zzz', offset: 0, limit: 9 })).toEqual([])
  expect([...moved.all()].map(({ id }) => id)).toEqual(['acme', 'gamma', 'delta', 'Beta', 'row 5'])
})

test('its scores and reasons are those of the explanation of each account', () => {
  const many = tableOf({
    logins: cells(200, (row) => noise(row, 1, 30)),
    seats: cells(200, (row) => noise(row, 2, 12)),
    calls: cells(200, (row) => noise(row, 3, 9)),
    churned: cells(200, (row) => noise(row, 4, 2)),
  })
  const sets = rowsFrom(many, 140)
  const before = specOf({ logins: 3, seats: -2, calls: 1 }, { base_score: 20 })
  const after = specOf({ calls: 6, logins: 1 }, { base_score: 5 })
  const moved = movedAccounts({
    incumbent: reviewed(many, before, sets),
    candidate: reviewed(many, after, sets),
    rows: sets,
    id: null,
  })
  const changesOf = (row: number) =>
    new Map(
      explainAccount(before, after, many, row).changes.map((each) => [each.name, each.difference]),
    )
  const average = (name: string) =>
    cells(200, (row) => changesOf(row).get(name) ?? 0).reduce((sum, each) => sum + each, 0) / 200
  const names = ['base score', 'logins', 'seats', 'calls']
  const averages = new Map(names.map((name) => [name, average(name)]))
  let last = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  let seen = 0
  for (const account of moved.all()) {
    const { incumbent, candidate } = explainAccount(before, after, many, account.row)
    expect(account.id).toBe(`row ${account.row + 1}`)
    expect([account.incumbent.score, account.candidate.score]).toEqual([
      incumbent.score,
      candidate.score,
    ])
    expect([account.incumbent.tier, account.candidate.tier]).toEqual([
      incumbent.tier,
      candidate.tier,
    ])
    const change = changesOf(account.row)
    const beside = (name: string) =>
      Math.abs((change.get(name) ?? 0) - (averages.get(name) as number))
    const { name, points, average: usual } = account.reason as MoveReason
    expect(points).toBe(change.get(name) ?? 0)
    expect(usual).toBeCloseTo(averages.get(name) as number, 2)
    for (const other of names) expect(beside(name)).toBeGreaterThan(beside(other) - 0.01)
    expect(name).not.toBe('base score')
    const now = [Math.abs(account.tierSteps), Math.abs(account.change)]
    expect(now[0]! < last[0]! || (now[0] === last[0] && now[1]! <= last[1]!)).toBe(true)
    last = now
    seen++
  }
  expect(seen).toBe(200)
})

test('points of each column, both specs beside each other, add up to the scores', () => {
  const moved = movedAccounts({
    ...input,
    incumbent: reviewed(table, specOf({ logins: 7, seats: 0 }, { base_score: 3 }), rows),
  })
  expect(moved.columns).toEqual(['base score', 'logins', 'seats'])
  const all = [...moved.all()]
  expect(all.find(({ id }) => id === 'acme')?.points).toEqual({
    incumbent: [3, 70, 0],
    candidate: [0, 0, 0],
  })
  const sum = (points: number[]) => points.reduce((total, each) => total + each, 0)
  const clipped = (points: number[]) => Math.min(100, Math.max(0, sum(points)))
  for (const { incumbent, candidate, points } of all) {
    expect(clipped(points.incumbent)).toBe(incumbent.score)
    expect(clipped(points.candidate)).toBe(candidate.score)
  }
})
