import { readFile } from 'node:fs/promises'
import { test as base, type Download, expect, type Page } from '@playwright/test'
import { sampleTable } from '../../src/accounts/sample.ts'
import { HEALTH_SIGNAL } from '../../src/accounts/sampleHealth.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'

/** A test whose page must make no request off its origin and leave no error in the console. */
export const test = base.extend<{ quiet: undefined }>({
  quiet: [
    async ({ page, baseURL }, use) => {
      const complaints: string[] = []
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('request', (request) => {
        const address = request.url()
        const local = address.startsWith('blob:') || address.startsWith('data:')
        if (!local && new URL(address).origin !== new URL(baseURL as string).origin)
          complaints.push(`request to ${address}`)
      })
      await use(undefined)
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

export async function openSample(page: Page): Promise<void> {
  await page.goto('./')
  await page.getByRole('button', { name: 'Try sample accounts' }).click()
  await expect(page.getByRole('button', { name: 'Start run' })).toBeEnabled()
}

let manyAccounts: Buffer | null = null

/** Opens a file large enough that a run can be caught in the middle: 60,000 accounts of the sample. */
export async function openManyAccounts(page: Page): Promise<void> {
  manyAccounts ??= Buffer.from(tableParquet(sampleTable('health', { accounts: 60_000 })))
  await openBuffer(page, 'many-accounts.parquet', manyAccounts)
}

/** Opens a file whose shapes take long to choose: 20,000 accounts, and ten times as many features as the sample's. */
export async function openManyColumns(page: Page): Promise<void> {
  const table = sampleTable('health', { accounts: 20_000 })
  const more = Array.from({ length: 9 }, (_, copy) =>
    sampleTable('health', { accounts: 20_000, seed: copy + 1 })
      .columns.filter(({ name }) => Object.hasOwn(HEALTH_SIGNAL, name))
      .map((column) => ({ ...column, name: `${column.name}_${copy + 2}` })),
  )
  const wide = tableParquet({ ...table, columns: [...table.columns, ...more.flat()] })
  await openBuffer(page, 'many-columns.parquet', Buffer.from(wide))
}

async function openBuffer(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.goto('./')
  await page
    .getByLabel('Parquet file')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  await expect(page.getByRole('button', { name: 'Start run' })).toBeEnabled({ timeout: 30_000 })
}

/** Has the next run propose random changes, 2,000 of them, and shows the Run view. */
export async function chooseRandom(page: Page): Promise<void> {
  await openView(page, 'Run')
  await page.getByRole('button', { name: 'Options' }).click()
  await page.getByLabel('Strategy').selectOption('random')
}

/** Chooses the best shapes in the Model view. */
export async function chooseShapes(page: Page): Promise<void> {
  await openView(page, 'Model')
  await page.getByRole('button', { name: 'Best shape for each feature' }).click()
  await expect(page.getByRole('button', { name: 'Back to the shapes as they were' })).toBeVisible({
    timeout: 120_000,
  })
}

/** Starts a run with the defaults and waits for its end. */
export async function runToEnd(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start run' }).click()
  await expect(page.getByRole('status', { name: 'Run status' })).toContainText('finished', {
    timeout: 60_000,
  })
}

export async function openView(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click()
}

export async function downloadText(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8')
}

export interface JournalLine {
  experiment_id: string
  run_id: string
  outcome: 'win' | 'lose'
  baseline_value: number
  variant_value: number
  gain_in_standard_errors?: number
  changes: string[]
  weights_snapshot: Record<string, number>
  metrics: Record<string, unknown>
}

/** Exports the newest run's journal from the Journal view. */
export async function exportedJournal(page: Page): Promise<JournalLine[]> {
  await openView(page, 'Journal')
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    page.getByRole('button', { name: 'Export journal (JSONL)' }).first().click(),
  ])
  const text = await downloadText(download)
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalLine)
}

/** What makes two journals the same search: everything but ids and clocks. */
export function keptOf(lines: JournalLine[]) {
  return lines
    .filter((line) => line.outcome === 'win')
    .map((line) => ({
      experiment_id: line.experiment_id,
      variant_value: line.variant_value,
      gain_in_standard_errors: line.gain_in_standard_errors,
      changes: line.changes,
      weights_snapshot: line.weights_snapshot,
    }))
}
