import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, openSample, openView, runToEnd, test } from './page.ts'

const VIEWS = ['Data', 'Model', 'Run', 'Journal', 'Review']
const SCREENS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

type Scheme = 'light' | 'dark'

/** Every view in the colour schemes; what is wrong, as 'view scheme: rule at target'. */
async function faults(page: Page, schemes: Scheme[]): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme })
    for (const view of VIEWS) {
      await openView(page, view)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).analyze()
      for (const { id, nodes } of violations)
        found.push(`${view} ${colorScheme}: ${id} at ${nodes[0].target.join(' ')}`)
    }
  }
  return found
}

for (const screen of SCREENS)
  test(`axe finds nothing at ${screen.width} pixels`, async ({ page }) => {
    test.setTimeout(120_000)
    await page.setViewportSize(screen)
    await page.goto('./')
    expect(await faults(page, ['light'])).toEqual([])
    await openSample(page)
    await runToEnd(page)
    expect(await faults(page, ['light', 'dark'])).toEqual([])
  })

test('the keyboard alone goes from nothing to a finished run', async ({ page }) => {
  await page.goto('./')
  await pressTabTo(page, 'Try sample accounts')
  await expect(page.getByRole('button', { name: 'Start run' })).toBeEnabled()
  await pressTabTo(page, 'Start run')
  await expect(page.getByRole('status', { name: 'Run status' })).toContainText('finished')
  await expect(page.getByRole('main')).toBeFocused() // the button pressed is gone
  await pressTabTo(page, 'Table of Primary metric')
  await expect(
    page.getByRole('figure', { name: 'Primary metric' }).getByRole('table'),
  ).toBeVisible()
  await pressTabTo(page, 'Review the result')
  await expect(page).toHaveURL(/#\/review$/)
  await expect(page.getByRole('main')).toBeFocused()
  const folds = page.getByRole('region', { name: 'Folds', exact: true })
  await folds.getByRole('button', { name: 'Run: folds' }).press('Enter')
  await expect(folds.getByRole('button', { name: 'Cancel: folds' })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(folds.getByRole('button', { name: 'Cancel: folds' })).toBeFocused()
})

/** Tabs to a button, which must then show its focus, and presses Enter. */
async function pressTabTo(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true })
  for (let tabs = 0; tabs < 80; tabs++) {
    await page.keyboard.press('Tab')
    if (await button.evaluate((element) => element === document.activeElement)) break
  }
  await expect(button).toBeFocused()
  expect(await button.evaluate((element) => getComputedStyle(element).outlineStyle)).not.toBe(
    'none',
  )
  await page.keyboard.press('Enter')
}
