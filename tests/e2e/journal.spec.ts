import { readFile } from 'node:fs/promises'
import {
  chooseRandom,
  expect,
  exportedJournal,
  openSample,
  openView,
  runToEnd,
  test,
} from './page.ts'

test('an exported journal is imported elsewhere, shown and exported again the same', async ({
  page,
  browser,
  baseURL,
}) => {
  await openSample(page)
  await chooseRandom(page)
  await runToEnd(page)
  await openView(page, 'Journal')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export journal (JSONL)' }).click(),
  ])
  const first = await readFile(await download.path(), 'utf8')

  const elsewhere = await browser.newContext({ baseURL })
  const other = await elsewhere.newPage()
  await other.goto('./#/journal')
  await importFile(other, 'mine.jsonl', first)
  await expect(other.getByRole('main')).toContainText('2,000')
  await expect(other.getByRole('main')).toContainText('start not told')
  await expect(other.getByRole('main')).not.toContainText('none held out')
  const again = await exportedJournal(other)
  const lines = first
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  // The losing experiments' further metrics need the accounts, which are not open here.
  expect(again.map(({ metrics: _metrics, ...line }) => line)).toEqual(
    lines.map(({ metrics: _metrics, ...line }) => line),
  )
  await other.getByRole('link', { name: 'mine.jsonl' }).click()
  await expect(other.getByRole('button', { name: 'Use best spec' })).toBeVisible()
  await expect(other.getByRole('button', { name: 'Review the result' })).toHaveCount(0)
  await elsewhere.close()
})

test('kept experiments tell the size of their gains, and ties are told from them', async ({
  page,
}) => {
  await openSample(page)
  await chooseRandom(page)
  await runToEnd(page)
  const told = /Of (\d+) kept, (\d+) gained less than one standard error each: noise\./
  const figure = page.getByRole('figure', { name: 'Primary metric' })
  await expect(figure).toContainText('tie (noise)')
  await expect(page.getByRole('main')).toContainText(told)
  const rows = figure.getByRole('row')
  const wins = (await exportedJournal(page)).filter(({ outcome }) => outcome === 'win')
  const ties = wins.filter(({ gain_in_standard_errors: gain }) => gain! < 1)
  expect(ties.length).toBeGreaterThan(0)
  expect(ties.length).toBeLessThan(wins.length)
  await openView(page, 'Run')
  await figure.getByRole('button', { name: 'Table of Primary metric' }).click()
  await expect(rows).toHaveCount(wins.length + 2) // the head and the start
  await expect(rows.filter({ hasText: 'tie (noise)' })).toHaveCount(ties.length)

  await openView(page, 'Journal')
  await page.getByRole('main').getByRole('link').first().click()
  const main = page.getByRole('main')
  await expect(main).toContainText(`Of ${wins.length} kept, ${ties.length} gained less`)
  await page.getByRole('button', { name: /^Kept/ }).click()
  const list = page.getByRole('table', { name: 'Experiments' })
  const number = Number(ties[0]!.experiment_id.slice(4))
  const tie = list.getByRole('row').filter({ hasText: `#${number}` })
  await expect(tie).toContainText('tie (noise)')
  const first = list.getByRole('row').nth(1)
  await expect(first).toContainText('kept')
  await expect(first).not.toContainText('tie')
  await tie.click()
  const panel = page.getByRole('region', { name: `Experiment ${number}` })
  await expect(panel).toContainText('tie (noise)')
  await expect(panel).toContainText(/\(0\.\d standard errors\) against the best so far/)
})

test('a journal of the existing tool is taken, a broken one is refused with its line', async ({
  page,
}) => {
  const line = (id: number, before: number, after: number, weight: number) =>
    JSON.stringify({
      experiment_id: `exp_${String(id).padStart(5, '0')}`,
      timestamp: '2026-09-01T10:00:00',
      evaluation_version: 2,
      metric: 'auc_roc_retain',
      baseline_value: before,
      variant_value: after,
      outcome: after > before ? 'win' : 'lose',
      changes: [`logins: 5 -> ${weight}`],
      weights_snapshot: { logins: weight, seats: 5 },
      metrics: { auc_roc_retain: after },
    })
  const good = [line(1, 0.61, 0.6, 6), line(2, 0.61, 0.64, 7)].join('\n')
  await page.goto('./#/journal')
  await importFile(page, 'tool.jsonl', good)
  await expect(page.getByRole('main')).toContainText('tool')
  await importFile(
    page,
    'broken.jsonl',
    `${good}\n{"experiment_id": oops}\n${line(4, 0.64, 0.6, 8)}`,
  )
  await expect(page.getByRole('alert')).toContainText(/line 3/)
})

type Page = Parameters<typeof openView>[0]

async function importFile(page: Page, name: string, text: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import journal' }).click(),
  ])
  await chooser.setFiles({ name, mimeType: 'application/x-ndjson', buffer: Buffer.from(text) })
}
