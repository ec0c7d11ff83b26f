import { writeFileSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { parquetWriteBuffer } from 'hyparquet-writer'
const n = 600
const r = (i: number, k: number) => (Math.sin(i * 12.9898 + k * 78.233) * 43758.5453) % 1
const buf = parquetWriteBuffer({ columnData: [
  { name: 'account_id', data: Array.from({ length: n }, (_, i) => `a${i}`), type: 'STRING' },
  { name: 'usage', data: Array.from({ length: n }, (_, i) => Math.abs(r(i, 1))), type: 'DOUBLE' },
  { name: 'seats', data: Array.from({ length: n }, (_, i) => i % 7 === 0 ? null : i % 40), type: 'DOUBLE' },
  { name: 'churned', data: Array.from({ length: n }, (_, i) => i % 50 === 0 ? null : (Math.abs(r(i, 2)) > 0.7 ? 1 : 0)), type: 'INT32' },
] })
writeFileSync('/tmp/shots/blank.parquet', new Uint8Array(buf))
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync'] })
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
page.on('console', (m) => { if (m.type() !== 'debug') console.log(m.type(), m.text().slice(0,300)) })
page.on('pageerror', (m) => console.log('PAGEERROR', m.message.slice(0,300)))
const said = async (what: string) => console.log(what, '|', (await page.locator('h1').allTextContents()).join(), '|', (await page.getByRole('alert').allTextContents()).join(), '|', (await page.getByRole('listitem').allTextContents()).slice(5).join(' // '))
await page.goto('http://localhost:5613/')
await page.getByLabel('Parquet file').setInputFiles('/tmp/shots/blank.parquet'); await page.waitForTimeout(1500); await said('blank')
await page.getByRole('button', { name: 'Leave those rows out' }).click({ timeout: 3000 }).catch((e) => console.log(String(e).slice(0, 100))); await page.waitForTimeout(900); await said('left out')
const miss = page.getByLabel('Missing values of seats')
console.log('missing select', await miss.count())
if (await miss.count()) { await miss.selectOption('fill'); await page.waitForTimeout(900); await said('fill'); console.log(await page.getByLabel('Value for missing seats').inputValue()); await page.getByLabel('Value for missing seats').fill('12.5'); await page.keyboard.press('Enter'); await page.waitForTimeout(700); console.log(await page.getByLabel('Value for missing seats').inputValue()); await page.screenshot({ path: '/tmp/shots/real-fill.png' })
 await miss.selectOption('leave_out'); await page.waitForTimeout(700); await said('leave col out') }
await page.getByLabel('Parquet file').setInputFiles('/work/shared/data/riskslim_adult.parquet'); await page.waitForTimeout(2500); await said('adult')
await page.getByLabel('Role of Over50K').selectOption('churned'); await page.waitForTimeout(2500); await said('adult churned')
await page.getByRole('button', { name: 'Start run' }).click(); await page.waitForTimeout(2500); await said('run')
for (const f of ['/work/shared/data/README.md']) { await page.getByRole('link', { name: 'Data', exact: true }).click(); await page.getByLabel('Parquet file').setInputFiles(f); await page.waitForTimeout(1500); await said(f) }
await page.screenshot({ path: '/tmp/shots/real-error.png' })
await browser.close()
