import { mkdirSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium } from '@playwright/test'

/**
 * Pictures and accessibility findings of gallery states, from a server that has the gallery:
 * `npx tsx tests/gallery/shoot.ts http://localhost:5173/tests/gallery/ <output folder> <state> …`
 */
const [address, folder, ...states] = process.argv.slice(2)
if (address === undefined || folder === undefined)
  throw new Error('usage: shoot.ts address folder states')
mkdirSync(folder, { recursive: true })

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})

for (const scheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    const context = await browser.newContext({
      viewport: { width, height: width === 390 ? 844 : 900 },
      colorScheme: scheme,
      reducedMotion: 'reduce',
    })
    for (const state of states) {
      const page = await context.newPage()
      const name = `${state}-${width}-${scheme}`
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) console.log(name, message.text())
      })
      page.on('pageerror', (error) => console.log(name, 'page error', error.message))
      await page.goto(`${address}?state=${state}`)
      await page.locator('h1').first().waitFor({ timeout: 20_000 })
      await page.evaluate(() => document.fonts.ready)
      await page.waitForTimeout(250)
      await page.screenshot({ path: `${folder}/${name}.png` })
      await page.screenshot({ path: `${folder}/${name}-full.png`, fullPage: true })
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      if (overflow > 0) console.log(name, `is ${overflow} px wider than the window`)
      const { violations } = await new AxeBuilder({ page }).analyze()
      for (const { id, help, nodes } of violations)
        console.log(name, id, help, nodes.length, nodes[0]?.target, nodes[0]?.failureSummary)
      await page.close()
    }
    await context.close()
  }
}
await browser.close()
