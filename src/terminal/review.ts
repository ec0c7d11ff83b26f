import { createReadStream, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { ByTier, Metrics } from '../evaluation/metrics.ts'
import type { ImportedRun } from '../journal/importedRun.ts'
import { importJournal } from '../journal/importJsonl.ts'
import {
  countRefusals,
  noiseSentence,
  type RefusalCounts,
  refusalSentence,
} from '../loop/guardrails.ts'
import { countTies, tieSentence, tieWords } from '../loop/ties.ts'
import { accepted, CommandError, fileErrorWords } from './commandError.ts'
import { readOptions } from './options.ts'
import { figure, gain, grouped, noteLines } from './plainText.ts'

const SHOWN_WINS = 10

/** `ratchet review D/experiment_journal.jsonl`: what was found, told from the journal alone. */
export async function reviewCommand(args: string[]): Promise<void> {
  const { values, positionals } = readOptions(
    args,
    { json: { type: 'boolean', default: false } },
    1,
  )
  const path = positionals[0]
  if (path === undefined)
    throw new CommandError('Name the journal to review: ratchet review D/experiment_journal.jsonl')
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new CommandError(`${path} is a folder; name the journal in it, experiment_journal.jsonl.`)
  let unnamed = 0
  const imported = await importJournal(chunksOf(path), {
    newId: () => `run_${++unnamed}`,
    now: new Date().toISOString(),
    name: basename(path),
  })
  const { runs } = accepted(imported)
  if (values.json) {
    process.stdout.write(`${JSON.stringify(runs.map(summary))}\n`)
    return
  }
  const lines = [...noteLines(imported.problems), ...runs.flatMap((run) => report(run, path)), '']
  process.stdout.write(lines.join('\n'))
}

async function* chunksOf(path: string): AsyncIterable<Uint8Array> {
  try {
    yield* createReadStream(path)
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${fileErrorWords(error)}.`)
  }
}

function summary({ header, kept, batches }: ImportedRun) {
  const last = kept.at(-1)
  const ties = countTies(undefined, kept)
  return {
    run_id: header.runId,
    metric: header.metric,
    evaluation_version: header.evaluationVersion,
    strategy: header.strategy,
    seed: Number.isNaN(header.seed) ? null : header.seed,
    experiments: header.budget,
    kept: kept.length,
    ...(ties === undefined ? {} : { ties: ties.ties }),
    refused: refusedOf(batches),
    baseline: header.baseline.value,
    best: last?.value ?? header.baseline.value,
    best_holdout: last?.holdoutValue ?? null,
    weights: weightsOf(header, kept),
    convergence: convergence(header.baseline.value, kept),
  }
}

/** How many better specs were not kept, by reason. */
function refusedOf(batches: ImportedRun['batches']): RefusalCounts {
  return batches.reduce<RefusalCounts>((sum, { refused }) => countRefusals(sum, refused), {})
}

function report(run: ImportedRun, path: string): string[] {
  const { header, kept } = run
  const start = header.baseline.value
  const last = kept.at(-1)
  const best = last?.value ?? start
  const held = heldOutStart(path, header.runId)
  const seed = Number.isNaN(header.seed) ? 'unknown' : header.seed
  const share = header.budget === 0 ? 0 : (100 * kept.length) / header.budget
  const lines = [
    `Run ${header.runId}: ${header.metric}, strategy ${header.strategy}, seed ${seed}, evaluator ${header.evaluationVersion}`,
    `Experiments: ${grouped(header.budget)}, of which ${grouped(kept.length)} kept (${share.toFixed(1)} %)`,
    `Start to best: ${figure(start)} to ${figure(best)} (${gain(start, best)}) on the search rows`,
  ]
  if (last !== undefined && last.holdoutValue !== null) {
    const change = held === null ? '' : `${figure(held)} to `
    const worth = held === null ? '' : ` (${gain(held, last.holdoutValue)})`
    lines.push(`Held out: ${change}${figure(last.holdoutValue)}${worth}`)
  }
  const refused = refusedOf(run.batches)
  const told = [
    tieSentence(countTies(undefined, kept), kept.length),
    refusalSentence(refused, grouped),
    noiseSentence(refused, grouped),
  ]
  lines.push(...told.filter((sentence) => sentence !== null))
  const { half, ninety, last: end } = convergence(start, kept)
  if (end !== null)
    lines.push(
      `Convergence: half of the gain by experiment ${half}, 90 % by ${ninety}, last win at ${end}`,
    )
  lines.push('', 'Weights (start to best)', ...weightLines(run))
  if (last !== undefined) {
    lines.push('', `Wins (last ${Math.min(SHOWN_WINS, kept.length)} of ${kept.length})`)
    for (const win of kept.slice(-SHOWN_WINS)) {
      const changes = win.changes.map(({ feature, from, to }) => `${feature} ${from} to ${to}`)
      const tie = tieWords(win)
      const what = [changes.join(', '), ...(tie === null ? [] : [tie])].join(' · ')
      lines.push(`  ${String(win.index).padStart(7)}  ${figure(win.value)}  ${what}`)
    }
    const tiers = tierLines(last.metrics)
    if (tiers.length > 0) lines.push('', 'Tiers under the best weights, search rows', ...tiers)
  }
  return [...lines, '']
}

function weightsOf(header: ImportedRun['header'], kept: ImportedRun['kept']) {
  const names = Object.keys(header.spec.features)
  const last = kept.at(-1)?.weights
  return Object.fromEntries(
    names.map((name, i) => {
      const start = header.spec.features[name]!.weight
      return [name, { start, best: last?.[i] ?? start }]
    }),
  )
}

function weightLines({ header, kept }: ImportedRun): string[] {
  const weights = Object.entries(weightsOf(header, kept))
  const width = Math.max(...weights.map(([name]) => name.length))
  return weights
    .sort(([, a], [, b]) => b.best - a.best)
    .map(([name, { start, best }]) => {
      const change = start === best ? '   unchanged' : ` to ${String(best).padStart(4)}`
      return `  ${name.padEnd(width)}  ${String(start).padStart(4)}${change}`
    })
}

/** Experiments after which half and nine tenths of the gain, and the last win, had been found. */
function convergence(start: number, kept: ImportedRun['kept']) {
  const end = kept.at(-1)
  if (end === undefined) return { half: null, ninety: null, last: null }
  const at = (share: number) =>
    kept.find((win) => win.value - start >= share * (end.value - start))?.index ?? end.index
  return { half: at(0.5), ninety: at(0.9), last: end.index }
}

const TIER_COLUMNS: [title: string, key: keyof Metrics][] = [
  ['NRR', 'nrr_by_tier'],
  ['GRR', 'grr_by_tier'],
  ['revenue kept', 'revenue_weighted_retention_by_tier'],
  ['accounts kept', 'logo_retention_by_tier'],
  ['ARPA', 'arpa_by_tier'],
]

function tierLines(metrics: Metrics): string[] {
  const shares = Object.entries(metrics).flatMap(([key, value]) => {
    const label = /^pct_(.*)_tier$/.exec(key)?.[1]
    return label === undefined ? [] : [{ label, share: value as unknown as number }]
  })
  if (shares.length === 0) return [] // a journal may tell less than ours
  const columns = TIER_COLUMNS.filter(([, key]) => metrics[key] !== undefined)
  const header = `  ${'tier'.padEnd(8)}${'accounts'.padStart(10)}${columns.map(([title]) => title.padStart(15)).join('')}`
  const rows = shares.map(({ label, share }) => {
    const cells = columns.map(([, key]) => {
      const value = (metrics[key] as unknown as ByTier)[label]
      return (typeof value === 'number' ? value.toFixed(3) : '–').padStart(15)
    })
    return `  ${label.padEnd(8)}${`${(100 * share).toFixed(1)} %`.padStart(10)}${cells.join('')}`
  })
  return [header, ...rows]
}

/** The baseline on the held-out rows, from the manifest beside the journal, where it is of the same run. */
function heldOutStart(path: string, runId: string): number | null {
  try {
    const manifest = JSON.parse(readFileSync(join(dirname(path), 'manifest.json'), 'utf8'))
    const value = manifest.run_id === runId ? manifest.results?.baseline?.holdout : null
    return typeof value === 'number' ? value : null
  } catch {
    return null // no manifest there: the journal alone is told
  }
}
