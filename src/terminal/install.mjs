import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Folder of the checkout. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Runs `npm ci` unless node_modules holds what package-lock.json asks for; false when that failed. */
export function ensureInstalled({ quiet = false } = {}) {
  if (isInstalled()) return true
  process.stderr.write('Installing dependencies (npm ci), once…\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const install = spawnSync(npm, ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', quiet ? 'ignore' : 2, 2], // stdout belongs to the command's result
    shell: process.platform === 'win32',
  })
  if (install.status === 0) return true
  process.stderr.write('Installing the dependencies failed: npm ci ended with an error (above).\n')
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
