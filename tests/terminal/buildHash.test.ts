import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BUILD_HASH } from '../../src/session/buildHash.ts'
import { buildHash } from '../../src/terminal/buildHash.ts'

let root = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ratchet-build-'))
  for (const folder of ['src/deep', 'workers', 'public']) {
    mkdirSync(join(root, folder), { recursive: true })
    writeFileSync(join(root, folder, 'one.ts'), folder)
  }
  for (const name of ['index.html', 'package.json', 'package-lock.json', 'vite.config.ts'])
    writeFileSync(join(root, name), name)
})

afterEach(() => rmSync(root, { recursive: true }))

test('the same sources in another place have the same hash', () => {
  const other = mkdtempSync(join(tmpdir(), 'ratchet-build-'))
  cpSync(root, other, { recursive: true })
  const hash = buildHash(root)
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(buildHash(other)).toBe(hash)
  rmSync(other, { recursive: true })
})

test.each([
  'src/deep/one.ts',
  'src/deep/new.ts',
  'workers/one.ts',
  'public/one.ts',
  'package-lock.json',
])('a change of %s changes it', (path) => {
  const before = buildHash(root)
  writeFileSync(join(root, path), 'other')
  expect(buildHash(root)).not.toBe(before)
})

test('what is made from the sources does not count, nor does a file beside them', () => {
  const before = buildHash(root)
  writeFileSync(join(root, 'src/deep/kernel.generated.ts'), 'made')
  writeFileSync(join(root, 'notes.txt'), 'beside')
  expect(buildHash(root)).toBe(before)
})

test('the page and the terminal of one checkout say the same', () => {
  expect(BUILD_HASH).toBe(buildHash())
})
