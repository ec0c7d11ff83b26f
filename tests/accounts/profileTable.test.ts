import { describe, expect, test } from 'vitest'
import { profileTable } from '../../src/accounts/profileTable.ts'
import { OUTCOME_UNKNOWN } from '../../src/accounts/retainedFlags.ts'
import { type Cell, cells, noise, tableOf, timeColumn } from './tables.ts'

/** AUC by comparing every pair; the greater of both directions. */
function slowAuc(values: (number | null)[], retained: ArrayLike<number>): number {
  let twice = 0
  let pairs = 0
  values.forEach((kept, i) => {
    if (kept === null || retained[i] !== 1) return
    values.forEach((lost, j) => {
      if (lost === null || retained[j] !== 0) return
      twice += kept > lost ? 2 : kept === lost ? 1 : 0
      pairs++
    })
  })
  const auc = twice / (2 * pairs)
  return Math.max(auc, 1 - auc)
}

describe('profileTable', () => {
  const rows = 400
  const retained = Uint8Array.from({ length: rows }, (_, row) =>
    noise(row, 1, 20) === 0 ? OUTCOME_UNKNOWN : noise(row, 2, 3) === 0 ? 0 : 1,
  )
  const columns: Record<string, (number | null)[]> = {
    counts: cells(rows, (row) => noise(row, 3, 12)),
    money: cells(rows, (row) => noise(row, 4, 9_000_000) / 100 - 300),
    real: cells(rows, (row) => Math.sqrt(noise(row, 5, 1000))),
    sparse: cells(rows, (row) => (noise(row, 6, 4) === 0 ? null : noise(row, 7, 30) / 1000)),
    huge: cells(rows, (row) => noise(row, 8, 1000) * 1e12),
  }
  const profiles = profileTable(tableOf(columns), retained)

  test.each(Object.keys(columns))('%s: distinct, range, decimals and AUC alone', (name) => {
    const values = columns[name]
    const known = values.filter((value) => value !== null)
    const profile = profiles.find((each) => each.name === name)!
    expect(profile.rows).toBe(rows)
    expect(profile.missing).toBe(rows - known.length)
    expect(profile.distinct).toBe(new Set(known).size)
    expect(profile.min).toBe(Math.min(...known))
    expect(profile.max).toBe(Math.max(...known))
    const places = known.map((value) =>
      [0, 1, 2, 3].find((d) => Number(value.toFixed(d)) === value),
    )
    expect(profile.decimals).toBe(
      places.includes(undefined) ? null : Math.max(...(places as number[])),
    )
    expect(profile.aucAlone).toBeCloseTo(slowAuc(values, retained), 12)
    expect(profile.bars.reduce((sum, bar) => sum + bar, 0)).toBe(known.length)
    expect(profile.bars.length).toBeLessThanOrEqual(16)
  })

  test('booleans are 0 and 1', () => {
    const flags = cells(rows, (row) => noise(row, 9, 3) === 0)
    const [profile] = profileTable(tableOf({ flags }), retained)
    const ones = flags.filter(Boolean).length
    expect(profile).toMatchObject({
      kind: 'boolean',
      distinct: 2,
      min: 0,
      max: 1,
      bars: [rows - ones, ones],
    })
    expect(profile!.aucAlone).toBeCloseTo(slowAuc(flags.map(Number), retained), 12)
  })

  test('texts: counts of the most frequent, AUC in the order of the share retained', () => {
    const plan: Cell[] = cells(rows, (row) => ['a', 'b', 'c'][noise(row, 10, 3)])
    const [profile] = profileTable(tableOf({ plan }), retained)
    const count = (text: string) => plan.filter((cell) => cell === text).length
    expect(profile!.distinct).toBe(3)
    expect(profile!.values.map(({ value, count: n }) => n === count(value))).toEqual([
      true,
      true,
      true,
    ])
    const share = (text: string) => {
      const known = plan
        .map((cell, row) => (cell === text ? retained[row] : 9))
        .filter((x) => x < 2)
      return known.filter((x) => x === 1).length / known.length
    }
    expect(profile!.aucAlone).toBeCloseTo(
      slowAuc(
        plan.map((cell) => share(String(cell))),
        retained,
      ),
      12,
    )
  })

  test('many texts have no AUC and twelve values at most', () => {
    const [profile] = profileTable(tableOf({ name: cells(rows, (row) => `n${row}`) }), retained)
    expect(profile).toMatchObject({ distinct: rows, aucAlone: null })
    expect(profile!.values).toHaveLength(12)
  })

  test('times, empty columns and missing classes', () => {
    const table = { rowCount: rows, columns: [timeColumn('at', rows)] }
    expect(profileTable(table, retained)[0]).toMatchObject({
      kind: 'time',
      distinct: rows,
      decimals: null,
    })
    const empty = tableOf({ x: cells(rows, () => null) })
    expect(profileTable(empty, retained)[0]).toMatchObject({ distinct: 0, min: null, bars: [] })
    const all = new Uint8Array(rows).fill(1)
    expect(profileTable(tableOf({ x: columns.counts! }), all)[0].aucAlone).toBeNull()
    expect(profileTable(tableOf({ x: columns.counts! }), null)[0].aucAlone).toBeNull()
  })
})
