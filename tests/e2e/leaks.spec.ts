import type { Page } from '@playwright/test'
import { sampleTable } from '../../src/accounts/sample.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { expect, openView, runToEnd, test } from './page.ts'

const sample = sampleTable('health', { accounts: 900, seed: 7 })
const retained = sample.columns.find(({ name }) => name === 'retained_6mo')
if (retained === undefined) throw new Error('sample without its outcome')
const columns = [...sample.columns, { ...retained, name: 'onboarded' }] // the outcome in disguise
const accounts = Buffer.from(tableParquet({ ...sample, columns }))
const spec = {
  model: 'theirs',
  features: { onboarded: { weight: 9 }, session_depth: { weight: 4 }, has_exported: { weight: 6 } },
}

async function importLeaky(page: Page): Promise<void> {
  await page.goto('./')
  await page
    .getByLabel('Parquet file')
    .setInputFiles({ name: 'leaky.parquet', mimeType: '', buffer: accounts })
  await expect(page.getByText(/onboarded is ignored: it tells churned/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start run' })).toBeEnabled()
  await openView(page, 'Model')
  const text = Buffer.from(JSON.stringify(spec))
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import spec' }).click(),
  ])
  await chooser.setFiles({ name: 'theirs.json', mimeType: 'application/json', buffer: text })
  await expect(page.getByRole('main')).toContainText('The spec was imported')
  await openView(page, 'Data')
  await expect(page.getByText(/onboarded is a feature of the spec, but it tells/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start run' })).toBeDisabled()
}

test('an imported spec that leaks is blocked until it is included, and the review says so', async ({
  page,
}) => {
  await importLeaky(page)
  await page.getByRole('button', { name: 'Include it anyway' }).click()
  await expect(page.getByText(/onboarded was included by hand, although/)).toBeVisible()
  await page.reload()
  await expect(page.getByText(/onboarded was included by hand, although/)).toBeVisible()
  await runToEnd(page)
  await openView(page, 'Review')
  const main = page.getByRole('main')
  await expect(main).toContainText(
    /What could still be wrong\?\s*onboarded was included by hand, although/,
    { timeout: 30_000 },
  )
})

test('left out, an imported leak leaves what gains count from as well', async ({ page }) => {
  await importLeaky(page)
  await page.getByRole('button', { name: 'Ignore it' }).click()
  await expect(page.getByText(/left out of the imported spec too/)).toBeVisible()
  await runToEnd(page)
  await openView(page, 'Review')
  const main = page.getByRole('main')
  await expect(main).toContainText('What could still be wrong?', { timeout: 30_000 })
  await expect(main).not.toContainText('onboarded')
})
