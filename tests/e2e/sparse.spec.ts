import { expect, openSample, openView, runToEnd, test } from './page.ts'

test('few features: a curve, and each of its specs to use', async ({ page }) => {
  await openSample(page)
  await openView(page, 'Run')
  await page.getByRole('button', { name: 'Options' }).click()
  await page.getByLabel('Strategy').selectOption('sparse')
  await runToEnd(page)
  const figure = page.getByRole('figure', { name: 'Metric by number of features' })
  await expect(figure).toContainText('held out')
  await figure.getByRole('button', { name: 'Table of Metric by number of features' }).click()
  const row = figure.getByRole('row').nth(2)
  await expect(row).toContainText(/^2\s*0\.7/)
  await figure.getByRole('button', { name: 'Use this spec of 2 features' }).click()
  await expect(page.getByText('The spec of 2 features is in the Model view.')).toBeVisible()
  await openView(page, 'Run')
  await expect(figure).toBeVisible()
})
