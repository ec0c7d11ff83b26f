import { mkdir } from 'node:fs/promises'
import { chromium } from '@playwright/test'
import { preview } from 'vite'
import { findChromium } from './hosting/findChromium.mjs'

/** Makes the pictures of the README from the built page and its sample accounts. */
const folder = 'public/pictures'
const server = await preview({ preview: { port: 4399 } })
const address = server.resolvedUrls?.local[0] as string
const browser = await chromium.launch({
  executablePath: (await findChromium()) ?? undefined,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
})
await mkdir(folder, { recursive: true })
for (const colorScheme of ['light', 'dark'] as const) {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1440, height: 1060 } })
  await page.goto(address)
  await page.getByRole('button', { name: 'Try sample accounts' }).click()
  await page.getByRole('button', { name: 'Start run' }).click()
  const status = page.getByRole('status', { name: 'Run status' })
  await status.filter({ hasText: 'finished' }).waitFor()
  await page.getByRole('figure', { name: 'NRR by tier' }).waitFor()
  await page.screenshot({ path: `${folder}/run-${colorScheme}.png` })
  await page.close()
}
await browser.close()
await server.close()
