import { expect, test } from 'vitest'
import { findColumn } from '../../src/accounts/cell.ts'
import { explainAccount } from '../../src/review/explainAccount.ts'
import { movedAccounts } from '../../src/review/movedAccounts.ts'
import { besideOthers } from '../../src/review/moveReason.ts'
import { moveWords } from '../../src/review/moveWords.ts'
import { changeRows } from '../../src/ui/review/accountWords.ts'
import { cells, noise, tableOf } from '../accounts/tables.ts'
import { reviewed, rowsFrom, specOf, TIERS } from './reviewed.ts'

const HIGHER = [
  { label: 'A', min: 80, max: 101 },
  { label: 'B', min: 55, max: 80 },
  { label: 'C', min: 0, max: 55 },
]

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
    incumbent: { score: 70, tier: 'A', place: 2 }, // two have 70: the middle of places 1 and 2
    candidate: { score: 0, tier: 'C', place: 5 },
    tierSteps: -2,
    change: -70,
    reason: { name: 'seats', points: 0, average: 38 }, // logins take 70 from it, and 43.4 from the average account
    mrr: 100,
    all: {
      accounts: 5,
      change: -5.4,
      columns: [
        { name: 'base score', change: 0 },
        { name: 'logins', change: -43.4 },
        { name: 'seats', change: 38 },
      ],
    },
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

test('its scores, places and reasons are those of the explanations of all accounts', () => {
  const reasons = { up: 0, down: 0, none: 0, rising: 0 }
  for (let seed = 1; seed <= 6; seed++) {
    const rows = 120
    const many = tableOf({
      logins: cells(rows, (row) => noise(row, 10 * seed + 1, 30)),
      seats: cells(rows, (row) => noise(row, 10 * seed + 2, 12)),
      calls: cells(rows, (row) => noise(row, 10 * seed + 3, 9)),
      churned: cells(rows, (row) => noise(row, 10 * seed + 4, 2)),
    })
    const sets = rowsFrom(many, 80)
    const weight = (of: number, bound: number) => noise(seed, of, bound)
    const before = specOf(
      { logins: weight(1, 4), seats: -weight(2, 3), calls: 1 },
      { base_score: 20 },
    )
    const after = specOf(
      { calls: weight(3, 7), logins: weight(4, 3) },
      { base_score: 5 + 20 * weight(5, 3), tiers: seed % 2 === 0 ? HIGHER : TIERS },
    )
    const explained = Array.from({ length: rows }, (_, row) =>
      explainAccount(before, after, many, row),
    )
    const mean = (of: (row: number) => number) =>
      explained.reduce((sum, _, row) => sum + of(row), 0) / rows
    const place = (side: 'incumbent' | 'candidate', row: number) => {
      const own = explained[row]![side].score
      const above = explained.filter((other) => other[side].score > own).length
      const equal = explained.filter((other) => other[side].score === own).length
      return Math.round(above + (equal + 1) / 2)
    }
    const moved = movedAccounts({
      incumbent: reviewed(many, before, sets),
      candidate: reviewed(many, after, sets),
      rows: sets,
      id: null,
    })
    expect(moved.columns).toEqual(['base score', 'logins', 'seats', 'calls'])
    const averages = moved.columns.map((_, column) =>
      mean((row) => explained[row]!.changes[column]!.difference),
    )
    let last = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    let seen = 0
    for (const account of moved.all()) {
      const { row } = account
      const { incumbent, candidate, changes } = explained[row]!
      expect(account.id).toBe(`row ${row + 1}`)
      for (const side of ['incumbent', 'candidate'] as const) {
        const { score, tier } = explained[row]![side]
        expect(account[side]).toEqual({ score, tier, place: place(side, row) })
      }
      expect(account.all.change).toBeCloseTo(
        mean((each) => explained[each]!.candidate.score - explained[each]!.incumbent.score),
        3,
      )
      expect(changes.map(({ name }) => name)).toEqual(moved.columns)
      const direction = Math.sign(
        'CBA'.indexOf(candidate.tier) - 'CBA'.indexOf(incumbent.tier) ||
          place('incumbent', row) - place('candidate', row),
      )
      const pushed = changes.map(
        ({ difference }, column) => direction * (difference - averages[column]!),
      )
      const most = Math.max(...pushed)
      if (account.reason === null) {
        expect(most).toBeLessThan(0.001)
        reasons.none++
      } else {
        const { name, points, average } = account.reason
        const column = moved.columns.indexOf(name)
        expect(most - pushed[column]!).toBeLessThan(0.001)
        expect(points).toBe(changes[column]!.difference)
        expect(average).toBeCloseTo(averages[column]!, 3)
        reasons[direction > 0 ? 'up' : 'down']++
        // The panel's table begins with it, and its sentence names it.
        const [first] = changeRows(account, changes)
        expect(besideOthers(first!.difference, first!.average)).toBe(besideOthers(points, average))
        expect(first!.name).toBe(name)
        expect(moveWords(account)).toContain(` ${name} (`)
        if (account.tierSteps < 0 && account.change > 0) reasons.rising++
      }
      const now = [Math.abs(account.tierSteps), Math.abs(account.change)]
      expect(now[0]! < last[0]! || (now[0] === last[0] && now[1]! <= last[1]!)).toBe(true)
      last = now
      seen++
    }
    expect(seen).toBe(rows)
  }
  expect(reasons.up).toBeGreaterThan(150)
  expect(reasons.down).toBeGreaterThan(150)
  expect(reasons.rising).toBeGreaterThan(20)
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
