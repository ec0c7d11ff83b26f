import { expect, test } from 'vitest'
import type { ReportDocument, TableRow } from '../../src/review/report/document.ts'
import { htmlReport } from '../../src/review/report/htmlReport.ts'

const rows = (count: number): TableRow[] =>
  Array.from({ length: count }, (_, index) => ({ cells: [`row ${index}`] }))

function tablesOf(rows: TableRow[]): string[] {
  const chart = { title: '', svg: '', words: '' }
  const report: ReportDocument = {
    title: '',
    subtitle: '',
    verdict: { decision: '', ready: false, headline: '' },
    answers: [],
    figures: [],
    picture: chart,
    sections: [
      {
        title: '',
        lead: '',
        blocks: [{ kind: 'table', name: 'rows', columns: [{ title: 'a' }], rows }],
      },
    ],
  }
  return htmlReport(report).match(/<(table|tbody)\b[^>]*>/g)!
}

test('a short table is printed on one page, a long one may be split', () => {
  expect(tablesOf(rows(12))[0]).toBe('<table class="short">')
  expect(tablesOf(rows(13))).toEqual(['<table>', '<tbody>'])
})

test('a group of rows is a part of its own, which stays together while it is short', () => {
  const grouped = [...rows(20), { group: 'A' }, ...rows(4), { group: 'B' }, ...rows(30)]
  expect(tablesOf(grouped)).toEqual(['<table>', '<tbody>', '<tbody class="short">', '<tbody>'])
})
