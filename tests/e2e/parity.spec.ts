import { execFile } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  chooseRandom,
  expect,
  exportedJournal,
  type JournalLine,
  keptOf,
  openSample,
  openView,
  runToEnd,
  test,
} from './page.ts'

const run = promisify(execFile)

test('page and terminal keep the same experiments', async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'ratchet-parity-'))
  await page.goto('./')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /health score/ }).click(),
  ])
  const data = join(folder, 'accounts.parquet')
  await writeFile(data, await readFile(await download.path()))
  const output = join(folder, 'run')
  const args = ['src/terminal/ratchet.mjs', 'run', '--data', data, '--output-dir', output]
  const { stdout } = await run(process.execPath, [...args, '--workers', '2', '--json'])
  const text = await readFile(join(output, 'experiment_journal.jsonl'), 'utf8')
  const terminal = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalLine)

  await openSample(page)
  await chooseRandom(page)
  await runToEnd(page)
  const browser = await exportedJournal(page)
  expect(keptOf(browser)).toEqual(keptOf(terminal))
  expect(browser.map(({ metrics }) => metrics)).toEqual(terminal.map(({ metrics }) => metrics))

  await openView(page, 'Run')
  await page.getByRole('button', { name: 'Options' }).click()
  await page.getByRole('spinbutton', { name: /^Budget/ }).fill('3000000')
  await page.getByRole('button', { name: 'Start run' }).click()
  const held = await page.getByText(/worker searching · \d+ kB, \d+ kB shared/).textContent()
  const kilobytes = [...held!.matchAll(/\d+(?= kB)/g)].reduce((sum, [text]) => sum + +text, 0)
  expect(Math.abs(kilobytes - JSON.parse(stdout).worker_bytes / 1000)).toBeLessThan(1.01) // rounded twice
})
