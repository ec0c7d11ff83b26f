import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { idColumn } from '../accounts/outcomeColumns.ts'
import { divideRows } from '../accounts/rowSets.ts'
import { scoreRows } from '../accounts/scoreRows.ts'
import type { Table } from '../accounts/table.ts'
import { accountChangeLines } from '../exports/accountChanges.ts'
import { specHash } from '../exports/manifest.ts'
import { reviewManifest, thresholdsRecord } from '../exports/reviewManifest.ts'
import { reviewProvenance } from '../exports/reviewProvenance.ts'
import { reviewRecord } from '../exports/reviewRecord.ts'
import { specJson } from '../exports/specFile.ts'
import type { RunSummary } from '../journal/entry.ts'
import { holdoutKey } from '../journal/look.ts'
import { studiedRun } from '../journal/studiedRun.ts'
import { RUN_DEFAULTS } from '../loop/runDefaults.ts'
import { buildReview } from '../review/buildReview.ts'
import { frozenCandidate } from '../review/frozenCandidate.ts'
import { guardrailFigures } from '../review/guardrailFigures.ts'
import { type MovedAccounts, movedAccounts } from '../review/movedAccounts.ts'
import { htmlReport } from '../review/report/htmlReport.ts'
import { markdownReport } from '../review/report/markdownReport.ts'
import { reviewDocument } from '../review/report/reviewDocument.ts'
import { studyFigures } from '../review/studyFigures.ts'
import { type StudySummaries, summarizeStudies } from '../studies/runStudies.ts'
import { studyRows } from '../studies/shapedSearch.ts'
import type { StudyRecord, StudyRows } from '../studies/study.ts'
import { accepted, CommandError, fileErrorWords } from './commandError.ts'
import { type Interrupts, listenForInterrupts } from './interrupts.ts'
import { looksBeside } from './looksBeside.ts'
import { openPeriods, type Periods, sameFingerprint } from './openPeriods.ts'
import { checkOutputFolder, createOutputFolder } from './outputFolder.ts'
import { noteLines } from './plainText.ts'
import { createProgressLine } from './progressLine.ts'
import { refreshOptions } from './refreshOptions.ts'
import { reviewLines } from './reviewLines.ts'
import { runStudies } from './runStudies.ts'
import { type FinishedSearch, prepareSearch, runSearch } from './searchRun.ts'
import { type Place, writeSearch, writeText } from './writeSearch.ts'

/** `ratchet refresh`: searches one period, judges the result on accounts it never read, and writes the report. */
export async function refreshCommand(args: string[]): Promise<void> {
  const options = refreshOptions(args)
  checkOutputFolder(options.outputDir)
  const periods = await openPeriods(options.train, {
    holdoutPath: options.holdout,
    specPath: options.spec,
    allowLeaks: options.allowLeaks,
    share: RUN_DEFAULTS.holdoutShare,
    asOf: options.asOf,
    idColumn: options.idColumn,
    segmentColumn: options.segmentColumn,
  })
  const { table, start, split, records } = periods
  const asked = { spec: start.spec, isGiven: options.spec !== null }
  const search = prepareSearch(table, asked, split, options.search)
  const { given, prepared } = search
  const output = createOutputFolder(options.outputDir)
  const interrupts = listenForInterrupts(() => output.discard())
  try {
    const finished = await runSearch(search, records.train, options.search, interrupts)
    const rows = accepted(divideRows(table, prepared.spec, split))
    const studied = rowsOfStudies(search, finished, table, rows.search)
    const studies = await studiesOf(finished.summary, studied, options, interrupts)
    await checkUnchanged(options, periods)
    const filesCheckedAt = new Date().toISOString()
    const incumbent = { spec: given.spec, search: given.search, holdout: given.holdout }
    const found = {
      spec: finished.bestSpec,
      search: prepared.search,
      holdout: prepared.holdout,
    }
    const { keepTierSizes } = options.thresholds
    const guardrails = options.search.guardrails ?? undefined
    const { candidate, tierFit } = frozenCandidate(incumbent, found, { keepTierSizes, guardrails })
    const holdout = holdoutKey(records.train, prepared.split)
    const review = buildReview({
      runId: finished.summary.header.runId,
      createdAt: filesCheckedAt,
      filesCheckedAt,
      metric: prepared.metric,
      incumbent,
      incumbentIsDefault: options.spec === null,
      candidate,
      tierFit,
      split: prepared.split,
      table,
      rows,
      thresholds: options.thresholds,
      guardrails: guardrailFigures(guardrails, incumbent, candidate, prepared.metric),
      ...studyFigures(studies.records, studiedRun(finished.summary)),
      looks:
        holdout === null
          ? null
          : looksBeside(options.outputDir, {
              holdout_sha256: holdout,
              incumbent_sha256: specHash(incumbent.spec),
              candidate_sha256: specHash(candidate.spec),
              thresholds: thresholdsRecord(options.thresholds),
            }),
      warnings: [...start.problems, ...search.problems].filter(({ code }) => DOUBTS.has(code)),
    })
    const provenance = reviewProvenance(review, {
      run: finished.summary,
      table,
      candidate: candidate.spec,
      studies: studies.records,
      command: commandOf(args),
    })
    const report = reviewDocument({ review, studies: studies.summaries, provenance })
    const record = reviewRecord(review, studies.summaries)
    writeText(output, 'report.html', htmlReport(report))
    writeText(output, 'report.md', markdownReport(report))
    writeText(output, 'report.json', `${JSON.stringify(record, null, 2)}\n`)
    const id = idColumn(table, candidate.spec)
    writeChanges(output, movedAccounts({ incumbent, candidate, rows, id }))
    writeText(output, 'incumbent_spec.json', specJson(incumbent.spec))
    writeText(output, 'candidate_spec.json', specJson(candidate.spec))
    const place = subfolder(output, 'search')
    const { roles } = start
    await writeSearch(place, finished, prepared, {
      table,
      roles,
      options: { metrics: null, journal: null },
    })
    const manifest = reviewManifest({
      review,
      run: finished.summary,
      incumbent: incumbent.spec,
      best: finished.bestSpec,
      candidate: candidate.spec,
      roles,
      columnsHash: provenance.columnsHash,
      studies: studies.records,
    })
    writeText(output, 'manifest.json', `${JSON.stringify(manifest, null, 2)}\n`)
    output.commit()
    const notes = [...periods.problems, ...start.problems, ...search.problems]
    const lines = options.json
      ? [JSON.stringify(record)]
      : [...noteLines(notes), ...reviewLines(review, options.outputDir)]
    process.stdout.write(`${lines.join('\n')}\n`)
  } catch (error) {
    output.discard()
    throw error
  } finally {
    interrupts.close()
  }
}

/** Warnings of the data that change what a figure of the review is worth. */
const DOUBTS: ReadonlySet<string> = new Set([
  'leak-included',
  'leak-suspected',
  'ids-in-both-files',
  'as-of-unchecked',
])

type Options = ReturnType<typeof refreshOptions>

function rowsOfStudies(
  { given, prepared }: ReturnType<typeof prepareSearch>,
  { summary: { header } }: FinishedSearch,
  table: Table,
  rows: Uint32Array,
): StudyRows {
  const incumbent = scoreRows(given.search, given.startWeights)
  return studyRows(prepared.search, incumbent, header, table, rows)
}

/** Repeats the search as asked; Ctrl-C stops early and keeps what was done. */
async function studiesOf(
  summary: RunSummary,
  rows: StudyRows,
  options: Options,
  interrupts: Interrupts,
): Promise<{ records: StudyRecord[]; summaries: StudySummaries }> {
  const stop = new AbortController()
  interrupts.onFirst(() => stop.abort())
  const progress = createProgressLine(process.stderr)
  try {
    const records = await runStudies(rows, summary, options.studies, {
      workers: options.search.workers ?? Math.min(2, availableParallelism()),
      onProgress: (kind, done, planned) =>
        progress.show(() => `study ${kind}: ${done} of ${planned}`),
      signal: stop.signal,
    })
    return { records, summaries: summarizeStudies(records, studiedRun(summary)) }
  } finally {
    progress.clear()
  }
}

/** A file that changed while it was searched would be described by the wrong fingerprint. */
async function checkUnchanged({ train, holdout }: Options, { records }: Periods): Promise<void> {
  for (const [path, record] of [
    [train, records.train],
    [holdout, records.holdout],
  ] as const) {
    if (path === null || record === null || (await sameFingerprint(path, record))) continue
    throw new CommandError(
      `${path} changed while it was searched; nothing was written. Run the command again.`,
    )
  }
}

/** The command as given, files by their names alone: where they lie is nobody else's business. */
function commandOf(args: string[]): string {
  const shown = args.map((arg, index) => {
    const [, flag = args[index - 1] ?? '', value = arg] = /^(--[\w-]+)=(.*)$/s.exec(arg) ?? []
    if (!FILE_FLAGS.includes(flag)) return arg
    return value === arg ? basename(arg) : `${flag}=${basename(value)}`
  })
  return ['ratchet refresh', ...shown.map(quoted)].join(' ')
}

const FILE_FLAGS = ['--train', '--holdout', '--spec', '--output-dir']

/** An argument as a shell takes it. */
function quoted(arg: string): string {
  return /^[\w./=:,@%+-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`
}

const CHUNK = 1 << 16

function writeChanges(place: Place, accounts: MovedAccounts): void {
  const name = 'account_changes.csv'
  try {
    const file = openSync(place.path(name), 'w')
    try {
      let chunk = ''
      for (const line of accountChangeLines(accounts)) {
        chunk += line
        if (chunk.length < CHUNK) continue
        writeSync(file, chunk)
        chunk = ''
      }
      writeSync(file, chunk)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    throw new CommandError(`${name} cannot be written: ${fileErrorWords(error)}.`)
  }
}

function subfolder(place: Place, name: string): Place {
  mkdirSync(place.path(name))
  return { path: (file) => place.path(join(name, file)) }
}
