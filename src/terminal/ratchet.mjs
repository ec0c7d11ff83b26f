// `npm run -s ratchet -- …`: install if needed, then the terminal host in the caller's folder.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ensureInstalled, root } from './install.mjs'

if (!ensureInstalled({ quiet: true })) process.exit(2)

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const child = spawn(process.execPath, ['--import', tsx, main, ...process.argv.slice(2)], {
  cwd: callersFolder(),
  stdio: 'inherit',
  env: { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') },
})

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  process.stderr.write(`Node could not be started: ${error.message}\n`)
  process.exitCode = 2
})
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
})

/** npm runs scripts in the package's folder and leaves the caller's in INIT_CWD. */
function callersFolder() {
  const throughNpm = process.env.npm_lifecycle_event === 'ratchet'
  return (throughNpm && process.env.INIT_CWD) || process.cwd()
}
