import { createHash, type Hash, randomBytes } from 'node:crypto'
import { createWriteStream, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { usedGroups } from '../accounts/columnGroups.ts'
import { columnsFingerprint } from '../accounts/columnsFingerprint.ts'
import type { Spec } from '../accounts/spec.ts'
import { EVALUATOR_VERSION } from '../evaluation/evaluator.ts'
import { type ManifestDetails, manifest } from '../exports/manifest.ts'
import { specJson } from '../exports/specFile.ts'
import { JOURNAL_FORMAT_VERSION, type RunHeader, type RunSummary } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import { journalLines } from '../journal/jsonl.ts'
import { createMemoryJournal } from '../journal/memoryJournal.ts'
import { runResult } from '../journal/runResult.ts'
import { withHoldout } from '../loop/curve.ts'
import type { ExperimentBatch } from '../loop/experiment.ts'
import { createRun, type Win } from '../loop/run.ts'
import { MOST_RECOMPUTED } from '../loop/runDefaults.ts'
import { createExperimentPool } from '../search/experimentPool.ts'
import { type PreparedRun, prepareRun } from '../search/prepareRun.ts'
import { bestShapes } from '../search/shapes/bestShapes.ts'
import { restWeights } from '../search/sparse/groups.ts'
import { appVersion } from './appVersion.ts'
import { accepted, CommandError, fileErrorWords } from './commandError.ts'
import { type Interrupts, listenForInterrupts } from './interrupts.ts'
import { askedSplit, guessSpec, openAccounts, openSpec } from './openAccounts.ts'
import { checkOutputFolder, createOutputFolder, type OutputFolder } from './outputFolder.ts'
import { figure, grouped, noteLines } from './plainText.ts'
import { createProgressLine } from './progressLine.ts'
import { runOptions } from './runOptions.ts'
import { jsonReport, textReport } from './runReport.ts'
import { openSearchThreads } from './searchThreads.ts'

const SLICE_MS = 30

const MOST_LINES = 1_000_000

const WORTH_THREADS = 200_000_000 // experiments x accounts: about a second of search

/** `ratchet run`: searches, then writes journal, best spec and manifest into a new folder. */
export async function runCommand(args: string[]): Promise<void> {
  const options = runOptions(args)
  checkOutputFolder(options.outputDir)
  const accounts = await openAccounts(options.data)
  const { table } = accounts
  const start = options.spec === null ? guessSpec(table) : await openSpec(options.spec, table)
  const usual = askedSplit(table, start.spec, options)
  const split = usual.request
  const asIs = prepareRun({ table, spec: start.spec, metric: options.metric, split })
  const given = accepted(asIs)
  const shaped =
    options.shapes === 'best'
      ? bestShapes({ table, spec: given.spec, seed: options.seed, split })
      : null
  const result =
    shaped === null
      ? asIs
      : prepareRun({ table, spec: accepted(shaped).spec, metric: given.metric, split })
  const prepared = accepted(result)
  checkMaxFeatures(prepared, options.maxFeatures)
  const output = createOutputFolder(options.outputDir)
  const interrupts = listenForInterrupts(() => output.discard())
  try {
    const now = new Date().toISOString()
    const header: RunHeader = {
      formatVersion: JOURNAL_FORMAT_VERSION,
      runId: newRunId(now),
      createdAt: now,
      appVersion: appVersion(),
      evaluationVersion: EVALUATOR_VERSION,
      data: accounts.record,
      spec: prepared.spec,
      metric: prepared.metric,
      strategy: options.strategy,
      seed: options.seed,
      budget: options.experiments,
      split: prepared.split,
      workers: options.workers ?? usefulWorkers(prepared, options.experiments),
      kernel: prepared.kernel,
      baseline: prepared.figures(prepared.startWeights),
      source: 'search',
      ...(options.maxFeatures === null ? {} : { maxFeatures: options.maxFeatures }),
      ...(shaped === null
        ? {}
        : { origin: { spec: given.spec, figures: given.figures(given.startWeights) } }),
    }
    const journal = createMemoryJournal()
    await search(header, prepared, journal, interrupts)
    const summary = await summaryOf(journal, header.runId)
    const found = runResult(summary)
    if (found === null)
      throw new CommandError(
        `The search ended before it found a spec within --max-features ${header.maxFeatures}: give it more experiments.`,
      )
    const bestSpec = specWithWeights(prepared, found.weights)
    const passes = summary.experiments * prepared.search.rowCount
    const allMetrics = (options.metrics ?? (passes <= MOST_RECOMPUTED ? 'all' : 'wins')) === 'all'
    const evaluator = allMetrics ? prepared : null
    const keptOnly = (options.journal ?? usualJournal(summary)) === 'kept'
    const journalFileHash = await writeJournal(output, journal, summary, evaluator, keptOnly)
    const details: ManifestDetails = {
      bestSpec,
      createdAt: new Date().toISOString(),
      roles: start.roles,
      columnsHash: columnsFingerprint(table, prepared.spec),
      journalFileHash,
      journalHead: (await journal.verify(header.runId)).head,
    }
    write(output, 'best_spec.json', specJson(bestSpec))
    write(output, 'manifest.json', `${JSON.stringify(manifest(summary, details), null, 2)}\n`)
    output.commit()
    const notes = [
      ...accounts.problems,
      ...start.problems,
      ...usual.problems,
      ...(shaped?.problems ?? []),
      ...result.problems,
    ]
    const lines = options.json
      ? [JSON.stringify(jsonReport(summary))]
      : [...noteLines(notes), ...textReport(summary, options.outputDir, { allMetrics, keptOnly })]
    process.stdout.write(`${lines.join('\n')}\n`)
  } catch (error) {
    output.discard()
    throw error
  } finally {
    interrupts.close()
  }
}

/** Runs the budget; Ctrl-C stops early and keeps what was found, a second one ends at once. */
async function search(
  header: RunHeader,
  prepared: PreparedRun,
  journal: Journal,
  interrupts: Interrupts,
): Promise<void> {
  const { runId, metric, strategy, seed, budget, maxFeatures } = header
  const { search: dataset, bounds, groups } = prepared
  const threads = await openSearchThreads(
    { dataset, metric, strategy, seed, bounds, groups },
    header.workers,
  )
  const progress = createProgressLine(process.stderr)
  const now = () => performance.now()
  let best = header.baseline.value
  let kept = 0
  let cause: Error | null = null
  await journal.start(header)
  const run = createRun({
    pool: createExperimentPool(
      strategy,
      threads.steppers,
      { weights: prepared.startWeights, bounds, groups, maxFeatures },
      { now },
    ),
    weights: prepared.startWeights,
    incumbentValue: header.baseline.value,
    featureNames: prepared.featureNames,
    budget,
    startIndex: 1,
    sliceMs: SLICE_MS,
    now,
    async onBatch(batch, wins) {
      await journal.append(runId, withCurve(batch), wins.map(keptExperiment))
      kept += wins.length
      best = wins.at(-1)?.value ?? best
      const done = batch.firstIndex + batch.count - 1
      progress.show(
        () =>
          `${grouped(done)}${Number.isFinite(budget) ? ` of ${grouped(budget)}` : ''} experiments, ${kept} kept, best ${figure(best)}`,
      )
    },
    onState({ phase, error }) {
      if (phase !== 'paused') return
      cause = error ?? new Error('the search paused by itself')
      queueMicrotask(() => run.stop()) // nobody is there to resume it
    },
  })
  interrupts.onFirst(() => run.stop())
  try {
    const end = await run.done
    cause ??= end.error
    await journal.setState(runId, end.phase, new Date().toISOString())
  } finally {
    progress.clear()
    await threads.close()
  }
  if (cause !== null) throw cause

  function withCurve(batch: ExperimentBatch): ExperimentBatch {
    if (batch.curve === undefined) return batch
    const figures = batch.curve.map(({ weights }) => prepared.figures(weights))
    return { ...batch, curve: withHoldout(batch.curve, figures) }
  }

  function keptExperiment({ index, changes, weights, baselineValue, value }: Win) {
    const { holdoutValue, metrics, holdoutMetrics } = prepared.figures(weights)
    return {
      index,
      timestamp: new Date().toISOString(),
      changes,
      weights: Array.from(weights),
      baselineValue,
      value,
      holdoutValue,
      metrics,
      holdoutMetrics,
    }
  }
}

async function summaryOf(journal: Journal, runId: string): Promise<RunSummary> {
  const summary = await journal.run(runId)
  if (summary === null) throw new Error(`run unknown: ${runId}`)
  return summary
}

/** A search that decides itself how long it is may come to gigabytes of lines that nobody asked for. */
function usualJournal({ header, experiments }: RunSummary): 'all' | 'kept' {
  return !Number.isFinite(header.budget) && experiments > MOST_LINES ? 'kept' : 'all'
}

/** Writes the journal's lines; the SHA-256 of their bytes. */
async function writeJournal(
  output: OutputFolder,
  journal: Journal,
  run: RunSummary,
  evaluator: PreparedRun | null, // null: losing experiments carry their primary value only
  keptOnly: boolean,
): Promise<string> {
  const { runId } = run.header
  const lines = journalLines({
    run,
    kept: await journal.kept(runId),
    batches: journal.batches(runId, 1, run.experiments + 1),
    evaluateWeights: evaluator === null ? null : evaluator.searchMetrics,
    keptOnly,
  })
  const hash = createHash('sha256')
  const file = createWriteStream(output.path('experiment_journal.jsonl'))
  try {
    await pipeline(Readable.from(hashed(lines, hash)), file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    throw new CommandError(`The journal cannot be written: ${fileErrorWords(error)}.`)
  }
  return hash.digest('hex')
}

async function* hashed(parts: AsyncIterable<string>, hash: Hash): AsyncIterable<string> {
  for await (const part of parts) {
    hash.update(part)
    yield part
  }
}

function write(output: OutputFolder, name: string, text: string): void {
  try {
    writeFileSync(output.path(name), text)
  } catch (error) {
    throw new CommandError(`${name} cannot be written: ${fileErrorWords(error)}.`)
  }
}

function specWithWeights({ spec, featureNames }: PreparedRun, weights: number[] | null): Spec {
  if (weights === null) return spec
  const features = featureNames.map((name, i) => [
    name,
    { ...spec.features[name]!, weight: weights[i]! },
  ])
  return { ...spec, features: Object.fromEntries(features) }
}

/** Refuses a limit below the features that the spec holds by locks and bounds. */
function checkMaxFeatures({ bounds, groups, startWeights }: PreparedRun, most: number | null) {
  const held = usedGroups(groups, restWeights(bounds, startWeights)).length
  if (most === null || held <= most) return
  throw new CommandError(
    `--max-features ${most} is too few: locked weights or bounds above 0 hold ${held} features in the spec.`,
  )
}

/** Two where the machine has them and the search lasts longer than starting a thread. */
function usefulWorkers({ search: { rowCount } }: PreparedRun, experiments: number): number {
  return rowCount * experiments < WORTH_THREADS ? 1 : Math.min(2, availableParallelism())
}

function newRunId(now: string): string {
  const stamp = now.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_')
  return `run_${stamp}_${randomBytes(2).toString('hex')}`
}
