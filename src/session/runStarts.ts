import { version } from '../../package.json'
import type { PreparedSummary } from '../../workers/protocol.ts'
import { type SplitRequest, splitRequestOf } from '../accounts/rowSets.ts'
import type { Shaped } from '../accounts/shaped.ts'
import type { Spec } from '../accounts/spec.ts'
import { type Suited, suitedSpec } from '../accounts/suited.ts'
import { EVALUATOR_VERSION } from '../evaluation/evaluator.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { JOURNAL_FORMAT_VERSION, type Origin, type RunHeader } from '../journal/entry.ts'
import { problemSentence } from '../lib/problem.ts'
import { hasGuardrails } from '../loop/guardrails.ts'
import { RUN_DEFAULTS } from '../loop/runDefaults.ts'
import { DEEP, endsByItself } from '../search/strategy.ts'
import { createRunFold, type RunFold } from '../store/runFold.ts'
import type { DataReady, ModelShapes, ModelState, RunOptions, RunView } from '../store/state.ts'
import { askedSplit } from './askedSplit.ts'
import { BUILD_HASH } from './buildHash.ts'
import { dataSettled, readyData, type SessionContext } from './context.ts'
import type { JournalCommands } from './journalCommands.ts'
import { bestSpec } from './modelCommands.ts'

/** A run that is about to search: its header is journaled, its rows are prepared. */
export interface RunStart {
  header: RunHeader
  prepared: PreparedSummary
  fold: RunFold
  weights: ArrayLike<number> // the incumbent's
  value: number
  firstIndex: number
}

interface StartSpec {
  spec: Spec
  isDefault: boolean // what gains count from was made from the columns
  isFound: boolean // or by an earlier run
  suited?: Suited | undefined // to the search it comes from
  shaped?: Shaped | undefined
}

interface RunStartsInput {
  context: SessionContext
  journalCommands: JournalCommands
  workers: number // default number of search workers
  endAsked(): boolean // whether the run is no longer wanted
}

/** What a run starts from: the spec of the Model view, the best of another run, or its own journal. */
export interface RunStarts {
  fresh(options: Partial<RunOptions>): Promise<RunStart>
  deeper(from: RunView): Promise<RunStart>
  resumed(runId: string): Promise<RunStart>
}

export function createRunStarts(input: RunStartsInput): RunStarts {
  const { context, journalCommands, workers, endAsked } = input
  const { store, journal } = context

  async function fresh(options: Partial<RunOptions>): Promise<RunStart> {
    const { model } = store.getState()
    const data = readyData(store)
    if (data === null || model === null) throw new Error('Open a file of accounts first.')
    const blocking = [...data.problems, ...model.problems].find((each) => each.severity === 'error')
    if (blocking !== undefined) throw new Error(problemSentence(blocking))
    const metric = (options.metric ?? data.metrics[0]) as PrimaryMetric | undefined
    if (metric === undefined)
      throw new Error('No outcome allows a primary metric: choose one first.')
    const split = await askedSplit(context, model.shapes?.before.spec ?? model.spec, options)
    if (model.shapes !== null && model.shapes.splitKind !== split.kind)
      throw new Error('Shapes were chosen with other accounts held out: choose them again.')
    const stood = model.incumbent ?? model.shapes?.before.spec
    const isStart = stood === undefined || sameSpec(stood, model.spec)
    if (!isStart) await checkLeaks(stood, data)
    const origin = isStart ? undefined : await originOf(stood, metric, split)
    const stoodFrom = sourceOf(model)
    const isDefault = stoodFrom === 'default' || stoodFrom === 'completed'
    const isFound = stoodFrom === 'run'
    const shaped = model.shapes === null ? undefined : shapedBy(model.shapes)
    const start = { spec: model.spec, isDefault, isFound, shaped }
    return prepareSpec(start, metric, split, options, origin)
  }

  /** Gains that count from a leak say nothing. */
  async function checkLeaks(stood: Spec, { roles }: DataReady): Promise<void> {
    const leaks = await context.data().call((service) => service.blockedLeaks(stood, roles))
    if (leaks.length === 0) return
    const [it, gives] = leaks.length === 1 ? ['it', 'gives'] : ['them', 'give']
    throw new Error(
      `The spec that gains count from scores by ${leaks.join(', ')}, which ${gives} the outcome away. Import it without ${it}, or give ${it} the role feature to include ${it} by hand.`,
    )
  }

  /** The spec that stood before, on the same rows; undefined where it cannot be scored there. */
  async function originOf(
    spec: Spec,
    metric: PrimaryMetric,
    split: SplitRequest,
  ): Promise<Origin | undefined> {
    const result = await context.data().call((service) => service.prepare(spec, metric, split))
    return result.ok ? { spec: result.value.spec, figures: result.value.baseline } : undefined
  }

  /** A search to its certificate, from where a run ended. */
  async function deeper(from: RunView): Promise<RunStart> {
    const { header } = from
    await requireData(header)
    const { seed, workers, guardrails } = header
    const options = { strategy: DEEP.name, seed, workers, guardrails }
    const split = splitRequestOf(header.split, header.data)
    const origin = header.origin ?? { spec: header.spec, figures: header.baseline }
    const isDefault = header.defaultIncumbent === true
    const isFound = header.foundIncumbent === true
    const start = {
      spec: bestSpec(from),
      isDefault,
      isFound,
      suited: header.suited,
      shaped: header.shaped,
    }
    return prepareSpec(start, header.metric, split, options, origin)
  }

  async function prepareSpec(
    { spec, isDefault, isFound, suited: before, shaped }: StartSpec,
    metric: PrimaryMetric,
    split: SplitRequest,
    options: Partial<RunOptions>,
    from?: Origin,
  ): Promise<RunStart> {
    const { guardrails } = options
    const data = context.data()
    const prepare = async (of: Spec): Promise<PreparedSummary> => {
      const result = await data.call((service) => service.prepare(of, metric, split, guardrails))
      if (!result.ok) throw new Error(problemSentence(result.problems[0]))
      return result.value
    }
    const asMade = await prepare(spec)
    const usual = options.budget === undefined ? asMade.usualStrategy : RUN_DEFAULTS.strategy
    const strategy = options.strategy ?? usual
    const isFree = isDefault && before === undefined
    const now = isFree ? await data.call((service) => service.suitedNumbers(strategy)) : null
    const prepared = now === null ? asMade : await prepare(suitedSpec(asMade.spec, now))
    const suited = now ?? before
    const made = now === null ? undefined : { spec: asMade.spec, figures: asMade.baseline }
    const origin = from ?? made
    const changesFrom =
      endsByItself(strategy) && origin !== undefined ? weightsOf(origin.spec, prepared) : null
    const header: RunHeader = {
      formatVersion: JOURNAL_FORMAT_VERSION,
      runId: newRunId(context.now()),
      createdAt: context.now(),
      appVersion: version,
      buildHash: BUILD_HASH,
      evaluationVersion: EVALUATOR_VERSION,
      data: await context.data().call((service) => service.dataRecord()),
      spec: prepared.spec,
      metric,
      strategy,
      seed: options.seed ?? RUN_DEFAULTS.seed,
      budget: endsByItself(strategy) ? Infinity : (options.budget ?? RUN_DEFAULTS.budget),
      split: prepared.split,
      workers: options.workers ?? workers,
      kernel: prepared.kernel,
      baseline: prepared.baseline,
      source: 'search',
      ...(hasGuardrails(guardrails) ? { guardrails } : {}),
      ...(isDefault ? { defaultIncumbent: true } : {}),
      ...(isFound ? { foundIncumbent: true } : {}),
      ...(suited === undefined ? {} : { suited }),
      ...(shaped === undefined ? {} : { shaped }),
      ...(changesFrom === null ? {} : { changesFrom }),
      ...(origin === undefined ? {} : { origin }),
    }
    if (endAsked()) throw new DOMException('the start was stopped', 'AbortError')
    // Without it some browsers drop what a page stored after a week without a visit.
    void navigator.storage?.persist?.()
    await journal.call((service) => service.start(header))
    await journalCommands.refresh()
    const fold = createRunFold(header)
    const { value } = prepared.baseline
    return { header, prepared, fold, weights: prepared.startWeights, value, firstIndex: 1 }
  }

  async function resumed(runId: string): Promise<RunStart> {
    const summary = await journal.call((service) => service.run(runId))
    if (summary === null) throw new Error(`The journal has no run ${runId}.`)
    const { header, best } = summary
    await requireData(header)
    const split = splitRequestOf(header.split, header.data)
    const result = await context
      .data()
      .call((service) => service.prepare(header.spec, header.metric, split))
    if (!result.ok) throw new Error(problemSentence(result.problems[0]))
    const { baseline } = result.value
    if (baseline.value !== header.baseline.value)
      throw new Error(
        `Run ${runId} cannot go on: its baseline is ${baseline.value} here and was ${header.baseline.value}.`,
      )
    const fold = createRunFold(header)
    await journalCommands.replay(runId, fold)
    return {
      header,
      prepared: result.value,
      fold,
      weights: best?.weights ?? result.value.startWeights,
      value: best?.value ?? baseline.value,
      firstIndex: summary.experiments + 1,
    }
  }

  /** Waits for a file that is being read: after a reload the page opens the last one by itself. */
  async function requireData(header: RunHeader): Promise<void> {
    await dataSettled(store)
    if (readyData(store) !== null) {
      const record = await context.data().call((service) => service.dataRecord())
      if (record.fingerprint === header.data.fingerprint) return requireLater(header)
    }
    throw new Error(`Open ${header.data.name} again to go on with this run: it searched that file.`)
  }

  async function requireLater({ split: { second } }: RunHeader): Promise<void> {
    if (second === undefined) return
    const later = await context.data().call((service) => service.laterRecord())
    if (later?.fingerprint !== second.fingerprint)
      throw new Error(
        `Add ${second.name} as the later file again to go on with this run: it holds those accounts out.`,
      )
  }

  return { fresh, deeper, resumed }
}

/** Where the spec that gains count from came from. */
function sourceOf({ incumbent, shapes, source }: ModelState): ModelState['source'] {
  return incumbent !== null ? 'imported' : (shapes?.before.source ?? source)
}

/** Weights of a spec that scores by the features of a run, on its scale and within its bounds; else null. */
function weightsOf(
  spec: Spec,
  { spec: start, bounds, startWeights }: PreparedSummary,
): number[] | null {
  const scale = ({ features, max_score }: Spec) =>
    JSON.stringify([
      max_score,
      Object.entries(features).map(([name, { transform }]) => [name, transform]),
    ])
  if (scale(spec) !== scale(start)) return null
  const weights = Object.values(spec.features).map(({ weight }) => weight)
  const { min, max, locked } = bounds
  const isReachable = weights.every((weight, i) =>
    locked[i] === 1 ? weight === startWeights[i] : weight >= min[i] && weight <= max[i],
  )
  return isReachable ? weights : null
}

function shapedBy({ before, overrule }: ModelShapes): Shaped {
  return { from: before.spec, overrule }
}

function sameSpec(one: Spec, other: Spec): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function newRunId(now: string): string {
  const stamp = now.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_')
  const suffix = crypto.getRandomValues(new Uint8Array(2))
  return `run_${stamp}_${Array.from(suffix, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
