import { expect, test } from 'vitest'
import { defaultSpec } from '../../src/accounts/defaultSpec.ts'
import { guessRoles } from '../../src/accounts/guessRoles.ts'
import { noiseCeiling } from '../../src/accounts/noiseCeiling.ts'
import { profileTable } from '../../src/accounts/profileTable.ts'
import { idSplit } from '../../src/accounts/rowSets.ts'
import { randomUniform } from '../../src/lib/rng.ts'
import { beforeRun } from '../../src/review/beforeRun.ts'
import { tableOf } from '../accounts/tables.ts'

function accounts(rows: number) {
  const each = (column: number) =>
    Array.from({ length: rows }, (_, row) => Math.round(100 * randomUniform(3, row, column)))
  const table = tableOf({ a: each(1), b: each(2), churned: each(3).map((v) => Number(v < 20)) })
  const { roles } = guessRoles(table, profileTable(table, null))
  const spec = defaultSpec(table, roles)
  if (!spec.ok) throw new Error(spec.problems[0].what)
  return { table, roles, spec: spec.value }
}

test('chance reaches as far as the accounts searched allow, not all accounts', () => {
  const { table, roles, spec } = accounts(1000)
  const split = idSplit(0.3, null)
  const before = beforeRun(table, roles, spec, split, null)
  const all = noiseCeiling(1000, 2, 0.8)
  expect(before.noiseCeiling).toBeGreaterThan(all)
  expect(before.noiseCeiling! - 0.5).toBeCloseTo((all - 0.5) / Math.sqrt(0.7), 2)
  const later = beforeRun(table, roles, spec, null, accounts(3000).table)
  expect(later.noiseCeiling).toBeCloseTo(all, 2)
  expect(later.smallestGain).toBeLessThan(before.smallestGain! / 2)
})

test('nothing held out shows no gain, and rows that stand for many accounts are not counted', () => {
  const { table, roles, spec } = accounts(200)
  expect(beforeRun(table, roles, spec, idSplit(0, null), null).smallestGain).toBeNull()
  const counted = roles.map((each) =>
    each.column === 'a' ? { ...each, role: 'count' as const } : each,
  )
  expect(beforeRun(table, counted, spec, idSplit(0.3, null), null)).toEqual({
    noiseCeiling: null,
    smallestGain: null,
  })
})
