import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureKernel } from './kernel.mjs'

/** Folder of the checkout. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

const WAYS = [
  ['ci'],
  // npm ci refuses a lockfile without the optional packages of other platforms, which is how npm
  // writes it where a registry does not have them; npm install keeps to its versions.
  ['install', '--no-save'],
]

/** Installs what is missing and compiles the search kernel; false when that failed, after saying why. */
export function ensureInstalled(options = {}) {
  if (!ensurePackages(options)) return false
  try {
    ensureKernel()
    return true
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    return false
  }
}

/** Installs what package-lock.json asks for unless node_modules holds it; false when that failed. */
function ensurePackages({ quiet = false }) {
  if (isInstalled()) return true
  process.stderr.write('Installing dependencies, once…\n')
  let said = ''
  for (const way of WAYS) {
    const { status, stderr, stdout, error } = spawnSync(
      process.platform === 'win32' ? 'npm.cmd' : 'npm',
      [...way, '--include=dev', '--no-audit', '--no-fund'],
      { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' },
    )
    if (status === 0 && isInstalled()) {
      if (!quiet) process.stderr.write(stdout)
      return true
    }
    said += error ? `${error.message}\n` : stderr
  }
  process.stderr.write(`${said}Installing the dependencies failed: npm said why, above.\n`)
  return false
}

/** By content, not by time stamps: a fresh checkout gives every file a new one. */
function isInstalled() {
  const wanted = lockedPackages(join(root, 'package-lock.json'))
  const present = lockedPackages(join(root, 'node_modules', '.package-lock.json'))
  if (wanted === null || present === null) return false
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' || entry.optional || entry.peer || present[path]?.version === entry.version,
  )
}

function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return null
  }
}
