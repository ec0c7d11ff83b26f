import type { Page } from '@playwright/test'
import { sampleRefresh } from '../../src/accounts/sampleRefresh.ts'
import type { Table } from '../../src/accounts/table.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { expect, openView, runToEnd, test } from './page.ts'

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
