import { expect, test } from 'vitest'
import { defaultSpec } from '../../src/accounts/defaultSpec.ts'
import { prepareRun } from '../../src/search/prepareRun.ts'
import { guessOf } from './guessCase.ts'
import { type Cell, cells, noise, tableOf } from './tables.ts'

const ROWS = 1600
const FIRST = 1000 // searched
const second = { name: 'b.parquet', fingerprint: '', rows: ROWS - FIRST, columns: 4 }
const split = { kind: 'file', firstRow: FIRST, asOf: null, second } as const

function problemsOf(change: Record<string, Cell[]>, weightOf?: (name: string) => number) {
  const table = tableOf({
    account_id: cells(ROWS, (row) => `a${row}`),
    usage: cells(ROWS, (row) => noise(row, 1, 10)),
    spend: cells(ROWS, (row) => noise(row, 2, 5000)),
    plan: cells(ROWS, (row) => ['Pro', 'Team', 'Free'][noise(row, 3, 3)]),
    churned: cells(ROWS, (row) => Number(noise(row, 1, 10) + noise(row, 4, 8) < 6)),
    ...change,
  })
  const { roles } = guessOf(table)
  const made = defaultSpec(table, roles, 'm', () =>
    Uint32Array.from({ length: FIRST }, (_, i) => i),
  )
  if (!made.ok) throw new Error(made.problems[0].what)
  const { features } = made.value
  const spec = {
    ...made.value,
    features: Object.fromEntries(
      Object.entries(features).map(([name, feature]) => [
        name,
        weightOf === undefined ? feature : { ...feature, weight: weightOf(name) },
      ]),
    ),
  }
  return prepareRun({ table, spec, metric: 'auc_roc_retain', split }).problems
}

test('rows held out like those searched are nothing to tell of', () => {
  expect(problemsOf({})).toEqual([])
})

test('texts the search never saw are told of with the accounts that get no points', () => {
  const plan = cells(ROWS, (row) =>
    row >= FIRST && noise(row, 5, 4) === 0 ? 'Ultra' : ['Pro', 'Team', 'Free'][noise(row, 3, 3)],
  )
  const ultra = plan.filter((text) => text === 'Ultra').length
  expect(ultra).toBeGreaterThan(100)
  expect(problemsOf({ plan })).toMatchObject([
    {
      severity: 'warning',
      code: 'texts-unseen',
      column: 'plan',
      what: `plan is "Ultra" (${ultra}) in held-out accounts, which the search never saw: ${ultra} accounts get no points of their own for plan.`,
    },
  ])
})

test('values in other units are told of with both shares, scaled or not', () => {
  const spend = cells(ROWS, (row) => noise(row, 2, 5000) * (row < FIRST ? 1 : 1000))
  expect(problemsOf({ spend })).toMatchObject([
    {
      code: 'held-out-beyond-scale',
      column: 'spend',
      what: expect.stringMatching(
        /in (over 99|100) % of the held-out accounts, of those searched in 2 %/,
      ),
    },
  ])
  const usage = cells(ROWS, (row) => noise(row, 1, 6) * (row < FIRST ? 1 : 1000))
  expect(problemsOf({ usage })).toMatchObject([
    {
      code: 'held-out-clipped',
      what: expect.stringMatching(/^[89]\d % of the held-out accounts .* of those searched 0 %:/),
    },
  ])
  const unused = problemsOf({ usage }, (name) => (name === 'usage' ? 0 : 1))
  expect(unused.filter(({ code }) => code === 'held-out-clipped')).toEqual([])
})
