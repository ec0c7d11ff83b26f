import type { Page } from '@playwright/test'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { sampleTable } from '../../src/accounts/sample.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { expect, openSample, openView, runToEnd, test } from './page.ts'

interface Refused {
  name: string
  text: string
  says: RegExp
}

const REFUSED: Refused[] = [
  { name: 'empty.parquet', text: '', says: /empty/i },
  { name: 'accounts.parquet', text: 'account_id,mrr,churned\na,10,0\nb,20,1\n', says: /CSV/ },
  { name: 'cut.parquet', text: `PAR1${'x'.repeat(500)}`, says: /cut|truncated|incomplete/i },
]

for (const { name, text, says } of REFUSED) {
  test(`${name} is refused in a sentence and the page still works`, async ({ page }) => {
    await drop(page, name, Buffer.from(text))
    await expect(page.getByRole('alert').first()).toContainText(says)
    await openSample(page)
  })
}

const ROWS = 400
const ids = Array.from({ length: ROWS }, (_, i) => `acc_${i}`)
const usage = Array.from({ length: ROWS }, (_, i) => (i * 37) % 11)
const churned = usage.map((value, i) => ((value + (i % 5)) % 3 === 0 ? 1 : 0))

type Columns = Parameters<typeof parquetWriteBuffer>[0]['columnData']

const base: Columns = [
  { name: 'account_id', data: ids, type: 'STRING' },
  { name: 'usage', data: usage, type: 'INT32' },
]
const outcome: Columns = [{ name: 'churned', data: churned, type: 'INT32' }]

interface Told {
  title: string
  columns: Columns
  says: RegExp
  runs: boolean // whether a run can start all the same
}

const TOLD: Told[] = [
  { title: 'no outcome', columns: base, says: /outcome/i, runs: false },
  {
    title: 'an outcome of a single class',
    columns: [...base, { name: 'churned', data: usage.map(() => 0), type: 'INT32' }],
    says: /churned/,
    runs: false,
  },
  {
    title: 'a column without any value',
    columns: [
      ...base,
      { name: 'nps', data: usage.map(() => null), type: 'DOUBLE', nullable: true },
      ...outcome,
    ],
    says: /nps/,
    runs: true,
  },
  {
    title: 'two columns of one name',
    columns: [
      ...base,
      { name: 'usage', data: usage.map((v) => 10 - v), type: 'INT32' },
      ...outcome,
    ],
    says: /usage/,
    runs: true,
  },
  {
    title: '500 columns',
    columns: [
      ...base,
      ...Array.from({ length: 497 }, (_, c) => ({
        name: `signal_${c}`,
        data: usage.map((value, i) => (value * (c + 1) + i * (c % 7)) % 13),
        type: 'INT32' as const,
      })),
      ...outcome,
    ],
    says: /500 columns/,
    runs: true,
  },
]

for (const { title, columns, says, runs } of TOLD) {
  test(`${title}: said in a sentence, and the page still works`, async ({ page }) => {
    const bytes = parquetWriteBuffer({ columnData: columns })
    await drop(page, 'accounts.parquet', Buffer.from(bytes))
    await expect(page.getByRole('main')).toContainText(says)
    const start = page.getByRole('button', { name: 'Start run' })
    if (runs) await runToEnd(page)
    else {
      await expect(start).toBeDisabled()
      await openView(page, 'Run')
      await expect(page.getByRole('listitem').filter({ hasText: 'churned' })).toBeVisible()
      await page.getByRole('link', { name: 'Mend it on Data' }).click()
      await expect(page).toHaveURL(/#\/data$/)
    }
  })
}

test('rows without an outcome can be left out, in so many words', async ({ page }) => {
  const gaps = churned.map((value, i) => (i % 40 === 7 ? null : value))
  const columns: Columns = [...base, { name: 'churned', data: gaps, type: 'INT32', nullable: true }]
  await drop(page, 'accounts.parquet', Buffer.from(parquetWriteBuffer({ columnData: columns })))
  await expect(page.getByRole('button', { name: 'Start run' })).toBeDisabled()
  await page.getByRole('button', { name: /leave those rows out/i }).click()
  await expect(page.getByRole('main')).toContainText(/10 rows/)
  await runToEnd(page)
})

async function drop(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.goto('./')
  await page
    .getByLabel('Parquet file')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
}

test('of three files dropped at once two are opened, and the page says so', async ({ page }) => {
  await page.goto('./')
  const files = ['one.parquet', 'two.parquet', 'three.parquet'].map((name, seed) => {
    const content = tableParquet(sampleTable('health', { accounts: 300, seed }))
    return { name, content: [...new Uint8Array(content)] }
  })
  await page.evaluate((dropped) => {
    const transfer = new DataTransfer()
    for (const { name, content } of dropped)
      transfer.items.add(new File([new Uint8Array(content)], name))
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }))
  }, files)
  await expect(page.getByText('three.parquet was not opened')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Close one.parquet' })).toBeVisible()
  await expect(page.getByText('Held out: two.parquet, 300 accounts.')).toBeVisible()
})
