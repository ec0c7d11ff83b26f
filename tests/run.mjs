// `npm test`: install if needed, lint, types, unit tests, build, browser tests; counts at the end.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled, root } from '../src/terminal/install.mjs'

const MINUTE = 60_000
const results = mkdtempSync(join(tmpdir(), 'ratchet-tests-'))
const stages = []

process.chdir(root)
if (!ensureInstalled()) finish('The tests did not run: installing the dependencies failed.')

const { findChromium, installChromium } = await import('./hosting/findChromium.mjs')

await stage('lint', 2, 'biome', ['check', '.', '--error-on-warnings'])
await stage('types of the core', 2, 'tsc', ['-p', 'tsconfig.core.json'])
await stage('types of the rest', 2, 'tsc', ['-p', 'tsconfig.json'])
const unitFile = join(results, 'unit.json')
const unitArgs = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitFile}`]
await stage('unit tests', 9, 'vitest', unitArgs, {}, () => unitCounts(unitFile))
const built = await stage('build', 2, 'vite', ['build', '--logLevel', 'warn'])
await browserStage(built)
finish()

async function browserStage(built) {
  const name = 'browser tests'
  if (!built) return note(name, 'not run, because the build failed')
  const chromium = (await findChromium()) ?? (await installChromium())
  if (chromium === null) {
    const hint = 'install Chromium or Chrome, or name one in CHROMIUM_PATH'
    return note(name, `no Chromium was found and none could be installed: ${hint}`)
  }
  const file = join(results, 'browser.json')
  const env = {
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    RATCHET_TEST_PORT: String(await freePortPair()),
  }
  await stage(name, 11, 'playwright', ['test', '--reporter=list,json'], env, () =>
    browserCounts(file),
  )
}

/** Runs one tool from node_modules/.bin for at most so many minutes and remembers how it ended. */
async function stage(name, minutes, tool, args, env = {}, counts = () => null) {
  process.stdout.write(`\n── ${name}: ${tool} ${args.join(' ')}\n`)
  const started = Date.now()
  const { code, late } = await run(join(root, 'node_modules', '.bin', tool), args, env, minutes)
  const counted = readCounts(counts)
  const seconds = (Date.now() - started) / 1000
  const none = counted !== null && counted.passed + counted.failed === 0
  const ok = code === 0 && !none
  const why = late ? `stopped after ${minutes} minutes` : none ? 'no test was found' : ''
  stages.push({ name, ok, counted, seconds, why })
  return ok
}

/** A process group of its own, so that the limit also ends what the tool started. */
function run(command, args, env, minutes) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, CI: '1', LC_ALL: 'en_US.UTF-8', ...env }, // numbers as the tests expect them
      detached: true,
    })
    let late = false
    const kill = () => {
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // it ended meanwhile
      }
    }
    const timer = setTimeout(() => {
      late = true
      kill()
    }, minutes * MINUTE)
    const interrupt = () => {
      kill()
      process.exit(130)
    }
    process.once('SIGINT', interrupt)
    process.once('SIGTERM', interrupt)
    const settle = (code) => {
      clearTimeout(timer)
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
      resolve({ code, late })
    }
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`)
      settle(1)
    })
    child.on('exit', (code) => settle(code ?? 1))
  })
}

function note(name, why) {
  stages.push({ name, ok: false, counted: null, seconds: 0, why })
}

function readCounts(counts) {
  try {
    return counts()
  } catch {
    return null // the tool ended before it wrote its report; its exit code says the rest
  }
}

function unitCounts(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'))
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + (report.numFailedTests === 0 && !report.success ? 1 : 0),
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

function browserCounts(file) {
  const { stats } = JSON.parse(readFileSync(file, 'utf8'))
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }
}

/** The first of two neighbouring ports nobody listens on. */
async function freePortPair() {
  for (let port = 4391; port < 4591; port += 2)
    if ((await isFree(port)) && (await isFree(port + 1))) return port
  return 4391
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

function finish(reason = '') {
  rmSync(results, { recursive: true, force: true })
  const total = { passed: 0, failed: 0, skipped: 0 }
  process.stdout.write('\n── summary\n')
  for (const { name, ok, counted, seconds, why } of stages) {
    if (counted) for (const key of Object.keys(total)) total[key] += counted[key]
    const words = counted
      ? `${counted.passed} passed, ${counted.failed} failed, ${counted.skipped} skipped`
      : ''
    const text = [words, why].filter(Boolean).join('; ')
    const line = `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(18)} ${seconds.toFixed(1).padStart(6)} s`
    process.stdout.write(`${line}  ${text}\n`)
  }
  if (reason) process.stdout.write(`${reason}\n`)
  const failedStages = stages.filter((entry) => !entry.ok).length
  const failed = reason !== '' || failedStages > 0
  process.stdout.write(
    `${failed ? 'FAILED' : 'PASSED'}: ${stages.length - failedStages} of ${stages.length} stages; ` +
      `tests ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`,
  )
  process.exit(failed ? 1 : 0)
}
