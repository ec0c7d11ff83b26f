import fc from 'fast-check'
import { expect, it } from 'vitest'
import { downloadName, withoutExtension } from '../../src/exports/fileNames.ts'

it.each([
  [['health score', 'best spec'], 'json', 'health-score-best-spec.json'],
  [['../../etc/passwd'], 'json', 'etc-passwd.json'],
  [['C:\\x\\con'], 'yaml', 'C-x-con.yaml'],
  [['con'], 'json', 'ratchet-con.json'],
  [['', '...'], 'jsonl', 'ratchet.jsonl'],
  [['Kündigungen 2026', '顧客'], 'json', 'Kündigungen-2026-顧客.json'],
  [['a\u202Egpj.exe'], 'json', 'a-gpj.exe.json'],
  [['-rf *'], 'json', 'rf.json'],
  [['x'.repeat(500)], 'json', `${'x'.repeat(80)}.json`],
])('%j becomes a safe name', (parts, extension, expected) => {
  expect(downloadName(parts, extension)).toBe(expected)
})

it('gives every text a name every system takes', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }), (parts) => {
      expect(downloadName(parts, 'json')).toMatch(
        /^[\p{L}\p{N}\p{M}_][\p{L}\p{N}\p{M}._-]*\.json$/u,
      )
    }),
  )
})

it('drops one extension', () => {
  expect(['accounts.parquet', 'a.b.parquet', 'none', '.hidden'].map(withoutExtension)).toEqual([
    'accounts',
    'a.b',
    'none',
    '.hidden',
  ])
})
