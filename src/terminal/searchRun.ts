import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { usedGroups } from '../accounts/columnGroups.ts'
import type { SplitRequest } from '../accounts/rowSets.ts'
import type { Spec } from '../accounts/spec.ts'
import { type Suited, suitedSpec, suitedWords } from '../accounts/suited.ts'
import type { Table } from '../accounts/table.ts'
import { EVALUATOR_VERSION } from '../evaluation/evaluator.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import {
  type DataRecord,
  JOURNAL_FORMAT_VERSION,
  type RunHeader,
  type RunSummary,
} from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import { createMemoryJournal } from '../journal/memoryJournal.ts'
import { type RunResult, runResult } from '../journal/runResult.ts'
import type { HeldBytes } from '../lib/heldBytes.ts'
import type { Problem } from '../lib/problem.ts'
import { withHoldout } from '../loop/curve.ts'
import type { ExperimentBatch } from '../loop/experiment.ts'
import type { Guardrails } from '../loop/guardrails.ts'
import { createRun, type Win } from '../loop/run.ts'
import { DEEP_WORK_OF_TWO_SECONDS, usualStrategy } from '../search/deep/deepWork.ts'
import { createExperimentPool } from '../search/experimentPool.ts'
import { type PreparedRun, prepareRun } from '../search/prepareRun.ts'
import { bestShapes } from '../search/shapes/bestShapes.ts'
import { restWeights } from '../search/sparse/groups.ts'
import { endsByItself } from '../search/strategy.ts'
import { suitedNumbers } from '../search/suitedNumbers.ts'
import { appVersion } from './appVersion.ts'
import { buildHash } from './buildHash.ts'
import { accepted, CommandError } from './commandError.ts'
import type { Interrupts } from './interrupts.ts'
import { figure, grouped } from './plainText.ts'
import { createProgressLine } from './progressLine.ts'
import { openSearchThreads } from './searchThreads.ts'

const SLICE_MS = 30
const MOST_DEEP_WORK = 4 * DEEP_WORK_OF_TWO_SECONDS // where nobody chose a strategy, and no page waits

const WORTH_THREADS = 200_000_000 // experiments x accounts: about a second of search

/** How a command searches, whichever it is. */
export interface SearchOptions {
  metric: PrimaryMetric | null // null: the first the outcomes allow
  strategy: string | null // null: the usual one for such accounts
  shapes: 'as-is' | 'best'
  seed: number
  experiments: number // Infinity: until the strategy is done, as the usual one is where it ends by itself
  workers: number | null // null: as many as pay off
  maxFeatures: number | null
  guardrails: Guardrails | null
}

/** What is searched, and the spec its gain counts from. */
export interface PreparedSearch {
  given: PreparedRun // the starting spec
  prepared: PreparedRun // the same, or with the best shapes
  problems: Problem[] // warnings and notes
  strategy: string
  suited: Suited | null // what `prepared` departs from its spec in
}

export interface FinishedSearch {
  summary: RunSummary
  journal: Journal
  found: RunResult
  bestSpec: Spec
  memory: HeldBytes | null // of the worker that holds most; null: not known
}

/**
 * Compiles the accounts, divides them and chooses shapes; a CommandError where that cannot be. Only of a
 * spec that nobody gave may the numbers that suit the search take the place of its own.
 */
export function prepareSearch(
  table: Table,
  start: { spec: Spec; isGiven: boolean },
  split: SplitRequest,
  { metric, strategy: wanted, shapes, seed, maxFeatures, guardrails }: SearchOptions,
): PreparedSearch {
  const asked = guardrails === null ? {} : { guardrails }
  const isAsIs = shapes === 'as-is'
  const asIs = prepareRun({ table, spec: start.spec, metric, split, ...(isAsIs ? asked : {}) })
  const given = accepted(asIs)
  if (isAsIs) {
    checkMaxFeatures(given, maxFeatures)
    return { given, ...suitedRun(given, asIs.problems) }
  }
  const shaped = bestShapes({ table, spec: given.spec, seed, split })
  const { spec } = accepted(shaped)
  const result = prepareRun({ table, spec, metric: given.metric, split, ...asked })
  const prepared = accepted(result)
  checkMaxFeatures(prepared, maxFeatures)
  return { given, ...suitedRun(prepared, [...shaped.problems, ...result.problems]) }

  function suitedRun(run: PreparedRun, problems: Problem[]): Omit<PreparedSearch, 'given'> {
    const { search, bounds } = run
    const strategy = wanted ?? usualStrategy(search, run.metric, bounds, MOST_DEEP_WORK)
    const suited = start.isGiven ? null : suitedNumbers(run, strategy)
    if (suited === null) return { prepared: run, problems, strategy, suited }
    const spec = suitedSpec(run.spec, suited)
    const again = accepted(prepareRun({ table, spec, metric: run.metric, split, ...asked }))
    return { prepared: again, problems: [...problems, suitedNote(suited)], strategy, suited }
  }
}

function suitedNote(suited: Suited): Problem {
  return { severity: 'note', code: 'spec-suited', what: suitedWords(suited), where: '', fix: '' }
}

/** Runs the budget; Ctrl-C stops early and keeps what was found, a second one ends at once. */
export async function runSearch(
  { given, prepared, strategy, suited }: PreparedSearch,
  data: DataRecord,
  options: SearchOptions,
  interrupts: Interrupts,
): Promise<FinishedSearch> {
  const now = new Date().toISOString()
  const isDone = options.strategy === null && endsByItself(strategy)
  const budget = isDone ? Number.POSITIVE_INFINITY : options.experiments
  const header: RunHeader = {
    formatVersion: JOURNAL_FORMAT_VERSION,
    runId: newRunId(now),
    createdAt: now,
    appVersion: appVersion(),
    buildHash: buildHash(),
    evaluationVersion: EVALUATOR_VERSION,
    data,
    spec: prepared.spec,
    metric: prepared.metric,
    strategy,
    seed: options.seed,
    budget,
    split: prepared.split,
    workers: options.workers ?? usefulWorkers(prepared, budget),
    kernel: prepared.kernel,
    baseline: prepared.figures(prepared.startWeights),
    source: 'search',
    ...(options.guardrails === null ? {} : { guardrails: options.guardrails }),
    ...(options.maxFeatures === null ? {} : { maxFeatures: options.maxFeatures }),
    ...(suited === null ? {} : { suited }),
    ...(options.shapes === 'best' ? { shaped: { from: given.spec, overrule: {} } } : {}),
    ...(prepared === given
      ? {}
      : { origin: { spec: given.spec, figures: given.figures(given.startWeights) } }),
  }
  const journal = createMemoryJournal()
  const memory = await search(header, prepared, journal, interrupts)
  const summary = await journal.run(header.runId)
  if (summary === null) throw new Error(`run unknown: ${header.runId}`)
  const found = runResult(summary)
  if (found === null)
    throw new CommandError(
      `The search ended before it found a spec within --max-features ${header.maxFeatures}: give it more experiments.`,
    )
  return { summary, journal, found, bestSpec: specWithWeights(prepared, found.weights), memory }
}

async function search(
  header: RunHeader,
  prepared: PreparedRun,
  journal: Journal,
  interrupts: Interrupts,
): Promise<HeldBytes | null> {
  const { runId, metric, strategy, seed, budget, maxFeatures } = header
  const { search: dataset, bounds, groups, guard } = prepared
  const threads = await openSearchThreads(
    { dataset, metric, strategy, seed, bounds, groups, guard },
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
    if (cause !== null) throw cause
    return await threads.memory()
  } finally {
    progress.clear()
    await threads.close()
  }

  function withCurve(batch: ExperimentBatch): ExperimentBatch {
    const { curve, changeCurve } = batch
    return {
      ...batch,
      ...(curve && { curve: withHoldout(curve, figuresOf(curve)) }),
      ...(changeCurve && { changeCurve: withHoldout(changeCurve, figuresOf(changeCurve)) }),
    }
  }

  function figuresOf(points: { weights: number[] }[]) {
    return points.map(({ weights }) => prepared.figures(weights))
  }

  function keptExperiment({ index, changes, before, weights, baselineValue, value }: Win) {
    return {
      ...prepared.keptFigures(before, weights, value),
      index,
      timestamp: new Date().toISOString(),
      changes,
      weights: Array.from(weights),
      baselineValue,
    }
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
