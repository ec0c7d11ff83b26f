import { expect, openSample, test } from './page.ts'

const FILES = [
  { name: 'empty.parquet', text: '', says: /empty/i },
  { name: 'accounts.parquet', text: 'account_id,mrr,churned\na,10,0\nb,20,1\n', says: /parquet/i },
  { name: 'cut.parquet', text: `PAR1${'x'.repeat(500)}`, says: /cut|truncated|incomplete/i },
]

for (const { name, text, says } of FILES) {
  test(`${name} is refused in a sentence and the page still works`, async ({ page }) => {
    await page.goto('./')
    await page
      .getByLabel('Parquet file')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) })
    await expect(page.getByRole('alert').first()).toContainText(says)
    await openSample(page)
  })
}
