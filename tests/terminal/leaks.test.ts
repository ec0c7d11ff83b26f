import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { numberColumn, textColumn } from '../../src/accounts/sampleColumns.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { newFolder, ratchet } from './ratchet.ts'

const ROWS = 900
const folder = newFolder()
const json = (...names: string[]) => JSON.parse(readFileSync(join(folder, ...names), 'utf8'))
const churned = (row: number) => ((row * 7) % 11 < 4 ? 1 : 0) ^ (row % 9 === 0 ? 1 : 0)
const wrongOnceIn = (n: number, row: number) => (row % n === 0 ? 1 - churned(row) : churned(row))
const numbers = (name: string, of: (row: number) => number) =>
  numberColumn(
    name,
    Float64Array.from({ length: ROWS }, (_, row) => of(row)),
  )

beforeAll(() => {
  const ids = Array.from({ length: ROWS }, (_, row) => `a${row}`)
  const reply = numbers('reply', () => 3)
  const missing = Uint8Array.from({ length: ROWS }, (_, row) => 1 - wrongOnceIn(100, row))
  const table = {
    rowCount: ROWS,
    columns: [
      textColumn('account_id', ids),
      numbers('usage', (row) => (row * 7) % 11),
      numbers('depth', (row) => (row * 5) % 13),
      numbers('closing_note', (row) => 10 * wrongOnceIn(80, row)),
      { ...reply, missing },
      numbers('near', (row) => wrongOnceIn(12, row)),
      numbers('churned', churned),
    ],
  }
  writeFileSync(join(folder, 'leaky.parquet'), new Uint8Array(tableParquet(table)))
  const spec = (...names: string[]) =>
    JSON.stringify({
      model: 'theirs',
      features: Object.fromEntries(
        names.map((name) => [
          name,
          { weight: 5, ...(name === 'reply' && { missing: 'zero_points' }) },
        ]),
      ),
    })
  writeFileSync(join(folder, 'leaky.json'), spec('usage', 'closing_note', 'reply'))
  writeFileSync(join(folder, 'near.json'), spec('usage', 'near'))
})

const run = (output: string, ...args: string[]) =>
  ratchet(folder, 'run', '--data', 'leaky.parquet', '--n', '40', '--output-dir', output, ...args)
const refresh = (output: string, ...args: string[]) =>
  ratchet(
    folder,
    'refresh',
    '--train',
    'leaky.parquet',
    '--n',
    '40',
    '--output-dir',
    output,
    ...args,
  )

describe('a spec that scores by what gives the outcome away', () => {
  it.each([
    ['run', run],
    ['refresh', refresh],
  ] as const)('is refused by %s in one line that says how to go on', async (_, command) => {
    const ended = await command('no', '--spec', 'leaky.json')
    expect([ended.code, ended.stdout]).toEqual([2, ''])
    expect(ended.stderr).toMatch(
      /closing_note is a feature of the spec, but alone it tells churned .* AUC of 0\.98 or more: .* reply is a feature of the spec, but having a value alone .* Leave them out of leaky\.json, or, .* with --allow-leaks closing_note,reply\.\n$/,
    )
    expect(ended.stderr.trimEnd()).not.toContain('\n')
    expect(existsSync(join(folder, 'no'))).toBe(false)
  })

  it('is refused as long as one column is not allowed', async () => {
    const one = await run('no', '--spec', 'leaky.json', '--allow-leaks', 'closing_note')
    expect(one).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^(?!.*closing_note).*--allow-leaks reply\.\n$/s),
    })
  })

  it('is searched where each column is allowed, with warnings', async () => {
    const ended = await run('yes', '--spec', 'leaky.json', '--allow-leaks', 'closing_note, reply')
    expect([ended.code, ended.stderr]).toEqual([0, ''])
    expect(ended.stdout).toMatch(/Warning: closing_note was included by hand, although/)
    expect(ended.stdout).toMatch(/Warning: reply was included by hand, although/)
    expect(Object.keys(json('yes', 'best_spec.json').features)).toContain('closing_note')
  })

  it('is reviewed with that as the first caution', async () => {
    const allow = ['--allow-leaks', 'closing_note,reply']
    const ended = await refresh('judged', '--spec', 'leaky.json', ...allow)
    expect([ended.code, ended.stderr]).toEqual([0, ''])
    const { cautions } = json('judged', 'report.json')
    expect(cautions[0]).toMatch(/^closing_note was included by hand, although alone it tells/)
    expect(cautions[1]).toMatch(/^reply was included by hand/)
    expect(readFileSync(join(folder, 'judged', 'report.html'), 'utf8')).toContain(
      'closing_note was included by hand',
    )
  })

  it('is evaluated all the same, with the warning', async () => {
    const ended = await ratchet(
      folder,
      'evaluate',
      '--data',
      'leaky.parquet',
      '--spec',
      'leaky.json',
    )
    expect(ended.code).toBe(0)
    expect(ended.stdout).toMatch(/Warning: closing_note was included by hand/)
  })

  it('below 0.98 is a warning', async () => {
    const ended = await run('near', '--spec', 'near.json')
    expect(ended.code).toBe(0)
    expect(ended.stdout).toMatch(/Warning: near alone tells churned .* AUC of 0\.9 or more/)
  })
})

it('without a spec such columns are left out, and say so', async () => {
  const ended = await run('made')
  expect(ended.code).toBe(0)
  expect(ended.stdout).toMatch(/closing_note is ignored: alone it tells churned/)
  expect(ended.stdout).toMatch(/reply is ignored: having a value alone/)
  const features = Object.keys(json('made', 'best_spec.json').features).join()
  expect(features).toContain('near')
  expect(features).not.toMatch(/closing_note|reply/)
})

it.each([
  [run, ['--allow-leaks', 'closing_note'], /--allow-leaks needs --spec/],
  [
    refresh,
    ['--spec', 'leaky.json', '--allow-leaks', 'nobody'],
    /--allow-leaks nobody: .* no column/,
  ],
])('refuses %o %o', async (command, args, words) => {
  expect(await command('no', ...args)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(words),
  })
})
