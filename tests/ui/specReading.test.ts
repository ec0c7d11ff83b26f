import { describe, expect, it } from 'vitest'
import type { Problem } from '../../src/lib/problem.ts'
import { missingPolicies } from '../../src/ui/data/missingPolicy.ts'
import { problemRemedies } from '../../src/ui/data/problemRemedies.ts'
import { changedFeatures } from '../../src/ui/model/modelHeadline.ts'
import { faultyFields } from '../../src/ui/model/specPath.ts'
import { transformText } from '../../src/ui/model/transformText.ts'
import { unsaidPlace } from '../../src/ui/shared/problemWhere.ts'
import { dataFixture } from './dataFixture.ts'
import { specFixture } from './specFixture.ts'

const bounds = { weight: 5, min: -5, max: 25 }
const spec = specFixture({
  nps: {
    ...bounds,
    missing: { fill: 3 },
    transform: { kind: 'minmax', low: 0, high: 10, step: 0.01 },
  },
  'nps unknown': { ...bounds, transform: { kind: 'unknown', column: 'nps' } },
  'plan = team': {
    ...bounds,
    missing: 'zero_points',
    transform: { kind: 'equals', column: 'plan', value: 'team' },
  },
})

function problem(patch: Partial<Problem>): Problem {
  return { severity: 'error', code: 'x', what: '', where: '', fix: '', ...patch }
}

describe('what the views read from a spec', () => {
  it('finds the missing policy of a column, not of the flag that marks it unknown', () => {
    expect([...missingPolicies(spec)]).toEqual([
      ['nps', 3],
      ['plan', 'zero_points'],
    ])
    expect(missingPolicies(null).size).toBe(0)
  })

  it('says that a policy is missing, for all columns a feature reads', () => {
    const pair = specFixture({
      plain: bounds,
      filled: { ...bounds, missing: { fill: 0 } },
      both: {
        ...bounds,
        transform: {
          kind: 'all',
          of: [
            { kind: 'range', column: 'filled', from: 1 },
            { kind: 'range', column: 'c', to: 2 },
          ],
        },
      },
    })
    expect([...missingPolicies(pair)]).toEqual([
      ['plain', 'unsaid'],
      ['filled', 'unsaid'],
      ['c', 'unsaid'],
    ])
  })

  it('words how values are made', () => {
    expect(Object.entries(spec.features).map((each) => transformText(...each))).toEqual([
      '0 – 10 scaled to 0 – 1 · unknown: as if 3',
      '1 where nps is unknown',
      '1 where plan is team · unknown: zero points',
    ])
  })

  it('marks the fields that problems name, whatever the feature is called', () => {
    const problems = [
      problem({ where: 'spec, features.nps.weight' }),
      problem({ where: 'spec, features["nps unknown"].min' }),
      problem({ where: 'spec, features.nps.max', severity: 'note' }),
    ]
    expect([...faultyFields(spec, problems)]).toEqual([
      ['nps', 'weight'],
      ['nps unknown', 'min'],
    ])
  })

  it('knows which weights the best changed, and ignores features the run did not have', () => {
    expect(changedFeatures(spec, { nps: 9, 'nps unknown': 5, toString: 1 })).toEqual(['nps'])
    expect(changedFeatures(spec, null)).toEqual([])
  })
})

describe('problems on screen', () => {
  it('does not repeat a place the sentence already names', () => {
    const what = '11 rows have no value in Churn (churned); the first is row 489.'
    expect(unsaidPlace(problem({ what, where: 'column Churn, row 489' }))).toBe('')
    expect(unsaidPlace(problem({ what, where: 'file a.parquet, row 489' }))).toBe('file a.parquet')
    expect(unsaidPlace(problem({ what, where: 'column Chu, row 48' }))).toBe('column Chu, row 48')
    expect(unsaidPlace(problem({ what: 'Weight is 9.', where: 'spec, features.a.weight' }))).toBe(
      'features.a.weight',
    )
  })

  it('offers the remedies that fit what the column is now', () => {
    const leak = problem({ code: 'column-leaks', column: 'a' })
    const ignored = dataFixture({ roles: [{ column: 'a', role: 'ignored', reason: '' }] })
    expect(problemRemedies(leak, ignored)).toEqual(['use-column'])
    expect(problemRemedies(leak, dataFixture())).toEqual(['ignore-column'])
    expect(problemRemedies(problem({ code: 'column-leaks', column: 'b' }), dataFixture())).toEqual(
      [],
    )
    const rows = problem({ code: 'outcome-missing', column: 'b' })
    expect(problemRemedies(rows, ignored)).toEqual(['leave-out-rows'])
    const gaps = problem({ code: 'feature-missing-values', column: 'a' })
    expect(problemRemedies(gaps, dataFixture())).toEqual(['zero-points', 'ignore-column'])
    expect(problemRemedies(gaps, ignored)).toEqual([])
    expect(problemRemedies(problem({ code: 'file-empty' }), ignored)).toEqual([])
  })
})
