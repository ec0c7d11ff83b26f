import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const PLACES = [
  '/usr/bin',
  '/usr/local/bin',
  '/snap/bin',
  '/opt/google/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS',
  '/Applications/Chromium.app/Contents/MacOS',
]

/** Path of a Chromium or Chrome on this machine, Playwright's own download last; null without one. */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) return isExecutable(named) ? named : null
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...PLACES]
  for (const name of [...NAMES, 'Google Chrome', 'Chromium', 'chrome'])
    for (const folder of folders) {
      const path = join(folder, name)
      if (folder !== '' && isExecutable(path)) return path
    }
  return playwrightsOwn()
}

/** Installs Chromium by apt where we are root on Debian, else by Playwright; its path, or null. */
export async function installChromium() {
  const root = process.getuid?.() === 0
  if (root && existsSync('/etc/debian_version')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const apt = (...args) =>
      spawnSync('apt-get', args, { stdio: 'inherit', env, timeout: 300_000 }).status === 0
    if (apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium')) {
      const found = await findChromium()
      if (found !== null) return found
    }
  }
  spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit', timeout: 300_000 })
  return findChromium()
}

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return isExecutable(path) ? path : null
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
