import { grouped } from '../accounts/say.ts'
import type { Problem } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'
import {
  type ExperimentLine,
  KNOWN_FIELDS,
  LineRefused,
  readExperimentLine,
} from './experimentLine.ts'
import { createImportedRun, type ImportedRun, type ImportedRunBuilder } from './importedRun.ts'
import type { Journal } from './journal.ts'
import { splitLines } from './lines.ts'

export interface ImportedJournal {
  runs: ImportedRun[] // in order of their first lines
}

export interface ImportOptions {
  newId(): string // for runs the file gives no id
  now: string // UTC ISO 8601; stands in where a line tells no time
  name?: string // of the file, for messages and for the run's record
}

const MOST_RUNS = 1_000

/**
 * Reads a JSON Lines journal: our own export, or one of the field's existing tool. Lines of another
 * run, evaluator version, metric, seed or strategy are another run. Chunks are bytes or text.
 */
export async function importJournal(
  chunks: AsyncIterable<Uint8Array | string>,
  options: ImportOptions,
): Promise<Result<ImportedJournal>> {
  const file = options.name ?? 'journal'
  const runs = createRunSorter(options)
  const notes = createNotes(file)
  let torn: { number: number; reason: string } | null = null
  let experiments = 0
  for await (const line of splitLines(chunks)) {
    if (line === null) {
      return refused(file, 0, 'A line of it is longer than 16 MB, which no experiment is', '')
    }
    if (line.text?.trim() === '') continue
    if (torn) return refused(file, torn.number, torn.reason, MEND)
    const parsed = parseLine(line.text)
    if ('reason' in parsed) {
      torn = { number: line.number, reason: `Line ${line.number} cannot be read: ${parsed.reason}` }
      continue
    }
    try {
      const experiment = readExperimentLine(line.number, parsed.value)
      runs.add(experiment)
      notes.count(experiment, parsed.value)
      experiments++
    } catch (error) {
      if (!(error instanceof LineRefused)) throw error
      return refused(file, line.number, `Line ${line.number} is refused: ${error.message}`, MEND)
    }
  }
  if (torn && experiments === 0) {
    return refused(file, torn.number, torn.reason, 'Choose a journal in the JSON Lines format.')
  }
  if (experiments === 0) {
    return refused(
      file,
      0,
      'The file holds no experiment',
      'Choose a journal that holds at least one.',
    )
  }
  try {
    const problems = [...notes.problems(), ...(torn ? [tornProblem(file, torn.number)] : [])]
    return { ok: true, value: { runs: runs.finish(file) }, problems }
  } catch (error) {
    if (!(error instanceof LineRefused)) throw error
    return refused(file, 0, `The journal is refused: of some line, ${error.message}`, MEND)
  }
}

/** Writes imported runs; those whose id the journal already has are left alone and named. */
export async function storeImported(
  journal: Journal,
  imported: ImportedJournal,
): Promise<{ stored: string[]; present: string[] }> {
  const stored: string[] = []
  const present: string[] = []
  for (const { header, batches, kept, endedAt } of imported.runs) {
    if (await journal.run(header.runId)) {
      present.push(header.runId)
      continue
    }
    try {
      await journal.start(header)
      for (const batch of batches) {
        const end = batch.firstIndex + batch.count
        const won = kept.filter(({ index }) => index >= batch.firstIndex && index < end)
        await journal.append(header.runId, batch, won)
      }
      await journal.setState(header.runId, 'finished', endedAt)
    } catch (error) {
      await journal.remove(header.runId).catch(() => undefined) // the failure itself is told
      throw error
    }
    stored.push(header.runId)
  }
  return { stored, present }
}

/** Gives each line to the run it continues. */
function createRunSorter(options: ImportOptions): {
  add(line: ExperimentLine): void
  finish(file: string): ImportedRun[]
} {
  const current = new Map<string, { builder: ImportedRunBuilder; first: ExperimentLine }>()
  const all: { builder: ImportedRunBuilder; first: ExperimentLine }[] = []
  const ids = new Set<string>()
  return {
    add(line) {
      const key = JSON.stringify([
        line.runId,
        line.evaluationVersion,
        line.metric,
        line.seed,
        line.strategy,
        [...line.names].sort(),
      ])
      const entry = current.get(key)
      const misfit = entry ? entry.builder.misfit(line) : null
      if (misfit && line.runId !== null) throw new LineRefused(misfit)
      if (entry && !misfit) return entry.builder.add(line)
      // Without run ids, a baseline that does not continue is the tool started again on its journal.
      if (all.length === MOST_RUNS) {
        throw new LineRefused(
          `${misfit ?? 'it starts a new run'}, and ${MOST_RUNS} runs are the most a file may hold`,
        )
      }
      const builder = createImportedRun(freeId(line, ids, options), line, options.now)
      const fresh = { builder, first: line }
      builder.add(line)
      current.set(key, fresh)
      all.push(fresh)
    },
    finish: (file) =>
      all.map(({ builder, first }) => {
        try {
          return builder.finish(file)
        } catch (error) {
          if (error instanceof LineRefused) {
            throw new LineRefused(`line ${first.number}, ${error.message}`)
          }
          throw error
        }
      }),
  }
}

function freeId(line: ExperimentLine, ids: Set<string>, options: ImportOptions): string {
  let id = line.runId ?? options.newId()
  for (let part = 2; ids.has(id); part++) id = `${line.runId} (${part})`
  ids.add(id)
  return id
}

const MEND = 'Mend or remove that line, or export the journal anew.'

function parseLine(text: string | null): { value: unknown } | { reason: string } {
  if (text === null) return { reason: 'it is not UTF-8 text' }
  try {
    return { value: JSON.parse(text) }
  } catch {
    const infinite = /(?<![\w"])-?(NaN|Infinity)\b/.exec(text)
    return {
      reason: infinite ? `it holds ${infinite[0]}, which is not a finite number` : 'it is not JSON',
    }
  }
}

/** What an import leaves out or supposes, counted over the file and told once. */
function createNotes(file: string): {
  count(line: ExperimentLine, raw: unknown): void
  problems(): Problem[]
} {
  const unknown = new Set<string>()
  let losses = 0
  let timeless = 0
  let jumps = 0
  const lastNumber = new Map<string, number>()
  return {
    count(line, raw) {
      for (const field of Object.keys(raw as object)) {
        if (!KNOWN_FIELDS.has(field) && unknown.size < 12) unknown.add(field)
      }
      if (!line.won && Object.keys(line.metrics).length > 2) losses++
      if (Number.isNaN(line.time)) timeless++
      const number = Number(/(\d+)$/.exec(line.experimentId ?? '')?.[1] ?? Number.NaN)
      const run = line.runId ?? ''
      if (number > (lastNumber.get(run) ?? number) + 1) jumps++
      if (!Number.isNaN(number)) lastNumber.set(run, number)
    },
    problems() {
      const told: Problem[] = []
      const tell = (severity: 'warning' | 'note', code: string, what: string) =>
        told.push({ severity, code, what, where: file, fix: '' })
      if (jumps > 0) {
        const places = jumps === 1 ? 'one place' : `${jumps} places`
        tell(
          'warning',
          'journal-gap',
          `Experiment numbers jump at ${places}; experiments are counted anew from 1.`,
        )
      }
      if (timeless > 0) {
        tell(
          'warning',
          'journal-no-time',
          `${grouped(timeless)} lines tell no timestamp; none is made up for them.`,
        )
      }
      if (losses > 0) {
        tell(
          'note',
          'journal-loss-metrics',
          `Of ${grouped(losses)} experiments that were not kept, weights and primary value are taken, their further metrics are not.`,
        )
      }
      if (unknown.size > 0) {
        tell(
          'note',
          'journal-unknown-fields',
          `These fields are not taken: ${[...unknown].join(', ')}.`,
        )
      }
      return told
    },
  }
}

function tornProblem(file: string, line: number): Problem {
  return {
    severity: 'warning',
    code: 'journal-torn',
    what: `The last line, ${line}, is torn off and was left out.`,
    where: file,
    fix: 'Nothing to do where the journal was cut short while it was written.',
  }
}

function refused(file: string, line: number, what: string, fix: string): Result<never> {
  const where = line > 0 ? `${file}, line ${line}` : file
  const problem: Problem = {
    severity: 'error',
    code: 'journal-refused',
    what: `${what}.`,
    where,
    fix,
  }
  return { ok: false, problems: [line > 0 ? { ...problem, row: line } : problem] }
}
