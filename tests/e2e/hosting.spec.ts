import { ROOT_ADDRESS, SUB_PATH_ADDRESS } from '../hosting/addresses.ts'
import { expect, exportedJournal, keptOf, openSample, runToEnd, test } from './page.ts'

const HOSTS = [
  { host: 'a host that sends the isolation headers', address: ROOT_ADDRESS, isolated: true },
  { host: 'a sub-path of a host without them', address: SUB_PATH_ADDRESS, isolated: false },
]

for (const { host, address, isolated } of HOSTS) {
  test.describe(host, () => {
    test.use({ baseURL: address })

    test('the main job works, with two workers too', async ({ page }) => {
      await openSample(page)
      expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(isolated)
      await runToEnd(page)
      const one = keptOf(await exportedJournal(page))

      await page.getByRole('link', { name: 'Run', exact: true }).click()
      await page.getByRole('button', { name: 'Options' }).click()
      await page.getByRole('spinbutton', { name: /^Workers/ }).fill('2')
      await runToEnd(page)
      expect(keptOf(await exportedJournal(page))).toEqual(one)
    })
  })
}
