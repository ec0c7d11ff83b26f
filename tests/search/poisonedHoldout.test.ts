import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../src/accounts/dataset.ts'
import { defaultSpec } from '../../src/accounts/defaultSpec.ts'
import { guessRoles } from '../../src/accounts/guessRoles.ts'
import { profileTable } from '../../src/accounts/profileTable.ts'
import { divideRows, type SplitRequest } from '../../src/accounts/rowSets.ts'
import { sampleTable } from '../../src/accounts/sample.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import type { Column, Table } from '../../src/accounts/table.ts'
import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { createRun, type Win } from '../../src/loop/run.ts'
import { createExperimentPool } from '../../src/search/experimentPool.ts'
import { type PreparedRun, prepareRun } from '../../src/search/prepareRun.ts'
import { createSearcher } from '../../src/search/searcher.ts'
import { bestShapes } from '../../src/search/shapes/bestShapes.ts'
import { cell, poison, withPlanAndTimes } from './poison.ts'

const ROWS = 1200
const second = { name: 'later.parquet', fingerprint: '', rows: 400, columns: 1 }
const SPLITS: SplitRequest[] = [
  { kind: 'id', share: 0.3, seed: 42 },
  { kind: 'time', share: 0.3, asOf: null },
  { kind: 'file', firstRow: 800, asOf: null, second },
]
const clean = withPlanAndTimes(sampleTable('health', { accounts: ROWS }))
const spec = startOf(clean)

describe.each(SPLITS)('holdout rows by $kind', (split) => {
  const rows = divided(split)
  const poisoned = poison(clean, rows.holdout)

  it('are absurd in the poisoned table, and only they are', () => {
    for (const [i, column] of clean.columns.entries()) {
      const same = (row: number) => cell(column, row) === cell(poisoned.columns[i], row)
      expect(rows.search.every(same)).toBe(true)
      const isTold = /account_id|features_asof|outcome_(start|end)/.test(column.name)
      if (!isTold) expect(rows.holdout.some(same), column.name).toBe(false)
    }
  })

  it.each([
    ['random', 'auc_roc_retain'],
    ['random', 'revenue_capture_at_20'],
    ['random', 'nrr_spread'],
    ['deep', 'auc_roc_retain'],
    ['sparse', 'auc_roc_retain'],
  ] as const)('leave no trace in what %s keeps by %s', async (strategy, metric) => {
    const before = await kept(clean, split, strategy, metric)
    const after = await kept(poisoned, split, strategy, metric)
    expect(before.wins.length).toBeGreaterThan(strategy === 'deep' ? 0 : 3)
    expect(after.wins).toEqual(before.wins)
    expect(after.spec).toBe(before.spec)
    expect(after.holdout).not.toEqual(before.holdout)
  })

  it('leave no trace in the shapes that are chosen', () => {
    const one = bestShapes({ table: clean, spec, seed: 42, split })
    const other = bestShapes({ table: poisoned, spec, seed: 42, split })
    if (!one.ok || !other.ok) throw new Error('no shapes')
    expect(other.value.spec).toEqual(one.value.spec)
    expect(other.value.report).toEqual(one.value.report)
  })

  it('are in no memory that goes to a search worker', () => {
    const { search } = prepared(clean, split, 'auc_roc_retain')
    expect(search.rowCount).toBe(rows.search.length)
    const arrays = arraysOf(search)
    expect(arrays.length).toBeGreaterThan(10)
    for (const { length, byteLength, buffer } of arrays) {
      expect(length).toBe(rows.search.length)
      expect(buffer.byteLength).toBe(byteLength) // a clone copies the whole buffer under a view
    }
    const alone = prepared(tableOfRows(clean, rows.search), NOTHING, 'auc_roc_retain').search
    expect(search).toEqual(alone)
  })
})

const NOTHING: SplitRequest = { kind: 'id', share: 0, seed: 42 }

/** Every kept experiment of a search, to the last bit, and what the holdout says of it. */
async function kept(table: Table, split: SplitRequest, strategy: string, metric: PrimaryMetric) {
  const run = prepared(table, split, metric)
  const { search: dataset, bounds, groups, startWeights, featureNames } = run
  const now = () => 0
  const searcher = createSearcher({ dataset, metric, strategy, seed: 3, bounds, groups, now })
  const wins: Win[] = []
  const loop = createRun({
    pool: createExperimentPool(
      strategy,
      [
        {
          step: async (request) => searcher.step(request),
          perform: async (request) => searcher.perform(request),
          facts: async (start) => searcher.facts(start),
        },
      ],
      { weights: startWeights, bounds, groups },
      { now },
    ),
    weights: startWeights,
    incumbentValue: run.figures(startWeights).value,
    featureNames,
    budget: strategy === 'random' ? 600 : Number.POSITIVE_INFINITY,
    startIndex: 1,
    async onBatch(_, found) {
      wins.push(...found)
    },
    now,
    sliceMs: 30,
  })
  expect((await loop.done).phase).toBe('finished')
  const figures = wins.map(({ weights }) => run.figures(weights))
  return {
    wins: JSON.stringify(
      wins.map((win, i) => [win, figures[i].value, figures[i].metrics, win.weights.join()]),
    ).split('],['),
    spec: JSON.stringify(run.spec),
    holdout: figures.map(({ holdoutMetrics }) => holdoutMetrics),
  }
}

function prepared(table: Table, split: SplitRequest, metric: PrimaryMetric): PreparedRun {
  const result = prepareRun({ table, spec, metric, split })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

function divided(split: SplitRequest) {
  const result = divideRows(clean, spec, split)
  if (!result.ok) throw new Error(result.problems[0].what)
  return result.value
}

function tableOfRows({ columns }: Table, rows: Uint32Array): Table {
  return {
    rowCount: rows.length,
    columns: columns.map((column): Column => {
      const missing =
        column.missing === null ? null : Uint8Array.from(rows, (row) => column.missing![row])
      if (column.kind === 'text')
        return { ...column, missing, values: Uint32Array.from(rows, (row) => column.values[row]) }
      if (column.kind !== 'number') throw new Error(`no rows of ${column.kind}`)
      return { ...column, missing, values: Float64Array.from(rows, (row) => column.values[row]) }
    }),
  }
}

function arraysOf({ features, outcomes }: Dataset): Uint8Array[] {
  return [
    ...features.map(({ values }) => values),
    ...Object.values(outcomes),
    outcomes.formerTier?.codes,
  ].filter((value): value is Uint8Array => ArrayBuffer.isView(value))
}

function startOf(table: Table): Spec {
  const start = defaultSpec(table, guessRoles(table, profileTable(table, null)).roles)
  if (!start.ok) throw new Error(start.problems[0].what)
  return start.value
}
