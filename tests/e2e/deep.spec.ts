import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { sharedData } from '../sharedData.ts'
import {
  chooseRandom,
  chooseShapes,
  downloadText,
  expect,
  exportedJournal,
  openManyColumns,
  openSample,
  openView,
  runToEnd,
  test,
} from './page.ts'

const CERTIFICATE =
  /No change of one weight and (no change of|none of the 4 best changes of each) two weights.* improves the metric/

/** Goes deeper from the finished run that is shown, to the certificate. */
async function goDeeper(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Go deeper' }).click()
  await expect(page.getByText(CERTIFICATE)).toBeVisible({ timeout: 120_000 })
  await expect(page.getByRole('status', { name: 'Run status' })).toContainText('finished')
}

/** The held-out figure of the Run view, '0.771' of '0.771 from 0.620'. */
async function heldOut(page: Page): Promise<{ before: number; after: number }> {
  const text = await page.getByRole('main').textContent()
  const [, after, before] = /Held-out accounts\s*([\d.]+)\s*from ([\d.]+)/.exec(text ?? '') ?? []
  return { before: Number(before), after: Number(after) }
}

test('deeper from a finished run to a certificate that a reload keeps', async ({ page }) => {
  test.setTimeout(180_000)
  await openSample(page)
  await chooseRandom(page)
  await runToEnd(page)
  const first = await heldOut(page)
  await goDeeper(page)
  const deeper = await heldOut(page)
  expect(deeper.before).toBe(first.before)
  expect(deeper.after).toBeGreaterThan(first.before)
  const status = page.getByRole('status', { name: 'Run status' })
  const count = Number(
    /([\d,]+) experiments/.exec((await status.textContent()) ?? '')?.[1].replace(',', ''),
  )
  await expect(page.getByRole('main')).not.toContainText(/∞|NaN/)
  await expect(page.getByRole('button', { name: 'Go deeper' })).toHaveCount(0)

  await page.reload()
  await expect(page.getByText(CERTIFICATE)).toBeVisible()
  expect(await heldOut(page)).toEqual(deeper)

  const lines = await exportedJournal(page)
  expect(lines).toHaveLength(count)
  expect(new Set(lines.map((line) => line.run_id)).size).toBe(1)
  await page.getByRole('table').getByRole('link').first().click()
  await expect(page.getByText(CERTIFICATE)).toBeVisible()
  await openView(page, 'Review')
  await expect(page.getByText(CERTIFICATE)).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('heading', { level: 1 })).toContainText('The new weights are better')
})

test('a run is deep by itself where that ends soon, and has no budget', async ({ page }) => {
  test.setTimeout(180_000)
  await openSample(page)
  await runToEnd(page)
  await expect(page.getByText(CERTIFICATE)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Go deeper' })).toHaveCount(0)
  expect((await heldOut(page)).after).toBeGreaterThan(0.73)
  await expect(
    page.getByRole('figure', { name: 'Metric by number of weights changed' }),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Options' }).click()
  await page.getByLabel('Strategy').selectOption('deep')
  await expect(page.getByText('until nothing improves')).toBeVisible()
  await expect(page.getByLabel('Budget, experiments')).toHaveCount(0)
})

test('a budget means random changes', async ({ page }) => {
  await openSample(page)
  await openView(page, 'Run')
  await page.getByRole('button', { name: 'Options' }).click()
  await page.getByLabel('Budget, experiments').fill('500')
  await runToEnd(page)
  const status = page.getByRole('status', { name: 'Run status' })
  await expect(status).toContainText('500 experiments')
})

test('the best shapes, overruled, run from and taken back', async ({ page }) => {
  test.setTimeout(180_000)
  await openSample(page)
  await openView(page, 'Model')
  const before = await exportedSpec(page)
  await chooseShapes(page)
  await page.getByRole('button', { name: /What each choice buys/ }).click()
  await page.getByLabel('Shape of session_depth').selectOption('bins')
  await expect(
    page.getByRole('row', { name: /session_depth/ }).getByText('chosen by you'),
  ).toBeVisible({ timeout: 120_000 })
  await expect(page.getByText('points for session_depth of 0.41 or more')).toBeVisible() // two bins: one weight
  const shapedSpec = await exportedSpec(page)
  expect(shapedSpec).toContain('range')

  await page.reload()
  await openView(page, 'Model')
  await expect(page.getByRole('button', { name: 'Back to the shapes as they were' })).toBeVisible()
  await runToEnd(page)
  const figures = await heldOut(page)
  expect(figures.before).toBeLessThan(0.66)
  expect(figures.after).toBeGreaterThan(0.73)

  await openView(page, 'Model')
  await page.getByRole('button', { name: 'Back to the shapes as they were' }).click()
  await expect(page.getByRole('button', { name: 'Back to the shapes as they were' })).toHaveCount(0)
  const after = await exportedSpec(page)
  expect(after).toBe(before)
})

test('choosing shapes says how far it is, and cancelled at once it leaves all as it was', async ({
  page,
}) => {
  await openManyColumns(page)
  await openView(page, 'Model')
  const before = await exportedSpec(page)
  await page.getByRole('button', { name: 'Best shape for each feature' }).click()
  const choosing = page.getByRole('status', { name: 'Choosing shapes' })
  await expect(choosing).toContainText(/\d+ of \d+ (shapes|columns)/)
  await expect(choosing.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /[1-9]/)
  await expect(choosing).toContainText(/about [\d.]+ s left/)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(choosing).toHaveCount(0, { timeout: 1000 })
  expect(await exportedSpec(page)).toBe(before)
  await runToEnd(page)
})

test.describe('shapes on a file with steps in it', () => {
  test.skip(sharedData === null, 'real files are not beside this checkout')

  test('cancelled they change nothing, chosen they hold on accounts never seen', async ({
    page,
  }) => {
    test.setTimeout(240_000)
    await page.goto('./')
    await page
      .getByLabel('Parquet file')
      .setInputFiles(join(sharedData as string, 'mlc_telecom_churn.parquet'))
    await expect(page.getByRole('button', { name: 'Start run' })).toBeEnabled()
    await openView(page, 'Model')
    const before = await exportedSpec(page)
    await page.getByRole('button', { name: 'Best shape for each feature' }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('status', { name: 'Choosing shapes' })).toHaveCount(0)
    expect(await exportedSpec(page)).toBe(before)
    await runToEnd(page)
    const plain = await heldOut(page)

    await chooseShapes(page)
    const steps = page.getByRole('img', {
      name: /^Points by total_day_minutes: under /,
    })
    await expect(steps).toBeVisible()
    await runToEnd(page)
    const shaped = await heldOut(page)
    expect(shaped.before).toBeCloseTo(plain.before, 3)
    expect(shaped.after).toBeGreaterThan(plain.after + 0.02)
    expect(shaped.after).toBeGreaterThan(0.87)
  })
})

async function exportedSpec(page: Page): Promise<string> {
  const which = page.getByRole('combobox').filter({ hasText: 'the start weights' })
  if ((await which.count()) > 0) await which.selectOption('start')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export spec (JSON)' }).click(),
  ])
  return downloadText(download)
}
