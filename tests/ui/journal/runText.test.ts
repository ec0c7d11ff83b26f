import { expect, test } from 'vitest'
import {
  fromTo,
  gainOf,
  heldOutText,
  heldOutValues,
  journalSub,
  matchingRuns,
  searchedValues,
  triedText,
} from '../../../src/ui/journal/runText.ts'
import { journalReady } from '../../gallery/fixtures/journalFixtures.ts'

test('every word of a search must be in the name, the note or the metric', () => {
  const { runs } = journalReady
  expect(matchingRuns(runs, '  ')).toBe(runs)
  const found = matchingRuns(runs, 'TELCO auc')
  expect(found.length).toBeGreaterThan(0)
  expect(found.every(({ header }) => header.data.name === 'telco_ibm.parquet')).toBe(true)
  expect(matchingRuns(runs, 'board').every(({ note }) => note.includes('board'))).toBe(true)
  expect(matchingRuns(runs, 'telco nowhere')).toEqual([])
})

test('start and best, or the start alone', () => {
  expect(fromTo(0.629, 0.7519)).toBe('0.629 → 0.752')
  expect(fromTo(0.629, undefined)).toBe('0.629')
  expect(fromTo(null, 0.7)).toBe('—')
  expect(gainOf(0.6, null)).toBeNull()
})

test('an imported journal is never said to have held nothing out', () => {
  const run = journalReady.runs.find(({ best }) => best !== null)!
  const { header } = run
  const split = { ...header.split, kind: 'unknown', holdoutRows: 0 } as const
  const baseline = { ...header.baseline, holdoutValue: null }
  const imported = {
    ...run,
    header: { ...header, split, baseline },
    best: { ...run.best!, holdoutValue: 0.7712 },
  }
  expect(heldOutValues(imported)).toBe('0.771')
  expect(heldOutText(imported)).toBe('start not told')
  const bare = { ...imported, best: { ...imported.best, holdoutValue: null } }
  expect(heldOutValues(bare)).toBe('—')
  expect(heldOutText(bare)).toBe('not told')
})

test('the sum of the journal counts only runs with held-out accounts', () => {
  expect(journalSub(journalReady.runs)).toMatch(/^\d of 9 runs with held-out accounts gained more/)
  expect(journalSub([])).toMatch(/^No run/)
})

test('a search without a budget is never told as a share of one', () => {
  expect(triedText(1200, 2000)).toBe('1,200 of 2,000')
  expect(triedText(12_345, Number.POSITIVE_INFINITY)).toBe('12,345')
})

test('gains of a run that went deeper count from where the first one began', () => {
  const run = journalReady.runs.find(({ best }) => best !== null)!
  const { header } = run
  const origin = { spec: header.spec, figures: { ...header.baseline, value: 0.5 } }
  const deeper = { ...run, header: { ...header, origin } }
  expect(searchedValues(deeper)).toMatch(/^0\.500 → /)
  expect(searchedValues({ ...deeper, best: null })).toBe(fromTo(0.5, header.baseline.value))
})
