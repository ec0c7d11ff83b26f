import { expect, test } from 'vitest'
import { columnsFingerprint } from '../../src/accounts/columnsFingerprint.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import { type Cell, tableOf } from './tables.ts'

const spec: Spec = {
  model: 'm',
  max_score: 100,
  features: {
    x: { weight: 5, min: -5, max: 25 },
    'plan = pro': {
      weight: 5,
      min: -5,
      max: 25,
      transform: { kind: 'equals', column: 'plan', value: 'pro' },
    },
  },
  tiers: [],
  extra: {},
}
const columns: Record<string, Cell[]> = {
  account_id: ['a', 'b', 'c'],
  churned: [1, 0, 0],
  x: [1, null, 3],
  plan: ['pro', 'free', 'pro'],
}
const of = (change: Record<string, Cell[]>) =>
  columnsFingerprint(tableOf({ ...columns, ...change }), spec)

test('the hash is of the columns a spec uses, and of nothing else', () => {
  const hash = columnsFingerprint(tableOf(columns), spec)
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(of({ unused: [7, 8, 9] })).toBe(hash)
  const changes: Record<string, Cell[]>[] = [
    { account_id: ['a', 'b', 'd'] },
    { churned: [1, 0, 1] },
    { x: [1, 0, 3] },
    { x: [1, null, 4] },
    { plan: ['pro', 'team', 'pro'] },
  ]
  for (const change of changes) expect(of(change)).not.toBe(hash)
})
