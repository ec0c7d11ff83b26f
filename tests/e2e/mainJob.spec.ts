import { join } from 'node:path'
import { sharedData } from '../sharedData.ts'
import {
  chooseRandom,
  downloadText,
  expect,
  exportedJournal,
  openSample,
  openView,
  runToEnd,
  test,
} from './page.ts'

test('sample accounts to a better spec, journaled and exported', async ({ page }) => {
  await openSample(page)
  await chooseRandom(page)
  await runToEnd(page)
  const status = page.getByRole('status', { name: 'Run status' })
  await expect(status).toContainText('2,000')
  await expect(status).toContainText('exact integers, 2 decimals, SIMD')
  await expect(page.getByRole('figure', { name: 'Primary metric' })).toBeVisible()
  await expect(page.getByRole('figure', { name: 'NRR by tier' })).toBeVisible()

  const lines = await exportedJournal(page)
  expect(lines).toHaveLength(2000)
  expect(lines[0].experiment_id).toBe('exp_00001')
  expect(lines[0].baseline_value).toBeGreaterThan(0.6)
  expect(lines[0].baseline_value).toBeLessThan(0.66)
  const wins = lines.filter((line) => line.outcome === 'win')
  expect(wins.at(-1)?.variant_value).toBeGreaterThan(0.73)
  for (const win of wins) expect(win.variant_value).toBeGreaterThan(win.baseline_value)
  for (const line of lines) expect(line.metrics).toHaveProperty('nrr_by_tier')

  await openView(page, 'Model')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export spec (JSON)' }).click(),
  ])
  const spec = JSON.parse(await downloadText(download))
  const weights = Object.entries(spec.features as Record<string, { weight: number }>)
  expect(Object.fromEntries(weights.map(([name, { weight }]) => [name, weight]))).toEqual(
    wins.at(-1)?.weights_snapshot,
  )
})

test('the same run twice keeps the same experiments, paused or not', async ({ page }) => {
  await openSample(page)
  await runToEnd(page)
  const first = await exportedJournal(page)
  await page.reload()
  await openView(page, 'Data')
  await expect(page.getByRole('button', { name: 'Start run' })).toBeEnabled()
  await runToEnd(page)
  const second = await exportedJournal(page)
  expect(second[0].run_id).not.toBe(first[0].run_id)
  expect(second.map((line) => line.changes)).toEqual(first.map((line) => line.changes))
  expect(second.map((line) => line.variant_value)).toEqual(first.map((line) => line.variant_value))
})

test.describe('a file it was not built on', () => {
  test.skip(sharedData === null, 'real files are not beside this checkout')

  test('IBM telco churn works without touching a setting', async ({ page }) => {
    await page.goto('./')
    await page
      .getByLabel('Parquet file')
      .setInputFiles(join(sharedData as string, 'telco_ibm.parquet'))
    await expect(page.getByRole('button', { name: 'Start run' })).toBeEnabled()
    await runToEnd(page)
    await openView(page, 'Review')
    await expect(page.getByRole('main')).toContainText('auc', { ignoreCase: true })
    const lines = await exportedJournal(page)
    await expect(page.getByText(/^The file holds the \d+ kept of [\d,]+ experiments/)).toBeVisible()
    await page.getByRole('link', { name: /telco_ibm\.parquet/ }).click()
    await expect(page.getByRole('button', { name: /^Export all [\d,]+ \(about/ })).toBeVisible()
    const best = lines.filter((line) => line.outcome === 'win').at(-1) as unknown as {
      holdout_value: number
    }
    expect(best.holdout_value).toBeGreaterThanOrEqual(0.83)
  })
})
