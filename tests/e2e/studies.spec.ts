import { AxeBuilder } from '@axe-core/playwright'
import {
  chooseShapes,
  expect,
  openManyAccounts,
  openSample,
  openView,
  runToEnd,
  test,
} from './page.ts'

test('studies say what the gain is worth, and survive a reload', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await openSample(page)
  await runToEnd(page)
  await openView(page, 'Review')
  const studies = page.getByRole('region', { name: 'Is it luck?' })
  const card = (name: string) => studies.getByRole('region', { name, exact: true })

  await studies.getByRole('button', { name: 'Run: shuffled outcomes' }).click()
  await expect(card('Shuffled outcomes')).toContainText(/100 searches in/, { timeout: 60_000 })
  await expect(card('Shuffled outcomes')).toContainText(
    /Noise alone buys 0\.0\d+; you found 0\.1\d+\. None of 100 searches/,
  )
  const figure = studies.getByRole('figure', { name: 'Gains on shuffled outcomes' })
  await expect(figure.getByRole('img')).toBeVisible()
  await figure.getByRole('button', { name: 'Table of Gains on shuffled outcomes' }).click()
  await expect(figure.getByRole('table')).toContainText('this run +0.1')

  await studies.getByRole('button', { name: 'Run: folds' }).click()
  await expect(card('Folds')).toContainText(/20 searches in/, { timeout: 60_000 })
  await expect(card('Folds')).toContainText('On accounts it never saw this search reaches 0.7')
  await studies.getByRole('button', { name: 'Run: ceiling' }).click()
  await expect(card('Ceiling')).toContainText(/a possible|nothing left to gain/, {
    timeout: 30_000,
  })
  await studies.getByRole('button', { name: 'Run: tolerance' }).click()
  await expect(card('Tolerance')).toContainText(/weights in/, { timeout: 30_000 })
  await studies.getByRole('button', { name: 'Run: resampled accounts' }).click()
  await expect(card('Resampled accounts')).toContainText(/100 searches in/, { timeout: 60_000 })
  await expect(card('Folds')).toContainText(/Resampling says 0\.7\d+, folds say 0\.7/)

  const size = page.viewportSize()
  for (const width of [size?.width ?? 1280, 390]) {
    await page.setViewportSize({ width, height: 844 })
    await page.emulateMedia({ colorScheme: width === 390 ? 'dark' : 'light' })
    // Colours on their way from one scheme to the other have a contrast of their own.
    await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished)))
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations).toEqual([])
    const tooWide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(tooWide).toBe(0)
  }
  if (size !== null) await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme: 'light' })

  await page.reload()
  await openView(page, 'Review')
  await expect(card('Shuffled outcomes')).toContainText(/100 searches in/)
  await expect(card('Resampled accounts').getByRole('table')).toBeVisible()
  await studies.getByRole('button', { name: 'Use consensus spec' }).click()
  await expect(page.getByText('The consensus spec is in the Model view.')).toBeVisible()
})

test('folds choose the shapes of a shaped run anew, after a reload too', async ({ page }) => {
  test.setTimeout(180_000)
  await openSample(page)
  await chooseShapes(page)
  await openView(page, 'Run')
  await runToEnd(page)
  await page.reload()
  await openView(page, 'Review')
  const studies = page.getByRole('region', { name: 'Is it luck?' })
  await expect(studies).toContainText('Folds and shuffled outcomes choose them anew each time.')
  const card = studies.getByRole('region', { name: 'Folds', exact: true })
  await expect(card).toContainText('20 searches, each with shapes of its own')
  await studies.getByRole('button', { name: 'Run: folds' }).click()
  await expect(card).toContainText(/20 searches in/, { timeout: 120_000 })
  await expect(card).toContainText('On accounts it never saw this search reaches 0.7')
})

test('a study is cancelled at once and continued where it was', async ({ page }) => {
  await openManyAccounts(page)
  await runToEnd(page)
  await openView(page, 'Review')
  const studies = page.getByRole('region', { name: 'Is it luck?' })
  const card = studies.getByRole('region', { name: 'Resampled accounts', exact: true })
  await studies.getByRole('button', { name: 'Run: resampled accounts' }).click()
  const progress = card.getByRole('progressbar', { name: 'Resampled accounts' })
  await expect(progress).toBeVisible()
  await expect(progress).not.toHaveAttribute('aria-valuenow', '0', { timeout: 30_000 })
  await expect(studies.getByRole('button', { name: 'Run: folds' })).toBeDisabled()
  await studies.getByRole('button', { name: 'Cancel: resampled accounts' }).click()
  await expect(progress).toBeHidden()
  await expect(card).toContainText(/stopped after \d+ of 100 searches/)

  await page.reload()
  await openView(page, 'Review')
  await expect(card).toContainText(/stopped after \d+ of 100 searches/)
  const before = Number(/after (\d+) of/.exec((await card.textContent()) as string)?.[1])
  await studies.getByRole('button', { name: 'Continue: resampled accounts' }).click()
  await expect(progress).toBeVisible({ timeout: 30_000 })
  const now = Number(await progress.getAttribute('aria-valuenow'))
  expect(now).toBeGreaterThanOrEqual(before)
  await studies.getByRole('button', { name: 'Cancel: resampled accounts' }).click()
  await expect(progress).toBeHidden()
})
