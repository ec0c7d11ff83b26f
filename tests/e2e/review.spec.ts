import { writeFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { sampleTable } from '../../src/accounts/sample.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { chooseRandom, downloadText, expect, openSample, openView, runToEnd, test } from './page.ts'

const decision = (page: Page) => page.getByRole('status', { name: 'Decision' })
const check = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) })

async function downloaded(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ])
  return downloadText(download)
}

test('the refresh sample: keep the incumbent, why, and what noise buys; the report says the same', async ({
  page,
}) => {
  await page.goto('./')
  await page.getByRole('button', { name: 'Try sample: refresh' }).click()
  await expect(page.getByRole('button', { name: 'Start run' })).toBeEnabled()
  await runToEnd(page)
  await openView(page, 'Review')

  await expect(decision(page)).toContainText('KEEP INCUMBENT', { timeout: 30_000 })
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'only fit the accounts they were tuned on; on others they are worse',
  )
  const main = page.getByRole('main')
  await expect(main).toContainText('No: keep the score you have.')
  await expect(main).toContainText(
    /pattern it learned there did not hold\. The new weights lean on promo_usage \(0 to \d+ points\): in the searched accounts more of it went with staying, in the held-out ones with churning/,
  )
  await expect(main).toContainText('Incumbent: the score you have.')
  const drift = page.getByRole('region', { name: 'Drift, table' })
  await expect(drift.getByRole('row', { name: /^promo_usage/ })).toContainText(
    /0\.8\d → 0\.4\d turned/,
  )
  await expect(main).toContainText(/But promo_usage turned: .* no weight can be right for both/)
  await expect(main).toContainText(/Gain on 5,000 held-out accounts\s*−0\.15\d/)
  await expect(check(page, 'Better on accounts never seen')).toContainText(/fails/)
  await expect(check(page, 'More than noise would find')).toContainText('not verified')
  await expect(main).toContainText('This is the first decision drawn from these held-out accounts.')
  const figure = page.getByRole('figure', { name: 'Gain', exact: true })
  await expect(figure.getByRole('img')).toHaveAccessibleName(/held-out accounts −0\.15/)
  await figure.getByRole('button', { name: 'Table of Gain' }).click()
  await expect(figure.getByRole('row', { name: /asked for/ })).toContainText('0.01')

  await page.getByRole('button', { name: 'Find out', exact: true }).click()
  await expect(main).toContainText(/Noise alone would have bought \+0\.0\d+/, { timeout: 60_000 })
  await expect(check(page, 'More than noise would find')).toContainText('passes')
  await expect(check(page, 'More than noise would find')).toContainText(
    'did not carry over to the held-out accounts',
  )
  await expect(main).toContainText('This is the first decision drawn from these held-out accounts.')

  const html = await downloaded(page, 'Download report')
  expect(html).toContain('KEEP INCUMBENT')
  expect(html).toContain('Noise alone would have bought')
  expect(html).not.toMatch(/(?:src|href)\s*=|@import|url\(|<script/i)
  const markdown = await downloaded(page, 'Report (Markdown)')
  expect(markdown).toContain('## KEEP INCUMBENT')
  const changes = (await downloaded(page, 'Account changes (CSV)')).trimEnd().split('\r\n')
  expect(changes).toHaveLength(10_001)
  const manifest = JSON.parse(await downloaded(page, 'Manifest (JSON)'))
  expect(manifest.review).toMatchObject({ decision: 'KEEP_INCUMBENT', looks: 1 })
  expect(manifest.split.holdout_file.file_name).toBe('sample-refresh-later.parquet')

  await page.reload()
  await openView(page, 'Review')
  await expect(decision(page)).toContainText('KEEP INCUMBENT', { timeout: 30_000 })
  await expect(main).toContainText(/Noise alone would have bought \+0\.0\d+/)
  await expect(main).toContainText('This is the first decision drawn from these held-out accounts.')
})

test('thresholds changed after a look are another look, and stay with the run', async ({
  page,
}) => {
  await openSample(page)
  await chooseRandom(page)
  await runToEnd(page)
  await openView(page, 'Review')
  await expect(decision(page)).toContainText('KEEP INCUMBENT', { timeout: 30_000 })
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    /better than (roughly )?equal weights, but too many accounts would change tier/,
  )
  const main = page.getByRole('main')
  await expect(main).toContainText(/You gave no score to compare with; the comparison is with/)
  await expect(main).toContainText(/Incumbent: (roughly )?equal weights, as no score was given\./)
  await expect(check(page, 'Better on accounts never seen')).toContainText(
    /passes.*\+0\.1\d\d \(\+0\.1/,
  )

  await page.getByRole('button', { name: 'Thresholds' }).click()
  await expect(page.getByText(/You have seen the result/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Judge by these' })).toBeDisabled()
  await page.getByLabel('Accounts that change tier, %, at most').fill('90')
  await page.getByLabel('Accounts that change tier, %, at most').press('Enter')
  await page.getByRole('button', { name: 'Judge by these' }).click()
  await expect(decision(page)).toContainText('READY FOR REVIEW')
  await expect(main).toContainText(/2 decisions have been drawn from these held-out accounts/)
  await expect(main).toContainText('by the first ones the decision was KEEP INCUMBENT')
  await page.getByRole('button', { name: 'All decisions' }).click()
  const looks = page.getByRole('region', { name: /^Decisions drawn/ }).getByRole('row')
  await expect(looks).toHaveCount(3)
  await expect(looks.nth(1)).toContainText('keep')
  await expect(looks.nth(2)).toContainText('ready for review')

  await page.reload()
  await openView(page, 'Review')
  await expect(decision(page)).toContainText('READY FOR REVIEW', { timeout: 30_000 })
  await expect(main).toContainText(/2 decisions have been drawn/)
  await expect(check(page, 'Accounts that change tier')).toContainText('at most 90.0 %')

  await openView(page, 'Run')
  await page.getByRole('button', { name: 'Go deeper' }).click()
  await expect(page.getByRole('status', { name: 'Run status' })).toContainText('finished', {
    timeout: 60_000,
  })
  await openView(page, 'Review')
  await expect(main).toContainText(/3 decisions have been drawn .* about 2 runs/, {
    timeout: 30_000,
  })
})

test('tiers keep their sizes by cut-offs of the candidate; as in the run is another look', async ({
  page,
}) => {
  await openSample(page)
  await chooseRandom(page)
  await runToEnd(page)
  await openView(page, 'Review')
  const movement = check(page, 'Accounts that change tier')
  await expect(movement).toContainText('it is the order of accounts that changes, not the scale', {
    timeout: 30_000,
  })
  const share = async () => Number(/(\d+\.\d) %at most/.exec((await movement.textContent())!)![1])
  const kept = await share()
  expect(kept).toBeLessThan(35)
  const cutOffs = page.getByRole('table', { name: 'Where tiers begin' })
  const cells = async (tier: string) =>
    cutOffs
      .getByRole('row', { name: new RegExp(`^${tier} `) })
      .getByRole('cell')
      .allTextContents()
  const [begins, shares] = await cells('A')
  const after = /^60 → (\d+(?:\.\d+)?)$/.exec(begins!)![1]!
  expect(Number(after)).toBeLessThan(60)
  expect(shares).toMatch(/^(\d+\.\d) % → \1 %$/)
  const specOf = async () => JSON.parse(await downloaded(page, 'Candidate spec (JSON)'))
  expect((await specOf()).tiers.A.min).toBe(Number(after))

  await page.getByRole('button', { name: 'Use candidate spec' }).click()
  await expect(page.getByText('The candidate spec is in the Model view.')).toBeVisible()
  await expect(page.getByLabel('Tier A from')).toHaveValue(after)
  await expect(page.getByLabel('Tier A from')).toHaveAttribute('aria-invalid', 'false')

  await openView(page, 'Review')
  await page.getByRole('button', { name: 'Thresholds' }).click()
  const choice = page.getByRole('checkbox', { name: /^Keep tier sizes/ })
  await expect(choice).toBeChecked()
  await choice.focus()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Judge by these' }).click()
  await expect(movement).toContainText('keeping tier sizes takes that out')
  expect(await share()).toBeGreaterThan(2 * kept)
  expect((await cells('A'))[0]).toBe('60 → 60')
  expect((await specOf()).tiers.A.min).toBe(60)
  const main = page.getByRole('main')
  await expect(main).toContainText('2 decisions have been drawn from these held-out accounts')
  await page.getByRole('button', { name: 'All decisions' }).click()
  const looks = page.getByRole('region', { name: /^Decisions drawn/ }).getByRole('row')
  await expect(looks.nth(1)).toContainText('kept')
  await expect(looks.nth(2)).toContainText('as in the run')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations).toEqual([])
})

test('thresholds set before anything is seen are what the first decision is made by', async ({
  page,
}) => {
  await page.goto('./')
  await openView(page, 'Review')
  await page.getByRole('button', { name: /What a switch must bring/ }).click()
  await page.getByLabel('Least gain').fill('0.4')
  await page.getByLabel('Least gain').press('Enter')
  await page.getByRole('button', { name: 'Keep these' }).click()
  await page.reload()
  await openSample(page)
  await runToEnd(page)
  await openView(page, 'Review')
  await expect(check(page, 'Better on accounts never seen')).toContainText('at least 0.4', {
    timeout: 30_000,
  })
  await expect(check(page, 'Better on accounts never seen')).toContainText('fails')
  await expect(page.getByRole('main')).toContainText('This is the first decision')
})

test('any account is found and explained, by keyboard too', async ({ page }) => {
  await openSample(page)
  await runToEnd(page)
  await openView(page, 'Review')
  await page.getByRole('link', { name: 'Accounts', exact: true }).click()
  await expect(page).toHaveURL(/part=accounts/)
  const list = page.getByRole('table', { name: 'Accounts', exact: true })
  await expect(list).toHaveAttribute('aria-rowcount', '5001')
  const accounts = list.getByRole('button')
  await accounts.first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(accounts.nth(1)).toBeFocused()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('region', { name: /explained$/ })
  await expect(panel).toContainText(/(Rises|Falls) from tier [A-D] to [A-D]/)
  await expect(panel).toContainText(/→ \+\d+(\.\d+)? points \(weight \d+\)/)
  await page.keyboard.press('Escape')
  await expect(panel).toBeHidden()

  await page.getByLabel('Search accounts by id').fill('ACC_00123')
  await expect(list).toHaveAttribute('aria-rowcount', '11')
  await list.getByRole('button', { name: 'Account acc_001234' }).click()
  await expect(page.getByRole('region', { name: 'Account acc_001234, explained' })).toContainText(
    /Incumbent: \d/,
  )
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations).toEqual([])
  await page.getByLabel('Search accounts by id').fill('nobody')
  await expect(page.getByText('No account has “nobody” in its id.')).toBeVisible()
})

test('a file that changed on disk is not reviewed until it is opened as it was', async ({
  page,
}, testInfo) => {
  const path = testInfo.outputPath('accounts.parquet')
  const write = async (seed: number) => {
    const table = sampleTable('health', { accounts: 600, seed })
    await writeFile(path, Buffer.from(tableParquet(table)))
  }
  await write(7)
  await page.goto('./')
  await page.getByLabel('Parquet file').setInputFiles(path)
  await runToEnd(page)
  await write(8)
  await openView(page, 'Review')
  const main = page.getByRole('main')
  await expect(main).toContainText(
    'accounts.parquet was changed, moved or deleted after it was opened. Reload the page',
    { timeout: 30_000 },
  )
  await write(7)
  await openView(page, 'Data')
  await page.getByLabel('Parquet file').setInputFiles(path)
  await expect(page.getByRole('button', { name: 'Start run' })).toBeEnabled()
  await openView(page, 'Review')
  await main.getByRole('combobox').selectOption({ index: 1 })
  await expect(decision(page)).toContainText(/READY FOR REVIEW|KEEP INCUMBENT/, { timeout: 30_000 })
  const manifest = JSON.parse(await downloaded(page, 'Manifest (JSON)'))
  expect(manifest.review.files_checked_at).toMatch(/^\d{4}-\d{2}-\d{2}T/)
})

test('without held-out accounts the review says that nothing can be told', async ({ page }) => {
  await openSample(page)
  await openView(page, 'Run')
  await page.getByRole('button', { name: 'Options' }).click()
  await page.getByLabel('Held out, %').fill('0')
  await runToEnd(page)
  await openView(page, 'Review')
  await expect(decision(page)).toContainText('KEEP INCUMBENT: Nothing shows whether', {
    timeout: 30_000,
  })
  await expect(page.getByText('none were held out')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Drift', exact: true })).toHaveCount(0)
  await expect(page.getByText(/decisions? drawn from these/)).toHaveCount(0)
})
