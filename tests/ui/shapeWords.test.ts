import { expect, test } from 'vitest'
import { shapesProgress } from '../../src/search/shapes/progress.ts'
import { shapingSecondsLeft } from '../../src/session/shapingSecondsLeft.ts'
import type { ModelShapes, ShapeName } from '../../src/store/state.ts'
import {
  shapeGainText,
  shapeRows,
  shapesSub,
  shapesTitle,
  shapingWords,
} from '../../src/ui/model/shapeWords.ts'
import { shapesFixture } from '../gallery/fixtures/shapesFixture.ts'

test('columns that gain the most stand first, those without a choice last', () => {
  const rows = shapeRows(shapesFixture())
  expect(rows.map(({ column }) => column)).toEqual(['service_calls', 'tenure', 'plan'])
  expect(rows.map(({ options }) => options)).toEqual([
    ['line', 'rank', 'bins', 'steps'],
    ['line', 'log'],
    [],
  ])
  expect(shapesTitle(rows, 'straight line')).toBe(
    '1 of 2 columns is better told by another shape than a straight line',
  )
  const log = 'logarithm' // which service_calls cannot have; tenure can
  expect(shapesTitle(rows, log)).toBe(
    '2 of 2 columns are better told by another shape than a logarithm',
  )
  const [calls, ...others] = rows.map((row) => ({ ...row, chosen: 'straight line' }))
  expect(shapesTitle([calls, ...others.map((row) => ({ ...row, chosen: log }))], log)).toBe(
    'A logarithm is best for every column',
  )
})

test('an overruled column keeps what was tried before, and says who chose', () => {
  const free = shapesFixture()
  const shapes: ModelShapes = {
    ...free,
    overrule: { service_calls: 'rank' },
    report: {
      ...free.report,
      columns: free.report.columns.map((each) =>
        each.column === 'service_calls'
          ? { ...each, chosen: 'rank', why: 'the only shape for these values', tried: [] }
          : each,
      ),
    },
  }
  const row = shapeRows(shapes).find(({ column }) => column === 'service_calls')
  expect(row).toMatchObject({ chosen: 'rank', why: 'chosen by you', overruled: 'rank' })
  expect(row?.gain).toBeCloseTo(0.0102)
  expect(row?.options).toEqual(['line', 'rank', 'bins', 'steps'])
})

test('only what was chosen is called best; what a person chose is counted apart', () => {
  const rows = shapeRows(shapesFixture())
  const yours = (row: (typeof rows)[number], shape: ShapeName) => ({ ...row, overruled: shape })
  const [calls, tenure, plan] = rows
  const line = { ...yours(calls, 'line'), chosen: 'straight line' }
  const title = (...some: typeof rows) => shapesTitle(some, 'straight line')
  expect(title(line, tenure, plan)).toBe(
    'A straight line is best for every other column; 1 shape is yours',
  )
  expect(title(calls, yours(tenure, 'log'), plan)).toBe(
    '1 of 1 other column is better told by another shape than a straight line; 1 shape is yours',
  )
  expect(title(line, yours(tenure, 'line'), plan)).toBe('All 2 shapes are yours')
  expect(title(yours(calls, 'bins'))).toBe('The one shape to choose is yours')
})

test('a card of shapes that are all chosen by a person claims no choice', () => {
  const free = shapesFixture()
  const overrule = { service_calls: 'line', tenure: 'line' } as const
  expect(shapesSub({ ...free, overrule })).toMatch(/^Compared on 3,516 accounts in 5 folds/)
  expect(shapesSub({ ...free, overrule })).not.toMatch(/the simplest stands/)
})

test('texts that have more than one shape can be overruled, and are told apart from numbers', () => {
  const free = shapesFixture()
  const country = {
    column: 'country',
    chosen: 'groups of like texts',
    why: 'better out of fold than no points',
    tried: [
      { shape: 'a flag per text', gain: 0, standardError: 0 },
      { shape: 'no points', gain: -0.01, standardError: 0.002 },
      { shape: 'groups of like texts', gain: 0.02, standardError: 0.004 },
    ],
  }
  const noise = {
    ...{ ...country, column: 'noise', chosen: 'no points' },
    tried: country.tried.map((each, at) => (at < 2 ? each : { ...each, gain: -Infinity })),
  }
  const report = { ...free.report, columns: [...free.report.columns, country, noise] }
  const rows = shapeRows({ ...free, report, free: report })
  const optionsOf = (name: string) => rows.find(({ column }) => column === name)?.options
  expect(optionsOf('country')).toEqual(['flags', 'groups', 'none'])
  expect(optionsOf('noise')).toEqual(['flags', 'none'])
  expect(shapesTitle(rows, 'straight line')).toBe(
    '1 of 2 columns is better told by another shape than a straight line; 1 column of texts in groups, 1 column of texts without points',
  )
})

test('a column that was not overruled shows what it was chosen by, beside others that were', () => {
  const free = shapesFixture()
  const columns = free.report.columns.map((each) =>
    each.column === 'service_calls'
      ? { ...each, tried: each.tried.map((shape) => ({ ...shape, gain: shape.gain / 2 })) }
      : each,
  )
  const now = { ...free, report: { ...free.report, columns }, overrule: { tenure: 'log' } as const }
  const row = shapeRows(now).find(({ column }) => column === 'service_calls')
  expect(row?.gain).toBeCloseTo(0.0156)
})

test('a wide line is a straight line', () => {
  const free = shapesFixture()
  const columns = free.report.columns.map((each) =>
    each.column === 'service_calls'
      ? { ...each, chosen: 'straight line that caps fewer values', tried: each.tried.slice(0, 1) }
      : each,
  )
  const rows = shapeRows({ ...free, report: { ...free.report, columns } })
  for (const common of ['straight line', 'straight line that caps fewer values'])
    expect(shapesTitle(rows, common)).toBe('A straight line is best for every column')
})

test('a gain carries its error, and what could not be fitted has none', () => {
  expect(shapeGainText(0.0312, 0.0045)).toBe('+0.0312 ± 0.0045')
  expect(shapeGainText(0, 0)).toBe('the simplest')
  expect([shapeGainText(null, 0), shapeGainText(Number.NaN, 0)]).toEqual(['—', '—'])
})

test('it is said which accounts had a say', () => {
  expect(shapesSub(shapesFixture())).toMatch(/^Chosen on 3,516 accounts in 5 folds; the 30 % held/)
  expect(shapesSub({ ...shapesFixture(), holdoutShare: 0 })).not.toMatch(/held out/)
  expect(shapesSub(shapesFixture())).not.toMatch(/begins/)
  const { report, ...fixture } = shapesFixture()
  expect(shapesSub({ ...fixture, report: { ...report, common: 'logarithm' } })).toMatch(
    / Each column begins as a logarithm: together they tell more so than as straight lines\. Of /,
  )
  const common = 'straight line that caps fewer values'
  expect(shapesSub({ ...fixture, report: { ...report, common } })).toContain(
    ` as a ${common}: together they tell more than over the middle 98 %. Of `,
  )
})

test('a choice that is going on says what is done, and what is left once that is known', () => {
  expect(shapingWords(null)).toBe('Looking at the columns')
  expect(shapingWords(shapesProgress('columns', 4, 12))).toBe('4 of 12 columns')
  expect(shapingWords(shapesProgress('pairs', 1, 5))).toBe('1 flag of two columns tried')
  expect(shapingSecondsLeft(0.2, 0.1)).toBeNull()
  expect(shapingSecondsLeft(6, 0)).toBeNull()
  expect(shapingSecondsLeft(6, 0.75)).toBeCloseTo(2)
})
