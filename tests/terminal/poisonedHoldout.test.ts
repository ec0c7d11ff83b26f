import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { defaultSpec } from '../../src/accounts/defaultSpec.ts'
import { guessRoles } from '../../src/accounts/guessRoles.ts'
import { profileTable } from '../../src/accounts/profileTable.ts'
import { divideRows, type SplitRequest } from '../../src/accounts/rowSets.ts'
import { sampleTable } from '../../src/accounts/sample.ts'
import type { Table } from '../../src/accounts/table.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { cell, poison, withPlanAndTimes } from '../search/poison.ts'
import { newFolder, ratchet } from './ratchet.ts'

const folder = newFolder()
const timed = withPlanAndTimes(sampleTable('health', { accounts: 900, seed: 7 }))
const timeless: Table = {
  ...timed,
  columns: timed.columns.filter(({ name }) => !/features_asof|outcome_(start|end)/.test(name)),
}
const SPLITS: { table: Table; split: SplitRequest }[] = [
  { table: timed, split: { kind: 'time', share: 0.3, asOf: null } },
  { table: timeless, split: { kind: 'id', share: 0.3, seed: 42 } },
]

function write(name: string, table: Table): void {
  writeFileSync(join(folder, name), new Uint8Array(tableParquet(table)))
}

const read = (...names: string[]) => readFileSync(join(folder, ...names), 'utf8')

it.each(SPLITS)(
  'rows held out by $split.kind leave no trace in what a command finds without a spec',
  async ({ table, split }) => {
    const made = defaultSpec(table, guessRoles(table, profileTable(table, null)).roles)
    if (!made.ok) throw new Error(made.problems[0].what)
    const rows = divideRows(table, made.value, split)
    if (!rows.ok) throw new Error(rows.problems[0].what)
    const poisoned = poison(table, rows.value.holdout)
    const plan = table.columns.findIndex(({ name }) => name === 'plan')
    expect(rows.value.holdout.length).toBeGreaterThan(200)
    for (const row of rows.value.holdout)
      expect(cell(poisoned.columns[plan], row)).not.toBe(cell(table.columns[plan], row))
    write('clean.parquet', table)
    write('poisoned.parquet', poisoned)
    const dated = split.kind === 'time' ? ['--as-of', '2026-09-01'] : []
    for (const name of ['clean', 'poisoned']) {
      const more = ['--n', '60', ...dated, '--output-dir']
      const data = `${name}.parquet`
      for (const ended of [
        await ratchet(folder, 'run', '--data', data, ...more, `run-${split.kind}-${name}`),
        await ratchet(folder, 'refresh', '--train', data, ...more, `ref-${split.kind}-${name}`),
      ])
        expect([ended.code, ended.stderr]).toEqual([0, ''])
    }
    for (const file of [
      `run-${split.kind}-NAME/best_spec.json`,
      `ref-${split.kind}-NAME/incumbent_spec.json`,
      `ref-${split.kind}-NAME/candidate_spec.json`,
    ]) {
      const clean = read(file.replace('NAME', 'clean'))
      expect(JSON.parse(clean).base_score).toBeGreaterThan(0)
      expect(read(file.replace('NAME', 'poisoned'))).toBe(clean)
    }
  },
  90_000,
)
