import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Browser, chromium, type Page } from '@playwright/test'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { findChromium } from '../hosting/findChromium.mjs'
import { pageAccounts } from './pageAccounts.ts'

/*
 * What a user feels, measured in Chromium on the page as `npm start` builds and serves it, as the table
 * of the README:
 *   npm run bench:page -- [--port 4173] [--experiments 3000000]
 * Functions run in the page stay nameless: tsx gives named ones a helper the page lacks. Input delay is from a press to the first line of its handler, about ten presses a second.
 */

const ACCOUNTS = 100_000
const SEED = 1

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4173' },
    experiments: { type: 'string', default: '3000000' },
  },
})
const NAME = `${ACCOUNTS.toLocaleString('en')} accounts × 25 columns`
const rows: [what: string, figure: string][] = []

interface ProbedWindow extends Window {
  delays: number[]
  tasks: number[] // milliseconds of tasks longer than 50
}

/** A page that times every press and every long task. */
async function probed(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.addInitScript(() => {
    const probe = window as unknown as ProbedWindow
    probe.delays = []
    probe.tasks = []
    addEventListener(
      'pointerdown',
      (event) => probe.delays.push(performance.now() - event.timeStamp),
      { capture: true },
    )
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) probe.tasks.push(Math.round(duration))
    }).observe({ type: 'longtask' })
  })
  await page.goto(address)
  return page
}

const statusOf = (page: Page) => page.getByRole('status', { name: 'Run status' })

async function statusText(page: Page): Promise<string> {
  return (await statusOf(page).textContent()) ?? ''
}

async function rateOf(page: Page): Promise<string> {
  return /([\d,]+) a second/.exec(await statusText(page))?.[1] ?? '?'
}

async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try sample accounts' }).click()
  await page.getByRole('button', { name: 'Start run' }).waitFor()
}

async function start(page: Page, budget: number, workers: number): Promise<void> {
  await page.getByRole('link', { name: 'Run', exact: true }).click()
  const field = page.getByLabel(/^Budget/)
  if (!(await field.isVisible())) await page.getByRole('button', { name: 'Options' }).click()
  await field.fill(String(budget))
  await page.getByLabel('Workers').fill(String(workers))
  await page.getByRole('button', { name: 'Start run' }).click()
  await statusOf(page).waitFor()
}

function percentile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

/** Milliseconds from the press of a button until the page says the word. */
async function latency(page: Page, button: string, word: string): Promise<number> {
  return page.evaluate(
    ([button, word]) =>
      new Promise<number>((resolve, reject) => {
        const found = [...document.querySelectorAll('button')].find(
          (each) => each.textContent?.trim() === button,
        )
        if (found === undefined) {
          reject(new Error(`no button ${button}`))
          return
        }
        const pressed = performance.now()
        found.click()
        const timer = setInterval(() => {
          const status = document.querySelector('[aria-label="Run status"]')
          if (!status?.textContent?.includes(word)) return
          clearInterval(timer)
          resolve(performance.now() - pressed)
        }, 2)
      }),
    [button, word],
  )
}

async function measureRun(browser: Browser, address: string, workers: number): Promise<void> {
  const page = await probed(browser, address)
  const budget = Number(values.experiments)
  await openSample(page)
  await start(page, budget, workers)
  await page.waitForTimeout(1000)
  const pause = await latency(page, 'Pause', 'paused')
  await page.getByRole('button', { name: 'Resume' }).first().click()
  await page.evaluate(() => {
    Object.assign(window, { delays: [], tasks: [] })
  })
  while (!/finished|stopped/.test(await statusText(page))) {
    await page.mouse.click(640, 5)
    await page.waitForTimeout(100)
  }
  const { delays, tasks } = await page.evaluate(() => {
    const { delays, tasks } = window as unknown as ProbedWindow
    return { delays, tasks }
  })
  delays.sort((a, b) => a - b)
  const label = `${workers} worker${workers === 1 ? '' : 's'}`
  rows.push([`experiments a second, 5,000 accounts, ${label}`, await rateOf(page)])
  rows.push([
    `input delay, ${delays.length} presses: median, 99th percentile, most, ${label}`,
    [0.5, 0.99, 1].map((share) => `${percentile(delays, share).toFixed(1)} ms`).join(', '),
  ])
  rows.push([`tasks over 50 ms, ${label}`, tasks.map((ms) => `${ms} ms`).join(', ') || 'none'])
  rows.push([`pause, ${label}`, `${pause.toFixed(0)} ms`])
  await start(page, budget, workers)
  await page.waitForTimeout(1000)
  rows.push([`stop, ${label}`, `${(await latency(page, 'Stop', 'stopped')).toFixed(0)} ms`])
  await page.close()
}

async function measureCold(browser: Browser, address: string): Promise<void> {
  const page = await probed(browser, address)
  await openSample(page)
  await start(page, 2000, 1)
  await statusOf(page).getByText('finished').waitFor()
  const seconds = /in (.*? s)/.exec(await statusText(page))?.[1] ?? '?'
  rows.push(['2,000 experiments, 5,000 accounts, cold page: search', seconds])
  await page.close()
}

async function measureFile(browser: Browser, address: string, file: string): Promise<void> {
  const page = await probed(browser, address)
  const dropped = performance.now()
  await page.getByLabel('Parquet file').setInputFiles(file)
  await page.getByText('how it is used').first().waitFor({ timeout: 120_000 })
  rows.push([`${NAME}: drop to table`, `${((performance.now() - dropped) / 1000).toFixed(2)} s`])
  for (const workers of [1, 2]) {
    await start(page, 2000, workers)
    await statusOf(page).getByText('finished').waitFor({ timeout: 300_000 })
    rows.push([`${NAME}: experiments a second, workers: ${workers}`, await rateOf(page)])
  }
  const megabytes = await page.evaluate(async () => {
    const measured = performance as unknown as {
      measureUserAgentSpecificMemory?(): Promise<{ bytes: number }>
    }
    return ((await measured.measureUserAgentSpecificMemory?.())?.bytes ?? Number.NaN) / 1e6
  })
  rows.push([`${NAME}: memory of the page and its workers`, `${megabytes.toFixed(0)} MB`])
  await page.close()
}

/** The page as `npm start` serves it, once it does. */
async function served(port: string): Promise<{ address: string; server: ChildProcess }> {
  const script = fileURLToPath(new URL('../../src/terminal/start.mjs', import.meta.url))
  const server = spawn(process.execPath, [script, '--port', port], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    server.stdout.on('data', (text) => {
      said += text
      const found = /is ready: (\S+)/.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    })
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)))
  })
  return { address, server }
}

const folder = mkdtempSync(join(tmpdir(), 'ratchet-bench-'))
const file = join(folder, 'accounts.parquet')
writeFileSync(file, new Uint8Array(tableParquet(pageAccounts(ACCOUNTS, SEED))))
const { address, server } = await served(values.port)
const browser = await chromium.launch({
  executablePath: (await findChromium()) ?? undefined,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
})
try {
  await measureCold(browser, address)
  for (const workers of [1, 2]) await measureRun(browser, address, workers)
  await measureFile(browser, address, file)
} finally {
  await browser.close()
  server.kill()
  rmSync(folder, { recursive: true })
  console.log('|  |  |\n| --- | --: |')
  for (const [what, figure] of rows) console.log(`| ${what} | ${figure} |`)
}
