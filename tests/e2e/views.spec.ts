import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { sharedData } from '../sharedData.ts'
import { chooseRandom, downloadText, expect, openSample, openView, runToEnd, test } from './page.ts'

const VIEWS = ['Data', 'Model', 'Run', 'Journal', 'Review']
const PHONE = { width: 390, height: 844 }

function button(page: Page, name: string) {
  return page.getByRole('button', { name })
}

function status(page: Page) {
  return page.getByRole('status', { name: 'Run status' })
}

async function startLongRun(page: Page): Promise<void> {
  await openView(page, 'Run')
  await button(page, 'Options').click()
  await page.getByLabel('Budget, experiments').fill('5000000')
  await page.getByLabel('Workers').fill('2')
  await button(page, 'Start run').click()
  await expect(status(page)).toContainText('running')
}

test('every name is on its view, once', async ({ page }) => {
  await openSample(page)
  await expect(page.getByLabel('Parquet file')).toHaveCount(1)
  await runToEnd(page)
  const exportsOfRun = ['Export journal (JSONL)', 'Export spec (JSON)', 'Export spec (YAML)']
  const expected: Record<string, string[]> = {
    Data: ['Start run'],
    Model: ['Start run', 'Import spec', 'Export spec (JSON)', 'Export spec (YAML)'],
    Run: ['Start run', ...exportsOfRun],
    Journal: ['Import journal', 'Export journal (JSONL)'],
    Review: [],
  }
  for (const view of VIEWS) {
    await openView(page, view)
    for (const name of expected[view]) await expect(button(page, name)).toHaveCount(1)
    for (const name of expected[view]) await expect(button(page, name)).toBeVisible()
    for (const name of VIEWS) await expect(page.getByRole('link', { name })).toHaveCount(1)
  }
  await openView(page, 'Run')
  await expect(status(page)).toHaveCount(1)
  for (const name of ['Primary metric', 'NRR by tier'])
    await expect(page.getByRole('figure', { name })).toHaveCount(1)
})

test('the Run view gives away the journal and the best spec', async ({ page }) => {
  await openSample(page)
  await chooseRandom(page)
  await runToEnd(page)
  async function taken(name: string): Promise<string> {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button(page, name).click(),
    ])
    return downloadText(download)
  }
  const lines = (await taken('Export journal (JSONL)')).trimEnd().split('\n')
  expect(lines).toHaveLength(2000)
  const kept = lines.map((line) => JSON.parse(line)).filter(({ outcome }) => outcome === 'win')
  const { features } = JSON.parse(await taken('Export spec (JSON)'))
  for (const [name, weight] of Object.entries(kept.at(-1).weights_snapshot))
    expect(features[name].weight).toBe(weight)
  expect(await taken('Export spec (YAML)')).toContain('features:')
})

test('what the Model view exports is what was edited, once it was edited', async ({ page }) => {
  await openSample(page)
  await runToEnd(page)
  await openView(page, 'Model')
  const weight = page.getByLabel('Weight of alert_created')
  await weight.fill('3')
  await weight.press('Enter')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Export spec (JSON)').click(),
  ])
  expect(JSON.parse(await downloadText(download)).features.alert_created.weight).toBe(3)
})

test('the base score is shown and can be changed', async ({ page }) => {
  await page.goto('./')
  await button(page, 'Try churn risk').click()
  await expect(button(page, 'Start run')).toBeEnabled()
  await openView(page, 'Model')
  const base = page.getByLabel('Base score')
  await base.fill('7')
  await base.press('Enter')
  await expect(page.getByRole('main')).toContainText('A score is 7 points plus')
})

test('clipped scores are told with a base score that mends it', async ({ page }) => {
  await openSample(page)
  await openView(page, 'Model')
  const base = page.getByLabel('Base score')
  await base.fill('60')
  await base.press('Enter')
  const told = page.getByText('Scores are clipped there')
  await expect(told).toContainText(/of 5,000 accounts|all 5,000 accounts/)
  await button(page, 'Set the base score to').click()
  await expect(told).toHaveCount(0)
  await expect(base).not.toHaveValue('60')
})

test('the journal tells a paused run as far as it is journaled', async ({ page }) => {
  await openSample(page)
  await startLongRun(page)
  await expect(status(page)).not.toContainText(' 0 experiments')
  await button(page, 'Pause').click()
  await expect(status(page)).toContainText('paused')
  const [journaled] = ((await status(page).textContent()) ?? '').match(
    /[\d,]+(?= experiments)/,
  ) as string[]
  await openView(page, 'Journal')
  const row = page.getByRole('row').filter({ hasText: 'paused' })
  await expect(row).toContainText(journaled)
  await openView(page, 'Run')
  await button(page, 'Stop').click()
  await expect(status(page)).toContainText('stopped')
})

test('the figures stand still from the first experiment to the end', async ({ page }) => {
  await openSample(page)
  await startLongRun(page)
  await expect(page.getByText(/2 workers searching.* \d+ kB shared/)).toBeVisible()
  const figure = page.getByRole('figure', { name: 'Primary metric' })
  const running = await figure.boundingBox()
  await button(page, 'Pause').click()
  await expect(status(page)).toContainText('paused')
  expect(await figure.boundingBox()).toEqual(running)
  await button(page, 'Stop').click()
  await expect(status(page)).toContainText('stopped')
  expect(await figure.boundingBox()).toEqual(running)
})

test('a reload returns to the same place', async ({ page }) => {
  await openSample(page)
  await runToEnd(page)
  await openView(page, 'Run')
  await button(page, 'Options').click()
  const limit = page.getByLabel('Columns with points, at most')
  await limit.fill('4')
  const heading = page.getByRole('heading', { level: 1 })
  for (const view of VIEWS) {
    await openView(page, view)
    await expect(heading).not.toContainText('…')
    // After a reload the last run comes back a moment later than the file.
    if (view === 'Model') await expect(heading).toContainText('the best of the last run')
    const text = (await heading.textContent()) as string
    const address = page.url()
    await page.reload()
    await expect(heading).toHaveText(text)
    expect(page.url()).toBe(address)
  }
  await openView(page, 'Run')
  await button(page, 'Options (1 set)').click()
  await expect(limit).toHaveValue('4')
})

test('a view with nothing to show leads to the next step, also while a run is going', async ({
  page,
}) => {
  await page.goto('./')
  for (const view of ['Model', 'Run', 'Journal', 'Review']) {
    await openView(page, view)
    await expect(page.getByRole('link', { name: 'Open accounts' })).toBeVisible()
  }
  await openSample(page)
  await startLongRun(page)
  await openView(page, 'Review')
  await page.getByRole('link', { name: 'Show the run' }).click()
  await button(page, 'Stop').click()
  await expect(status(page)).toContainText('stopped')
})

test('another file takes the place of the open one', async ({ page }) => {
  await openSample(page)
  await page
    .getByLabel('Parquet file')
    .setInputFiles({ name: 'notes.parquet', mimeType: '', buffer: Buffer.from('no parquet') })
  await expect(page.getByRole('alert').first()).toContainText('notes.parquet')
})

test('a phone shows every view whole, with its next step in reach', async ({ page }) => {
  await page.setViewportSize(PHONE)
  await openSample(page)
  await expect(button(page, 'Start run')).toBeInViewport()
  await expect(page.getByText('Open…')).toBeInViewport()
  await chooseRandom(page)
  await runToEnd(page)
  await expect(button(page, 'Review the result')).toBeInViewport()
  await expect(button(page, 'Go deeper')).toBeInViewport()
  const { height } = (await page.locator('header').boundingBox()) as { height: number }
  expect(height).toBeLessThan(70) // one row
  const wide = await page
    .locator('h2 + p')
    .evaluateAll((figures) => figures.filter((each) => each.scrollWidth > each.clientWidth).length)
  expect(wide).toBe(0)
  await openView(page, 'Journal')
  await page.getByRole('link', { name: /sample|parquet/i }).click()
  await expectWhole(page)
  for (const view of VIEWS) {
    await openView(page, view)
    await expectWhole(page)
  }
  await button(page, 'Close sample-health.parquet').click()
  await expect(page.getByRole('combobox', { name: 'Run' })).toBeVisible()
  await expectWhole(page)
})

/** No sideways scroll of the page, and a top bar of at most two rows. */
async function expectWhole(page: Page): Promise<void> {
  const { wider, bar } = await page.evaluate(() => ({
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    bar: document.querySelector('header')?.getBoundingClientRect().height ?? 0,
  }))
  expect(wider).toBe(0)
  expect(bar).toBeLessThan(100)
}

test.describe('data without a signal', () => {
  test.skip(sharedData === null, 'real files are not beside this checkout')

  test('is called no evidence, on Run and on Review', async ({ page }) => {
    await page.goto('./')
    await page
      .getByLabel('Parquet file')
      .setInputFiles(join(sharedData as string, 'ravenstack_accounts.parquet'))
    await expect(button(page, 'Start run')).toBeEnabled()
    await runToEnd(page)
    const heading = page.getByRole('heading', { level: 1 })
    await expect(heading).toContainText('No evidence of a gain')
    await openView(page, 'Review')
    await expect(page.getByRole('status', { name: 'Decision' })).toContainText('KEEP INCUMBENT')
    await expect(heading).toContainText(/no evidence|worse|nothing better/)
  })
})
