import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const COMMAND = fileURLToPath(new URL('../../src/terminal/ratchet.mjs', import.meta.url))

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

export interface JournalLine {
  [field: string]: unknown
  experiment_id: string
  outcome: 'win' | 'lose'
  baseline_value: number
  variant_value: number
  gain_in_standard_errors?: number
  weights_snapshot: Record<string, number>
  metrics: Record<string, unknown>
}

/** A folder that is gone with the machine's temporary files. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'ratchet-terminal-'))
}

/** Runs the command as a person would, in a folder; killed after a minute. */
export function ratchet(cwd: string, ...args: string[]): Promise<Ended> {
  return start(cwd, args).ended
}

/** The command while it runs. */
export function start(cwd: string, args: string[]) {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, npm_lifecycle_event: undefined },
    timeout: 60_000,
    killSignal: 'SIGKILL',
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
  return { child, ended }
}

/** The lines of a run's journal. */
export function readJournal(folder: string): JournalLine[] {
  const text = readFileSync(join(folder, 'experiment_journal.jsonl'), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** A journal without what the clock and the run's name put into it. */
export function timeless(lines: JournalLine[]): unknown[] {
  return lines.map(({ timestamp, duration_ms, run_id, ...rest }) => rest)
}
