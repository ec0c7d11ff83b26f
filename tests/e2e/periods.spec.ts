import type { Page } from '@playwright/test'
import { sampleRefresh } from '../../src/accounts/sampleRefresh.ts'
import type { Table } from '../../src/accounts/table.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { chooseRandom, downloadText, expect, openView, runToEnd, test } from './page.ts'

const sample = sampleRefresh({ accounts: 1200, seed: 7 })

test('the refresh sample: both files and the spec that stands in one click, kept over a reload', async ({
  page,
}) => {
  await page.goto('./')
  await page.getByRole('button', { name: 'Try sample: refresh' }).click()
  const files =
    'Searched: sample-refresh.parquet, 5,000 accounts. Held out: sample-refresh-later.parquet, 5,000 later accounts.'
  await expect(page.getByText(files)).toBeVisible()
  await openView(page, 'Model')
  await expect(page.getByRole('main')).toContainText('The spec was imported')
  await chooseRandom(page)
  await runToEnd(page)
  const main = page.getByRole('main')
  await openView(page, 'Run')
  await expect(page.getByText('sample-refresh-later.parquet held out')).toBeVisible()
  await expect(main).toContainText(/0\.590\s*from 0\.743/)
  await expect(main).toContainText(/0\.910\s*from 0\.740/)

  await page.reload()
  await openView(page, 'Data')
  await expect(page.getByText(files)).toBeVisible()
  await openView(page, 'Run')
  await expect(main).toContainText(/0\.590\s*from 0\.743/)
  await page.getByRole('button', { name: 'Go deeper' }).click()
  await expect(page.getByRole('status', { name: 'Run status' })).toContainText('finished', {
    timeout: 60_000,
  })
  await expect(page.getByText('sample-refresh-later.parquet held out')).toBeVisible()
  await expect(main).toContainText(/from 0\.743/)
})

test('of two dropped files the earlier is searched, whichever is named first', async ({ page }) => {
  await page.goto('./')
  await drop(page, [
    ['b.parquet', sample.holdout],
    ['a.parquet', sample.train],
  ])
  await expect(
    page.getByText(
      'Searched: a.parquet, 1,200 accounts. Held out: b.parquet, 1,200 later accounts.',
    ),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Swap the files' }).click()
  await expect(
    page.getByText(/Searched: b\.parquet.*Held out: a\.parquet, 1,200 accounts\./),
  ).toBeVisible()
  await expect(page.getByText(/a\.parquet is not later/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start run' })).toBeDisabled()
  await page.getByRole('button', { name: 'Remove a.parquet' }).click()
  await expect(page.getByRole('button', { name: 'Start run' })).toBeEnabled()
  await expect(page.getByText('Add a later file as holdout')).toBeVisible()
})

test('a later file that lacks a column is refused with its name and the column', async ({
  page,
}) => {
  await page.goto('./')
  await page.getByLabel('Parquet file').setInputFiles(upload('a.parquet', sample.train))
  const columns = sample.holdout.columns.filter(({ name }) => name !== 'promo_usage')
  await page
    .getByLabel('Later file of accounts')
    .setInputFiles(upload('b.parquet', { ...sample.holdout, columns }))
  await expect(page.getByText('b.parquet has no column promo_usage')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start run' })).toBeDisabled()
  await page.getByRole('button', { name: 'Remove b.parquet' }).click()
  await page
    .getByLabel('Later file of accounts')
    .setInputFiles({ name: 'c.parquet', mimeType: '', buffer: Buffer.from('no parquet') })
  await expect(page.getByText(/c\.parquet was not added/)).toBeVisible()
  await page.getByLabel('Later file of accounts').setInputFiles(upload('d.parquet', sample.holdout))
  await expect(page.getByText('Held out: d.parquet, 1,200 later accounts.')).toBeVisible()
  await runToEnd(page)
})

test('gaps in the later file alone are settled on the page, and stay so', async ({ page }) => {
  const missing = new Uint8Array(1200).map((_, row) => (row % 8 === 3 ? 1 : 0))
  const columns = sample.holdout.columns.map((column) =>
    column.name === 'open_tickets' ? { ...column, missing } : column,
  )
  await page.goto('./')
  await page.getByLabel('Parquet file').setInputFiles(upload('a.parquet', sample.train))
  await page
    .getByLabel('Later file of accounts')
    .setInputFiles(upload('b.parquet', { ...sample.holdout, columns }))
  await expect(page.getByText(/open_tickets has no value in 150 rows of b\.parquet/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start run' })).toBeDisabled()
  await expect(page.getByRole('row', { name: /open_tickets/ })).toContainText('later file 13 %')
  const policy = page.getByLabel('Missing values of open_tickets')
  await expect(policy).toHaveValue('unsaid')
  await policy.selectOption('as if it were')
  await page.getByLabel('Value for missing open_tickets').fill('3')
  await page.getByLabel('Value for missing open_tickets').press('Enter')
  await decided(page)
  await expect(page.getByRole('button', { name: 'Start run' })).toBeEnabled()
  await page.reload()
  await expect(page.getByRole('heading', { name: /accounts, / })).toBeVisible()
  await page.reload() // while the page may still be on its way back
  await expect(page.getByLabel('Value for missing open_tickets')).toHaveValue('3')
  await policy.selectOption('zero points')
  await expect(page.getByLabel('Value for missing open_tickets')).toBeHidden()
  await runToEnd(page)
  await openView(page, 'Model')
  const main = page.getByRole('main')
  await expect(main).toContainText('from the columns, with what was decided about missing values.')
})

test('the day outcomes are known up to is checked, recorded and remembered', async ({ page }) => {
  await page.goto('./')
  await page.getByLabel('Parquet file').setInputFiles(upload('a.parquet', sample.train))
  await page.getByLabel('Later file of accounts').setInputFiles(upload('b.parquet', sample.holdout))
  const day = page.getByLabel('Outcomes known up to')
  const start = page.getByRole('button', { name: 'Start run' })
  await expect(start).toBeEnabled()
  await day.fill('2026-07-30')
  await expect(page.getByText(/outcome_end is after 2026-07-30.*1,200 rows/)).toBeVisible()
  await expect(start).toBeDisabled()
  await expect(day).toHaveAttribute('aria-invalid', 'true')
  await day.fill('2026-07-31')
  await expect(start).toBeEnabled()
  await day.press('Tab')
  await decided(page)

  await page.reload()
  await expect(day).toHaveValue('2026-07-31')
  await runToEnd(page)
  await openView(page, 'Review')
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    page.getByRole('button', { name: 'Manifest (JSON)' }).click({ timeout: 60_000 }),
  ])
  const { split } = JSON.parse(await downloadText(download))
  expect(split).toMatchObject({ kind: 'file', as_of: '2026-07-31' })

  await openView(page, 'Data')
  await day.fill('')
  await decided(page)
  await page.reload()
  await expect(day).toHaveValue('')
})

function upload(name: string, table: Table) {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(tableParquet(table)) }
}

async function drop(page: Page, files: [string, Table][]): Promise<void> {
  const given = files.map(
    ([name, table]) => [name, [...new Uint8Array(tableParquet(table))]] as const,
  )
  await page.evaluate((list) => {
    const transfer = new DataTransfer()
    for (const [name, bytes] of list) transfer.items.add(new File([new Uint8Array(bytes)], name))
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }))
  }, given)
}

/** Resolves once what was chosen about the columns is in force. */
async function decided(page: Page): Promise<void> {
  await expect(page.getByRole('region', { name: 'Columns' })).toHaveAttribute('aria-busy', 'false')
}
