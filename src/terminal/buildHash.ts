import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Everything a build is made from; packages are pinned by the lock file. */
const SOURCES = [
  'src',
  'workers',
  'public',
  'index.html',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
]

/** Made from other sources, by a compiler the lock file pins. */
const GENERATED = /\.generated\.ts(\.\d+)?$/

/**
 * SHA-256 over the names and bytes of the sources, hexadecimal: the page built from a checkout and the
 * terminal that runs from it have the same one, whatever machine they are on.
 */
export function buildHash(root = ROOT): string {
  const hash = createHash('sha256')
  for (const path of SOURCES.flatMap((name) => filesIn(root, name))) {
    const bytes = readFileSync(join(root, path))
    hash.update(`${path}\n${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}

/** Paths from the root with forward slashes, in an order that no locale changes. */
function filesIn(root: string, path: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return GENERATED.test(path) ? [] : [path]
  const names = readdirSync(join(root, path)).sort()
  return names.flatMap((name) => filesIn(root, `${path}/${name}`))
}
