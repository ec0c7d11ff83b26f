import { expect, type Page, test } from '@playwright/test'
import {
  chooseRandom,
  exportedJournal,
  keptOf,
  openManyAccounts,
  openSample,
  openView,
  runToEnd,
} from './page.ts'

/*
 * What can break around a run: each time the page says so in a sentence, goes on working, and what it
 * said was journaled is there.
 */

const BUDGET = 150_000
const RELOADED_BUDGET = 150_000

test.describe.configure({ timeout: 180_000 })

interface BreakableWindow extends Window {
  workers: { name: string; worker: Worker }[]
  fullAfter: number // journal records until the storage is full
}

/** Lets a test get at the page's workers. */
async function withWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const breakable = window as unknown as BreakableWindow
    breakable.workers = []
    window.Worker = class extends Worker {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options)
        const name = /(data|journal|search)\.worker/.exec(String(address))?.[1] ?? ''
        breakable.workers.push({ name, worker: this })
      }
    }
  })
}

/** Ends the newest worker of a name: silently, as a browser short of memory may, or with an error. */
async function kill(page: Page, name: string, how: 'silently' | 'with an error'): Promise<void> {
  await page.evaluate(
    ([name, how]) => {
      const { workers } = window as unknown as BreakableWindow
      const found = workers.findLast((each) => each.name === name)
      if (found === undefined) throw new Error(`no ${name} worker`)
      found.worker.terminate()
      if (how === 'with an error')
        found.worker.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }))
    },
    [name, how],
  )
}

const statusOf = (page: Page) => page.getByRole('status', { name: 'Run status' })

async function setBudget(page: Page, budget: number): Promise<void> {
  await openView(page, 'Run')
  const field = page.getByRole('spinbutton', { name: /^Budget/ })
  if (!(await field.isVisible())) await page.getByRole('button', { name: 'Options' }).click()
  await field.fill(String(budget))
}

async function startRun(page: Page, budget = BUDGET): Promise<void> {
  await setBudget(page, budget)
  await page.getByRole('button', { name: 'Start run' }).click()
  await expect(statusOf(page)).toContainText('running')
}

async function resume(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Resume' }).first().click()
}

async function finished(page: Page): Promise<void> {
  await expect(statusOf(page)).toContainText('finished', { timeout: 120_000 })
}

/** The kept experiments of an undisturbed run of the same sample, seed and budget. */
async function undisturbed(page: Page, budget = BUDGET) {
  await startRun(page, budget)
  await finished(page)
  return keptOf(await exportedJournal(page))
}

test.describe('workers that die', () => {
  test('a search worker that falls silent is replaced, and the result is the same', async ({
    page,
  }) => {
    await withWorkers(page)
    await openManyAccounts(page)
    await startRun(page)
    await expect(statusOf(page)).toContainText(/[1-9][\d,]* experiments/)
    await kill(page, 'search', 'silently')
    await finished(page)
    const lines = await exportedJournal(page)
    expect(lines).toHaveLength(BUDGET)
    expect(keptOf(lines)).toEqual(await undisturbed(page))
  })

  for (const name of ['data', 'journal'])
    test(`a ${name} worker lost during a run pauses it; resumed, it ends the same`, async ({
      page,
    }) => {
      await withWorkers(page)
      await openManyAccounts(page)
      await startRun(page)
      await kill(page, name, 'with an error')
      await Promise.race([
        page
          .getByText(/paused by itself/)
          .first()
          .waitFor(),
        statusOf(page).getByText('finished').waitFor(),
      ])
      if (!(await statusOf(page).textContent())?.includes('finished')) await resume(page)
      await finished(page)
      const lines = await exportedJournal(page)
      expect(lines).toHaveLength(BUDGET)
      expect(keptOf(lines)).toEqual(await undisturbed(page))
    })

  test('a data worker lost while shapes are chosen leaves the spec as it was', async ({ page }) => {
    await withWorkers(page)
    await openManyAccounts(page)
    await openView(page, 'Model')
    await page.getByRole('button', { name: 'Best shape for each feature' }).click()
    const choosing = page.getByRole('status', { name: 'Choosing shapes' })
    await expect(choosing).toBeVisible()
    await kill(page, 'data', 'with an error')
    await expect(page.getByText(/choice of shapes stopped: .*The spec is as it was/)).toBeVisible()
    await expect(choosing).toHaveCount(0)
    await runToEnd(page)
  })

  test('a lost journal worker is started again for the next command', async ({ page }) => {
    await withWorkers(page)
    await openSample(page)
    await chooseRandom(page)
    await runToEnd(page)
    await kill(page, 'journal', 'with an error')
    expect(await exportedJournal(page)).toHaveLength(2_000)
  })

  for (const name of ['search', 'data', 'journal'])
    test(`a ${name} worker that died silently between runs is replaced within seconds`, async ({
      page,
    }) => {
      await withWorkers(page)
      await openSample(page)
      await chooseRandom(page)
      await runToEnd(page)
      await kill(page, name, 'silently')
      await page.waitForTimeout(1_500) // idle: only then is it asked whether it lives
      await page.getByRole('button', { name: 'Start run' }).click()
      await expect(statusOf(page)).not.toContainText('finished')
      await expect(statusOf(page)).toContainText('finished', { timeout: 15_000 })
      expect(await exportedJournal(page)).toHaveLength(2_000)
    })

  test('a worker that cannot be loaded is named, and the page goes on', async ({ page }) => {
    for (const name of ['data', 'search', 'journal'])
      await page.route(new RegExp(`${name}\\.worker`), (route) => route.abort())
    await page.goto('./')
    await page.getByRole('button', { name: 'Try sample accounts' }).click()
    await expect(page.getByText(/data worker failed: it could not be loaded/)).toBeVisible()
    await page.unroute(/data\.worker/)
    await page.unroute(/journal\.worker/)
    await page.getByRole('button', { name: 'Try sample accounts' }).click()
    await page.getByRole('button', { name: 'Start run' }).click()
    await expect(page.getByText(/search worker failed: it could not be loaded/)).toBeVisible()
    await page.unroute(/search\.worker/)
    await resume(page)
    await finished(page)
  })
})

test.describe('storage', () => {
  test('a full storage pauses the run; with room again it ends complete', async ({ page }) => {
    await page.route(/journal\.worker/, async (route) => {
      const response = await route.fetch()
      const full = `
        const add = IDBObjectStore.prototype.add
        let records = 0
        IDBObjectStore.prototype.add = function (...args) {
          if (++records === 5) throw new DOMException('', 'QuotaExceededError')
          return add.apply(this, args)
        };`
      await route.fulfill({ response, body: full + (await response.text()) })
    })
    await openManyAccounts(page)
    await startRun(page)
    await expect(page.getByText(/storage is full/).first()).toBeVisible()
    await expect(statusOf(page)).toContainText('paused')
    await resume(page)
    await finished(page)
    expect(await exportedJournal(page)).toHaveLength(BUDGET)
  })

  test('without any storage the page says why no run can start', async ({ page }) => {
    await page.route(/journal\.worker/, async (route) => {
      const response = await route.fetch()
      const none = 'Object.defineProperty(self, "indexedDB", { value: undefined });'
      await route.fulfill({ response, body: none + (await response.text()) })
    })
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('denied', 'SecurityError')
        },
      })
      Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })
    })
    await openSample(page)
    await page.getByRole('button', { name: 'Start run' }).click()
    await expect(page.getByText(/journal cannot be kept/).first()).toBeVisible()
    await openView(page, 'Journal')
    await expect(page.getByRole('main')).toContainText('no run can start')
    await expect(page.getByRole('button', { name: 'Reload the page' })).toBeVisible()
    await openView(page, 'Model')
    await expect(page.getByRole('main')).toContainText('alert_created')
  })
})

test.describe('impatience', () => {
  test('pressed twice, started and stopped at once, paused and resumed again and again', async ({
    page,
  }) => {
    await openManyAccounts(page)
    await setBudget(page, BUDGET)
    await page.getByRole('button', { name: 'Start run' }).dblclick()
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect(statusOf(page)).toContainText(/stopped|finished/)
    await openView(page, 'Journal')
    await expect(page.getByRole('button', { name: 'Export journal (JSONL)' })).toHaveCount(1)

    await startRun(page)
    for (let round = 0; round < 20; round++) {
      const button = page.getByRole('button', { name: /^(Pause|Resume)$/ })
      if (await button.isVisible()) await button.click({ timeout: 1000 }).catch(() => {})
    }
    const endedOrResumed = async () => {
      const status = await statusOf(page).textContent()
      if (status?.includes('paused')) await resume(page)
      return status
    }
    await expect.poll(endedOrResumed, { timeout: 120_000 }).toContain('finished')
    const lines = await exportedJournal(page)
    expect(lines).toHaveLength(BUDGET)
    expect(keptOf(lines)).toEqual(await undisturbed(page))
  })

  test('closing the file ends the search; the run waits in the journal and does not come back', async ({
    page,
  }) => {
    await openSample(page)
    await startRun(page, 3_000_000)
    await page.getByRole('button', { name: 'Close sample-health.parquet' }).click()
    await openView(page, 'Data')
    await page.getByRole('button', { name: 'Try sample accounts' }).click()
    await expect(page.getByRole('button', { name: 'Start run' })).toBeEnabled()
    await expect(statusOf(page)).toHaveCount(0)
    await openView(page, 'Journal')
    const row = page.getByRole('row').filter({ hasText: 'sample-health.parquet' })
    await expect(row).toContainText('interrupted')
    await expect(row.getByRole('button', { name: 'Resume' })).toBeVisible()
    await openView(page, 'Data')
    await expect(statusOf(page)).toHaveCount(0)
  })
})

test('two tabs: the second waits for the first, and offers to go on once that is closed', async ({
  context,
}) => {
  const first = await context.newPage()
  await openSample(first)
  await startRun(first, 3_000_000)
  const second = await context.newPage()
  await second.goto('./')
  await second.getByRole('button', { name: 'Start run' }).click()
  await expect(second.getByText('Another tab of Ratchet is searching.')).toBeVisible()
  await openView(second, 'Journal')
  await first.close()
  await openView(second, 'Run')
  await second.getByRole('button', { name: 'Resume' }).first().click()
  await expect(statusOf(second)).toContainText('running')
  await second.getByRole('button', { name: 'Stop' }).click()
  await expect(statusOf(second)).toContainText('stopped')
})

test('reloaded again and again, a run keeps what an undisturbed one keeps', async ({ page }) => {
  await openManyAccounts(page)
  await startRun(page, RELOADED_BUDGET)
  for (const wait of [40, 170, 310]) {
    await page.waitForTimeout(wait)
    await page.reload()
    await openView(page, 'Run')
    await resume(page)
    await expect(statusOf(page)).toContainText('running')
  }
  await finished(page)
  const lines = await exportedJournal(page)
  expect(lines).toHaveLength(RELOADED_BUDGET)
  expect(keptOf(lines)).toEqual(await undisturbed(page, RELOADED_BUDGET))
})
