import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { numberColumn, textColumn } from '../../src/accounts/sampleColumns.ts'
import type { Table } from '../../src/accounts/table.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { newFolder, ratchet } from './ratchet.ts'

const folder = newFolder()
const path = (name: string) => join(folder, name)
const numbers = (name: string, value: (row: number) => number, rows = 300) =>
  numberColumn(
    name,
    Float64Array.from({ length: rows }, (_, row) => value(row)),
  )

function writeTable(name: string, columns: Table['columns']): void {
  const table = { rowCount: columns[0]!.values.length, columns }
  writeFileSync(path(name), new Uint8Array(tableParquet(table)))
}

beforeAll(async () => {
  expect((await ratchet(folder, 'sample', 'health', '--out', 'health.parquet')).code).toBe(0)
  const whole = readFileSync(path('health.parquet'))
  writeFileSync(path('empty.parquet'), '')
  writeFileSync(path('torn.parquet'), whole.subarray(0, whole.length - 200))
  writeFileSync(path('table.csv.parquet'), 'account_id,churned\n1,0\n2,1\n')
  writeFileSync(path('broken.json'), '{"model": "x", "features": {"a": {"weight": 99}}}')
  writeFileSync(path('notspec.json'), '[1, 2')
  const other = '{"model": "x", "features": {"nowhere": {"weight": 5}}}'
  writeFileSync(path('other.json'), other)
  const fixed = '{"model": "x", "features": {"alert_created": {"weight": 5, "locked": true}}}'
  writeFileSync(path('fixed.json'), fixed)
  mkdirSync(path('folder.parquet'))
  writeTable('no-outcome.parquet', [numbers('a', (row) => row % 7), numbers('b', (row) => row % 5)])
  writeTable('one-class.parquet', [numbers('usage', (row) => row % 7), numbers('churned', () => 0)])
  writeTable('few.parquet', [
    numbers('usage', (row) => row % 7, 20),
    numbers('churned', (row) => row % 2, 20),
  ])
  writeFileSync(path('usage.json'), '{"model": "x", "features": {"usage": {"weight": 5}}}')
  writeTable('refunds.parquet', [
    numbers('usage', (row) => row % 7),
    numbers('churned', (row) => row % 2),
    numbers('mrr', (row) => (row === 1 ? -5 : 10)),
  ])
  writeTable('unpaid.parquet', [
    numbers('usage', (row) => row % 7),
    numbers('churned', (row) => row % 2),
    numbers('mrr', () => 10),
    numbers('mrr_end', () => 10),
  ])
  writeTable('no-feature.parquet', [
    textColumn(
      'account_id',
      Array.from({ length: 300 }, (_, row) => `a${row}`),
    ),
    numbers('churned', (row) => row % 2),
  ])
  writeTable('odd-outcome.parquet', [
    numbers('usage', (row) => row % 7),
    numbers('retained_6mo', (row) => row % 3),
  ])
})

const run = (data: string, ...more: string[]) => [
  'run',
  '--data',
  data,
  '--output-dir',
  'never',
  ...more,
]

const refresh = (...more: string[]) => [
  ...['refresh', '--train', 'health.parquet', '--output-dir', 'never'],
  ...more,
]

const REFUSED: [what: string, args: string[], says: RegExp][] = [
  ['an unknown command', ['serch'], /no command "serch"/],
  ['an unknown flag', run('health.parquet', '--sed', '1'), /--sed/],
  ['a flag without its value', run('health.parquet', '--seed'), /--seed/],
  ['a surplus argument', run('health.parquet', 'more'), /"more"/],
  ['no data', ['run', '--output-dir', 'never'], /--data is missing/],
  [
    'an output folder inside a file',
    ['run', '--data', 'health.parquet', '--output-dir', 'health.parquet/never'],
    /--output-dir .* cannot be used: a part of its path is not a folder/,
  ],
  ['no output folder', ['run', '--data', 'health.parquet'], /--output-dir is missing/],
  ['an unknown metric', run('health.parquet', '--metric', 'accuracy'), /"accuracy"/],
  ['an unknown strategy', run('health.parquet', '--strategy', 'luck'), /"luck"/],
  ['no experiments', run('health.parquet', '--n', '0'), /--n must be a whole number/],
  ['a seed that is no number', run('health.parquet', '--seed', 'x'), /--seed must be/],
  ['a seed below 0', run('health.parquet', '--seed', '-1'), /--seed must be .* not "-1"/],
  ['a gain below 0', refresh('--min-gain', '-0.01'), /--min-gain must be .* not "-0.01"/],
  ['a flag for a value', run('health.parquet', '--seed', '--json'), /--seed needs a value, but/],
  ['studies without a name', refresh('--studies', ','), /--studies names no study.*shuffle/],
  [
    'a segment of every account',
    refresh('--segment-column', 'account_id'),
    /--segment-column account_id: it has more than 50 different values/,
  ],
  ['all rows held out', run('health.parquet', '--holdout', '1'), /--holdout must be/],
  ['no worker', run('health.parquet', '--workers', '0'), /--workers must be/],
  ['a file that is not there', run('missing.parquet'), /missing\.parquet.*does not exist/],
  ['a folder', run('folder.parquet'), /is a folder/],
  ['an empty file', run('empty.parquet'), /empty/],
  ['a truncated file', run('torn.parquet'), /torn\.parquet/],
  ['a renamed CSV', run('table.csv.parquet'), /table\.csv\.parquet/],
  [
    'data without outcomes',
    run('no-outcome.parquet'),
    /retained or churned.*churn_column in a --spec/,
  ],
  [
    'revenue below 0 under a spec',
    ['evaluate', '--data', 'refunds.parquet', '--spec', 'usage.json'],
    /mrr .*-5 in row 2; revenue cannot be below 0/,
  ],
  ['an outcome of one class', run('one-class.parquet'), /churned/],
  ['too few accounts', run('few.parquet'), /20 accounts/],
  ['no feature', run('no-feature.parquet'), /feature/],
  ['an outcome that is not 0 or 1', run('odd-outcome.parquet'), /retained_6mo/],
  ['a spec that is not there', run('health.parquet', '--spec', 'no.json'), /no\.json.*not exist/],
  ['a spec that breaks a rule', run('health.parquet', '--spec', 'broken.json'), /weight/],
  ['a spec that is no spec', run('health.parquet', '--spec', 'notspec.json'), /notspec\.json/],
  ['a spec of other columns', run('health.parquet', '--spec', 'other.json'), /nowhere/],
  ['a spec with all weights locked', run('health.parquet', '--spec', 'fixed.json'), /locked/],
  ['evaluate without a spec', ['evaluate', '--data', 'health.parquet'], /--spec is missing/],
  [
    'evaluate with a spec of other columns',
    ['evaluate', '--data', 'health.parquet', '--spec', 'other.json'],
    /nowhere/,
  ],
  ['an unknown sample', ['sample', 'sales', '--out', 'never'], /health, churn.*"sales"/],
  ['a sample without a file', ['sample', 'health'], /--out is missing/],
  ['a sample of nobody', ['sample', 'health', '--out', 'never', '--accounts', '0'], /--accounts/],
  [
    'a sample into no folder',
    ['sample', 'health', '--out', 'no/never'],
    /its folder does not exist/,
  ],
  ['review of nothing', ['review'], /journal/],
  ['review of a missing journal', ['review', 'no.jsonl'], /no\.jsonl.*does not exist/],
  ['review of a folder', ['review', 'folder.parquet'], /is a folder/],
  ['review of something else', ['review', 'health.parquet'], /health\.parquet/],
]

describe('ratchet refuses', () => {
  it.each(REFUSED)('%s, in one line', async (_, args, says) => {
    const before = readdirSync(folder).sort()
    const { code, stdout, stderr } = await ratchet(folder, ...args)
    expect(stdout).toBe('')
    expect(stderr).toMatch(says)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(stderr).not.toMatch(/ambiguous|unexpectedly|at .*\.ts:\d/)
    expect(code).toBe(2)
    expect(existsSync(path('never'))).toBe(false)
    expect(readdirSync(folder).sort()).toEqual(before)
  })
})

describe('ratchet', () => {
  it('lists churned accounts that still pay, with a spec as without one', async () => {
    for (const args of [
      ['evaluate', '--data', 'unpaid.parquet', '--spec', 'usage.json'],
      ['run', '--data', 'unpaid.parquet', '--spec', 'usage.json', '--output-dir', 'unpaid'],
    ]) {
      const { code, stdout } = await ratchet(folder, ...args)
      expect(code).toBe(0)
      expect(stdout).toMatch(/Warning: mrr_end is above 0 although the account churned in 150 rows/)
    }
  })

  it('explains itself and says its version', async () => {
    for (const args of [[], ['--help'], ['run', '--help']]) {
      const { code, stdout } = await ratchet(folder, ...args)
      expect(code).toBe(0)
      expect(stdout).toMatch(/ratchet run --data/)
    }
    const { stdout } = await ratchet(folder, '--version')
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
