import { describe, expect, it } from 'vitest'
import { defaultSpec } from '../../src/accounts/defaultSpec.ts'
import { guessRoles } from '../../src/accounts/guessRoles.ts'
import { profileTable } from '../../src/accounts/profileTable.ts'
import type { SplitRequest } from '../../src/accounts/rowSets.ts'
import { sampleTable } from '../../src/accounts/sample.ts'
import { numberColumn, textColumn } from '../../src/accounts/sampleColumns.ts'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import type { Column, Table } from '../../src/accounts/table.ts'
import type { Result } from '../../src/lib/result.ts'
import { createSearchEngine } from '../../src/search/engine.ts'
import { type PrepareInput, prepareRun } from '../../src/search/prepareRun.ts'
import { numbersOf, slowAuc, slowScores } from '../accounts-sample/slowClimb.ts'
import { plainDeLong } from '../statistics/plainDeLong.ts'

const table = sampleTable('health', { accounts: 1200 })
const spec = startOf(table)
const input: PrepareInput = { table, spec, metric: null, split: byId(0.3) }

describe('prepareRun', () => {
  it('divides accounts into rows to search and rows held out, and loses none', () => {
    const { search, holdout, split } = prepared(input)
    expect(search.rowCount + holdout!.rowCount).toBe(1200)
    expect([split.searchRows, split.holdoutRows]).toEqual([search.rowCount, holdout!.rowCount])
    expect(split.holdoutRows / 1200).toBeGreaterThan(0.25)
    expect(split.holdoutRows / 1200).toBeLessThan(0.35)
  })

  it('says so where an id that tells no accounts apart leaves nothing to hold out', () => {
    const id = textColumn(
      'account_id',
      Array.from({ length: 1200 }, () => 'same'),
    )
    const columns = table.columns.map((column) => (column.name === 'account_id' ? id : column))
    const result = prepareRun({ ...input, table: { ...table, columns } })
    expect(result.problems.map(({ code }) => code)).toContain('nothing-held-out')
    expect(prepareRun(input).problems).toEqual([])
  })

  it('gives both sides the figures a slow evaluation of just their rows gives', () => {
    const run = prepared(input)
    const weights = [9, 4, 3, 2, 1, -1, 0]
    const { value, holdoutValue, metrics } = run.figures(weights)
    const slow = (part: typeof run.search) => {
      const scores = new Float64Array(part.rowCount)
      part.features.forEach(({ values, multiplier }, i) => {
        for (let row = 0; row < part.rowCount; row++)
          scores[row] = scores[row]! + weights[i]! * multiplier * values[row]!
      })
      const clipped = Int32Array.from(scores, (score) =>
        Math.min(part.maxScore * part.resolution, Math.max(0, score)),
      )
      return slowAuc(clipped, part.outcomes.retained!)
    }
    expect(value).toBeCloseTo(slow(run.search), 12)
    expect(holdoutValue).toBeCloseTo(slow(run.holdout!), 12)
    expect(metrics).toEqual(run.searchMetrics(weights))
    const whole = prepared({ ...input, split: byId(0) })
    const named = Object.fromEntries(whole.featureNames.map((name, i) => [name, weights[i]!]))
    const slowWhole = slowAuc(slowScores(table, named), numbersOf(table, 'retained_6mo'))
    expect(whole.figures(weights).value).toBeCloseTo(slowWhole, 12)
  })

  it.each(['revenue_capture_at_20', 'tier_separation', 'nrr_spread'] as const)(
    'gives %s to the last digit as the search compares it',
    (metric) => {
      const run = prepared({ ...input, metric })
      const engine = createSearchEngine({
        dataset: run.search,
        metric,
        strategy: 'random',
        seed: 1,
        bounds: run.bounds,
        now: () => 0,
      })
      for (const more of [0, 1, 2, 3, 4]) {
        const weights = run.startWeights.map((weight, i) => weight + ((more * (i + 1)) % 7))
        const { value, metrics } = run.figures(weights)
        expect(value).toBe(engine.baseline(weights))
        expect(metrics[metric]).toBe(value)
      }
    },
  )

  it('gives a kept spec the size of its gain, for the metrics that count pairs', () => {
    const [before, after] = [
      Int32Array.of(5, 5, 5, 5, 5, 5, 5),
      Int32Array.of(9, 4, 3, 2, 1, -1, 0),
    ]
    const run = prepared(input)
    const { gainInStandardErrors, ...figures } = run.keptFigures(before, after, 0.75)
    const { retained } = run.search.outcomes
    const lower = Uint8Array.from(retained!, (stayed) => 1 - stayed)
    const [one, two] = [before, after].map((weights) => scoreRows(run.search, weights))
    const { aucs, standardError } = plainDeLong(one!, two!, { upper: retained!, lower })
    expect(gainInStandardErrors).toBeCloseTo((aucs[1]! - aucs[0]!) / standardError, 9)
    expect(gainInStandardErrors).toBeGreaterThan(1)
    const { metrics, holdoutValue } = run.figures(after)
    expect(figures).toMatchObject({ value: 0.75, holdoutValue })
    expect(figures.metrics).toEqual({ ...metrics, auc_roc_retain: 0.75 })
    const money = prepared({ ...input, metric: 'revenue_capture_at_20' })
    expect(money.keptFigures(before, after, 0.3)).not.toHaveProperty('gainInStandardErrors')
  })

  it('holds out the same accounts when rows come in another order', () => {
    const order = Uint32Array.from({ length: 1200 }, (_, row) => 1199 - row)
    const turned = prepared({ ...input, table: rowsOf(table, order) })
    const { startWeights, figures, split } = prepared(input)
    expect(turned.split).toEqual(split)
    expect(turned.figures(startWeights).value).toBe(figures(startWeights).value)
    expect(turned.figures(startWeights).holdoutValue).toBe(figures(startWeights).holdoutValue)
  })

  it('moves no account to the other side when rows without an outcome are left out', () => {
    const missing = Uint8Array.from({ length: 1200 }, (_, row) => (row % 10 === 0 ? 1 : 0))
    const columns = table.columns.map((column) =>
      ['retained_6mo', 'churned'].includes(column.name) ? { ...column, missing } : column,
    )
    const holed: Spec = { ...spec, missing_outcomes: 'leave_out_rows' }
    const left = prepared({
      ...input,
      table: { ...table, columns: columns as Column[] },
      spec: holed,
    })
    const kept = Uint32Array.from(
      Array.from({ length: 1200 }, (_, row) => row).filter((row) => row % 10),
    )
    const without = prepared({ ...input, table: rowsOf(table, kept) })
    expect(left.split).toEqual(without.split)
    expect(left.figures(left.startWeights)).toEqual(without.figures(without.startWeights))
  })

  it('holds out nothing when told so', () => {
    const { holdout, split, figures, startWeights } = prepared({ ...input, split: byId(0) })
    expect([holdout, split.kind, split.holdoutRows]).toEqual([null, 'none', 0])
    const { holdoutValue, holdoutMetrics } = figures(startWeights)
    expect([holdoutValue, holdoutMetrics]).toEqual([null, null])
  })

  it('says where a winner came back from by the baseline when no column does', () => {
    const columns = table.columns.filter(({ name }) => name !== 'former_tier')
    const { former_tier, ...named } = spec.columns ?? {}
    const run = prepared({
      ...input,
      table: { ...table, columns },
      spec: { ...spec, columns: named },
    })
    const { metrics } = run.figures(run.startWeights)
    expect(metrics.winback_rate_by_former_tier).toBeUndefined()
    expect(Object.keys(metrics.winback_rate_by_baseline_tier ?? {}).length).toBeGreaterThan(0)
    const other = run.figures(run.startWeights.map((weight) => weight * 4)).metrics
    expect(other.winback_rate_by_baseline_tier).toEqual(metrics.winback_rate_by_baseline_tier)
  })

  it('takes the first metric the outcomes allow, and refuses one they do not', () => {
    expect(prepared(input).metric).toBe('auc_roc_retain')
    const revenue = {
      ...table,
      columns: table.columns.filter(({ name }) => !/retained|churned|ltv/.test(name)),
    }
    const { retain_column, churn_column, ltv_column, ...rest } = spec
    expect(prepared({ ...input, table: revenue, spec: rest }).metric).toBe('revenue_capture_at_20')
    const asked = prepareRun({ ...input, table: revenue, spec: rest, metric: 'ks' })
    expect(codesOf(asked)).toContain('metric-unavailable')
  })

  it('refuses a search in which nothing can change', () => {
    const features = Object.fromEntries(
      Object.entries(spec.features).map(([name, feature]) => [name, { ...feature, locked: true }]),
    )
    expect(codesOf(prepareRun({ ...input, spec: { ...spec, features } }))).toEqual([
      'nothing-to-change',
    ])
  })

  it('warns when the rows held out are too few to judge', () => {
    const few = sampleTable('health', { accounts: 220 })
    const result = prepareRun({ ...input, table: few, spec: startOf(few) })
    expect(result.ok).toBe(true)
    expect(codesOf(result)).toContain('metric-undefined-on-holdout')
  })

  it('refuses when the rows left to search are too few', () => {
    const few = sampleTable('health', { accounts: 220 })
    const result = prepareRun({ ...input, table: few, spec: startOf(few), split: byId(0.8) })
    expect(codesOf(result)).toContain('metric-undefined-on-search-rows')
  })

  it('puts features that are off the grid on it', () => {
    const odd = numberColumn(
      'noise_feature_1',
      Float64Array.from({ length: 1200 }, (_, row) => Math.sqrt(row)),
    )
    const columns = table.columns.map((column) => (column.name === odd.name ? odd : column))
    const run = prepared({ ...input, table: { ...table, columns } })
    expect(run.spec.features.noise_feature_1!.transform).toMatchObject({ kind: 'round' })
    expect(run.search.features.every(({ values }) => !(values instanceof Float64Array))).toBe(true)
  })
})

function byId(share: number): SplitRequest {
  return { kind: 'id', share, seed: 42 }
}

function startOf(accounts: Table): Spec {
  const { roles } = guessRoles(accounts, profileTable(accounts, null))
  const start = defaultSpec(accounts, roles)
  if (!start.ok) throw new Error(JSON.stringify(start.problems))
  return start.value
}

function prepared(from: PrepareInput) {
  const result = prepareRun(from)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

function codesOf(result: Result<unknown>): string[] {
  return result.problems.map(({ code }) => code)
}

function rowsOf(accounts: Table, rows: Uint32Array): Table {
  const columns = accounts.columns.map((column) => ({
    ...column,
    values: column.values.slice(0, rows.length).map((_, i) => column.values[rows[i]!]!),
    missing: column.missing === null ? null : Uint8Array.from(rows, (row) => column.missing![row]!),
  }))
  return { rowCount: rows.length, columns: columns as Column[] }
}
