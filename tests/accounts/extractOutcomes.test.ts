import { describe, expect, test } from 'vitest'
import { checkContract } from '../../src/accounts/checkContract.ts'
import { compileDataset } from '../../src/accounts/compileDataset.ts'
import { rolesOfSpec } from '../../src/accounts/defaultSpec.ts'
import { extractOutcomes, withBaselineTiers } from '../../src/accounts/extractOutcomes.ts'
import { idColumn } from '../../src/accounts/outcomeColumns.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import type { Table } from '../../src/accounts/table.ts'
import { usedRows } from '../../src/accounts/usedRows.ts'
import type { Outcomes } from '../../src/evaluation/outcomes.ts'
import { tableOf } from './tables.ts'

const BARE: Spec = { model: 'm', max_score: 100, features: {}, tiers: [], extra: {} }

function outcomes(table: Table, more: Partial<Spec> = {}): Outcomes {
  const result = extractOutcomes(table, { ...BARE, ...more })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

function codes(table: Table, more: Partial<Spec> = {}): string[] {
  return extractOutcomes(table, { ...BARE, ...more }).problems.map(({ code }) => code)
}

describe('extractOutcomes', () => {
  test('default column names apply where the spec names none', () => {
    const found = outcomes(
      tableOf({
        retained_6mo: [1, 0],
        mrr: [5, 6],
        mrr_end: [7, 0],
        actual_ltv: [9, null],
        activated: [true, null],
      }),
    )
    expect([...found.retained!]).toEqual([1, 0])
    expect([...found.churned!]).toEqual([0, 1])
    expect([...found.mrrEnd!]).toEqual([7, 0])
    expect([...found.ltv!]).toEqual([9, Number.NaN])
    expect([[...found.activated!], [...found.activationKnown!]]).toEqual([
      [1, 0],
      [1, 0],
    ])
    expect(found).toMatchObject({ count: null, wonBack: null, formerTier: null })
  })

  test("'' means no column although one has the default name", () => {
    expect(outcomes(tableOf({ churned: [1, 0], mrr: [5, 6] }), { mrr_column: '' }).mrr).toBeNull()
  })

  test('texts: yes and no, a stated event, several statuses', () => {
    const churn = (cells: string[], events?: Record<string, string>) => [
      ...outcomes(tableOf({ Churn: cells }), {
        churn_column: 'Churn',
        ...(events ? { events } : {}),
      }).churned!,
    ]
    expect(churn(['Yes', 'No', 'yes'])).toEqual([1, 0, 1])
    expect(churn([' True.', ' False.'])).toEqual([1, 0])
    expect(churn(['kept', 'gone', 'kept'])).toEqual([0, 1, 0])
    expect(churn(['x', 'y'], { Churn: 'y' })).toEqual([0, 1])
    expect(churn(['yes', 'no'], { Churn: 'no' })).toEqual([0, 1])
    expect(churn(['Stayed', 'Churned', 'Joined'])).toEqual([0, 1, 0])
  })

  test('rows of several accounts hold counts', () => {
    const table = tableOf({
      account_count: [10, 4],
      churned: [3, 4],
      mrr: [100, 8],
      activated: [7, null],
    })
    const found = outcomes(table)
    expect([...found.retained!]).toEqual([7, 0])
    expect([...found.count!]).toEqual([10, 4])
    expect([...found.activationKnown!]).toEqual([10, 0])
    expect(codes(tableOf({ account_count: [2], churned: [3] }))).toEqual(['outcome-value'])
  })

  test('true and false are the outcome of all accounts of a row; 0 and 1 are counts, with a warning', () => {
    const flags = outcomes(tableOf({ account_count: [10, 4], churned: [true, false] }))
    expect([[...flags.churned!], [...flags.retained!]]).toEqual([
      [10, 0],
      [0, 4],
    ])
    const texts = outcomes(tableOf({ account_count: [3, 2], churned: ['no', 'yes'] }))
    expect([...texts.retained!]).toEqual([3, 0])
    const counts = tableOf({ account_count: [10, 4], churned: [1, 0] })
    expect([...outcomes(counts).retained!]).toEqual([9, 4])
    expect(codes(counts)).toEqual(['counts-like-flags'])
    expect(codes(tableOf({ account_count: [1, 1], churned: [1, 0] }))).toEqual([])
  })

  test('a spec that scores by account_count does not count accounts with it', () => {
    const features = { account_count: { weight: 5, min: -5, max: 25 } }
    const table = tableOf({ account_count: [3, 4], churned: [1, 0] })
    expect(outcomes(table, { features })).toMatchObject({ count: null })
    expect([...outcomes(table, { features }).retained!]).toEqual([0, 1])
    expect([...outcomes(table).retained!]).toEqual([2, 4])
  })

  test('former tiers are codes of labels; unknown win-backs count in none', () => {
    const found = outcomes(
      tableOf({
        churned: [0, 0, 1, 0],
        former_tier: ['A', null, 'B', 'A'],
        won_back: [1, 0, 0, null],
      }),
    )
    expect(found.formerTier).toMatchObject({ labels: ['A', 'B'], source: 'column' })
    expect([...found.formerTier!.codes]).toEqual([1, 0, 2, 0])
  })

  test('an outcome column without any value is of the right kind, whatever the file calls it', () => {
    const empty = Uint8Array.from([1, 1])
    const table = tableOf({ churned: [0, 1], actual_ltv: [null, null], won_back: [1, 0] })
    table.columns.push({
      kind: 'number',
      name: 'former_tier',
      physical: 'NULL',
      missing: empty,
      values: new Float64Array(2),
    })
    const found = outcomes(table)
    expect(found.formerTier).toMatchObject({ labels: [], source: 'column' })
    expect([...found.formerTier!.codes]).toEqual([0, 0])
    expect([...found.ltv!]).toEqual([Number.NaN, Number.NaN])
    const contract = checkContract(table, rolesOfSpec(table, BARE))
    expect(contract.map(({ code }) => code)).not.toContain('outcome-kind')
  })

  test('without former tiers the baseline gives them', () => {
    const found = outcomes(tableOf({ churned: [0, 0, 1, 0], won_back: [1, 0, null, 1] }))
    const scores = {
      kind: 'grid' as const,
      values: Int32Array.of(700, 200, 700, 2000),
      resolution: 10,
      maxGrid: 1000,
    }
    const tiers = [
      { label: 'A', min: 60, max: 101 },
      { label: 'B', min: 0, max: 60 },
    ]
    const { formerTier } = withBaselineTiers(found, scores, tiers)
    expect(formerTier).toMatchObject({ labels: ['A', 'B'], source: 'baseline' })
    expect([...formerTier!.codes]).toEqual([1, 2, 0, 2])
    const none = outcomes(tableOf({ churned: [0, 1] }))
    expect(withBaselineTiers(none, { kind: 'float', values: Float64Array.of(1, 2) }, tiers)).toBe(
      none,
    )
  })

  test('rows without an outcome are an error until the spec leaves them out', () => {
    const table = tableOf({ churned: [1, null, 0, 1], mrr: [5, 6, null, 8], x: [1, 2, 3, null] })
    const strict = extractOutcomes(table, BARE)
    expect(strict.problems.map(({ code, column, row }) => [code, column, row])).toEqual([
      ['outcome-missing', 'churned', 2],
      ['outcome-missing', 'mrr', 3],
    ])
    const spec: Spec = {
      ...BARE,
      missing_outcomes: 'leave_out_rows',
      features: { x: { weight: 1, min: 0, max: 2, missing: 'zero_points' } },
    }
    expect([...usedRows(table, spec)!]).toEqual([0, 3])
    const dataset = compileDataset(table, spec)
    if (!dataset.ok) throw new Error('refused')
    expect(dataset.value.rowCount).toBe(2)
    expect([...dataset.value.features[0].values]).toEqual([1, 0])
    expect([...dataset.value.outcomes.mrr!]).toEqual([5, 8])
    expect(dataset.problems[0]).toMatchObject({ code: 'rows-left-out', severity: 'note' })
    expect(dataset.problems[0].what).toContain('2 rows')
  })

  test('a named column that is absent or of the wrong kind is an error', () => {
    const table = tableOf({ churned: [1, 0], plan: ['a', 'b'], n: [1, 2], at: ['x', 'y'] })
    expect(codes(table, { mrr_column: 'MRR' })).toEqual(['column-absent'])
    expect(codes(table, { mrr_column: 'plan' })).toEqual(['outcome-kind'])
    expect(codes(table, { columns: { former_tier: 'n' } })).toEqual(['outcome-kind'])
    expect(codes(table, { retain_column: 'n' })).toEqual(['outcome-value'])
    expect(codes(table, { retain_column: 'plan' })).toEqual(['outcome-event-unknown'])
    expect(codes(table, { retain_column: 'plan', events: { plan: 'c' } })).toEqual([
      'outcome-event-unknown',
    ])
  })

  test('accounts are told apart by the named column, else account_id', () => {
    const table = tableOf({ account_id: ['a'], key: ['b'] })
    expect(idColumn(table, BARE)?.name).toBe('account_id')
    expect(idColumn(table, { ...BARE, columns: { id: 'key' } })?.name).toBe('key')
    expect(idColumn(tableOf({ key: ['b'] }), BARE)).toBeNull()
  })
})
