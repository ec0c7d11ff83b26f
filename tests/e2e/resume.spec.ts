import type { Page } from '@playwright/test'
import {
  expect,
  exportedJournal,
  keptOf,
  openManyAccounts,
  openSample,
  openView,
  runToEnd,
  test,
} from './page.ts'

const BUDGET = 100_000
const LONG = 1_000_000 // of the small sample: seconds on a fast machine

/** Starts a run long enough to be interrupted. */
async function startLongRun(page: Page, budget = LONG): Promise<void> {
  await openView(page, 'Run')
  const field = page.getByRole('spinbutton', { name: /^Budget/ })
  if (!(await field.isVisible())) await page.getByRole('button', { name: 'Options' }).click()
  await field.fill(String(budget))
  await page.getByRole('button', { name: 'Start run' }).click()
  await expect(page.getByRole('status', { name: 'Run status' })).toContainText('running')
}

test('a reload in the middle of a run loses nothing and goes on to the same end', async ({
  page,
}) => {
  test.setTimeout(180_000)
  await openManyAccounts(page)
  await startLongRun(page, BUDGET)
  const status = page.getByRole('status', { name: 'Run status' })
  await expect(status).toContainText(/[1-9][\d,]* experiments/)
  await page.reload()
  await openView(page, 'Run')
  await page.getByRole('button', { name: 'Resume' }).first().click()
  await expect(status).toContainText('finished', { timeout: 120_000 })
  const resumed = await exportedJournal(page)

  await startLongRun(page, BUDGET)
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(status).toContainText('paused')
  await page.getByRole('button', { name: 'Resume' }).first().click()
  await expect(status).toContainText('finished', { timeout: 120_000 })
  const whole = await exportedJournal(page)
  expect(resumed).toHaveLength(BUDGET)
  expect(keptOf(resumed)).toEqual(keptOf(whole))
})

test('closing the file in the middle of a run leaves a run to resume, not a stopped one', async ({
  page,
}) => {
  test.setTimeout(180_000)
  await openSample(page)
  await startLongRun(page)
  await page.waitForTimeout(500)
  await page.getByRole('button', { name: 'Close sample-health.parquet' }).click()
  const banner = page.getByRole('region', { name: 'Interrupted run' })
  await expect(banner).toContainText('Open sample-health.parquet first.')
  await openView(page, 'Data')
  await openSample(page)
  await openView(page, 'Run')
  await expect(banner).not.toContainText('first.')
  await banner.getByRole('button', { name: 'Resume' }).click()
  const status = page.getByRole('status', { name: 'Run status' })
  await expect(status).toContainText('finished', { timeout: 120_000 })
  await expect(status).toContainText('1,000,000 experiments')
})

test('the page answers while a run searches at full speed', async ({ page }) => {
  await openSample(page)
  await startLongRun(page)
  await openView(page, 'Journal')
  await expect(page.getByRole('button', { name: 'Import journal' })).toBeVisible()
  await openView(page, 'Run')
  await expect(page.getByRole('status', { name: 'Run status' })).toContainText('running')
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('status', { name: 'Run status' })).toContainText('stopped')
})

test('a reload returns to the file, the run and the journal', async ({ page }) => {
  await openSample(page)
  await runToEnd(page)
  await page.reload()
  await expect(page.getByRole('status', { name: 'Run status' })).toContainText('finished')
  await expect(page.getByRole('figure', { name: 'Primary metric' })).toBeVisible()
  await openView(page, 'Journal')
  await expect(page.getByRole('main')).toContainText('sample-health.parquet')
})
