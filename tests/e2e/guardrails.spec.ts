import { expect, openSample, openView, runToEnd, test } from './page.ts'

test('guardrails: a limit, where the start breaks it, and what it refused', async ({ page }) => {
  await openSample(page)
  await openView(page, 'Run')
  await page.getByRole('button', { name: 'Options' }).click()
  await page.getByLabel('Strategy').selectOption('random')
  const limits = page.getByRole('group', { name: /^Guardrails/ })
  const hhi = limits.getByLabel('Revenue in one tier (HHI), at most')
  await hhi.fill('4500')
  await expect(limits).toContainText(
    /The start has 6,\d{3}, so it breaks this already: only specs no worse are kept/,
  )
  await limits.getByLabel('Smallest tier, % of accounts, at least').fill('0.5')
  await limits.getByLabel('Segments may lose, at most').fill('0.01')
  await page.getByRole('button', { name: 'Options (2 set)' }).click()
  await page.getByRole('button', { name: 'Options (2 set)' }).click()
  await expect(hhi).toHaveValue('4500')
  await expect(limits.getByLabel('Smallest tier, % of accounts, at least')).toHaveValue('0.5')
  await expect(limits.getByLabel('Segments may lose, at most')).toHaveValue('0.01')
  await runToEnd(page)
  const told = page.getByText(/^Guardrails: HHI at most 4,500, at least 0\.5 % of accounts/)
  await expect(told).toContainText(/Refused by guardrails: .*\d+ for HHI/)

  await page.getByRole('button', { name: 'Go deeper' }).click()
  const status = page.getByRole('status', { name: 'Run status' })
  await expect(status).toContainText('finished', { timeout: 60_000 })
  await expect(page.getByText(/within the guardrails.* \([\d,]+ checked\)/)).toBeVisible()
  await expect(told).toBeVisible()
})

test('a guardrail that the data cannot be held to says why', async ({ page }) => {
  await openSample(page)
  await page.getByLabel('Role of mrr', { exact: true }).selectOption('ignored')
  await openView(page, 'Run')
  await page.getByRole('button', { name: 'Options' }).click()
  const limits = page.getByRole('group', { name: /^Guardrails/ })
  await expect(limits.getByLabel('Revenue in one tier (HHI), at most')).toBeDisabled()
  await expect(limits).toContainText('the data has no revenue')
})
