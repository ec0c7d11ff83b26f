import { guardrailWords } from '../exports/reviewProvenance.ts'
import type { RunSummary } from '../journal/entry.ts'
import { limitMissedSentence } from '../journal/limitMissed.ts'
import { type RunResult, runResult } from '../journal/runResult.ts'
import { certificateRecord, certificateSentence } from '../loop/certificate.ts'
import { changeCurveRecord, curveRecord } from '../loop/curve.ts'
import { guardrailsRecord, noiseSentence } from '../loop/guardrails.ts'
import { tieSentence } from '../loop/ties.ts'
import { figure, gain, grouped } from './plainText.ts'
import type { FinishedSearch } from './searchRun.ts'

/** What `--json` prints. */
export function jsonReport({ summary: run, memory }: FinishedSearch) {
  const { header, experiments, kept, searchSeconds, certificate, curve, changeCurve } = run
  const { baseline, metric } = header
  const start = { search: baseline.value, holdout: baseline.holdoutValue }
  const before = header.origin?.figures
  const result = resultOf(run)
  return {
    metric,
    baseline: before === undefined ? start : { search: before.value, holdout: before.holdoutValue },
    ...(before === undefined ? {} : { shaped: start }),
    best: { search: result.value, holdout: result.holdoutValue },
    experiments,
    kept,
    ...(header.guardrails === undefined ? {} : { guardrails: guardrailsRecord(header.guardrails) }),
    ...(header.guardrails === undefined && run.refused === undefined
      ? {}
      : { refused: run.refused ?? {} }),
    seconds: searchSeconds,
    experiments_per_second: searchSeconds > 0 ? experiments / searchSeconds : null,
    workers: header.workers,
    worker_bytes: memory === null ? null : memory.own + memory.shared,
    ...(certificate === undefined ? {} : { certificate: certificateRecord(certificate) }),
    ...(curve === undefined ? {} : { curve: curveRecord(curve) }),
    ...(changeCurve === undefined ? {} : { change_curve: changeCurveRecord(changeCurve) }),
  }
}

/** The result in a few lines for people. */
export function textReport(
  { summary: run, memory }: FinishedSearch,
  folder: string,
  written: { allMetrics: boolean; keptOnly: boolean }, // in the journal file
): string[] {
  const { header, experiments, kept, searchSeconds, curve, changeCurve = [] } = run
  const { split } = header
  const baseline = header.origin?.figures ?? header.baseline
  const result = resultOf(run)
  const reached = result.value
  const lines = [
    `${header.metric}: ${figure(baseline.value)} to ${figure(reached)} (${gain(baseline.value, reached)}) on ${grouped(split.searchRows)} search rows`,
  ]
  if (baseline.holdoutValue !== null) {
    const held = result.holdoutValue ?? Number.NaN
    lines.push(
      `Held out: ${figure(baseline.holdoutValue)} to ${figure(held)} (${gain(baseline.holdoutValue, held)}) on ${grouped(split.holdoutRows)} rows the search never read`,
    )
  }
  const rate =
    searchSeconds > 0 ? `, ${grouped(Math.round(experiments / searchSeconds))} a second` : ''
  const kernel = header.kernel === undefined ? '' : ` (${header.kernel})`
  const held = memory === null ? '' : ` of ${((memory.own + memory.shared) / 1e6).toFixed(1)} MB`
  const workers = header.workers === 1 ? `1 worker${held}` : `${header.workers} workers${held} each`
  const state = run.state === 'stopped' ? ' (stopped early)' : ''
  lines.push(
    `${grouped(experiments)} ${experiments === 1 ? 'experiment' : 'experiments'}${state}, ${grouped(kept)} kept, ${searchSeconds.toFixed(2)} s of search${rate}${kernel}, ${workers}`,
  )
  const ties = tieSentence(run.ties, kept)
  if (ties !== null) lines.push(ties)
  if (header.guardrails !== undefined) lines.push(guardrailWords(run))
  const noise = noiseSentence(run.refused, grouped)
  if (noise !== null) lines.push(noise)
  const missed = limitMissedSentence(run)
  if (missed !== null) lines.push(missed)
  if (curve !== undefined) lines.push(...curveTable('Features', curve, ({ features }) => features))
  if (curve !== undefined && run.best === null)
    lines.push(
      result.index === null
        ? `No spec with at most ${header.maxFeatures} ${header.maxFeatures === 1 ? 'feature' : 'features'} is better than the start; best_spec.json holds the best of them.`
        : 'No spec of the curve is better than the start, which best_spec.json holds.',
    )
  if (run.certificate !== undefined) lines.push(certificateSentence(run.certificate))
  if (changeCurve.length > 0)
    lines.push(
      'The best found by number of weights changed:',
      ...curveTable('Changes', changeCurve, ({ changes }) => changes),
    )
  if (written.keptOnly)
    lines.push(
      `The journal file holds ${kept === 0 ? 'the first experiment only, as none was kept' : `the ${grouped(kept)} kept experiments only`} (run with --journal all for every one).`,
    )
  else if (!written.allMetrics)
    lines.push(
      'In the journal, experiments that lost carry their primary value only (--metrics all).',
    )
  return [...lines, `Written to ${folder}`]
}

/** A curve as a small table: a line for each number of features, or of changes. */
function curveTable<Point extends { value: number; holdoutValue: number | null }>(
  what: string,
  curve: Point[],
  sizeOf: (point: Point) => number,
): string[] {
  const held = curve.some(({ holdoutValue }) => holdoutValue !== null)
  const line = (size: string, value: string, holdout: string) =>
    [size.padStart(8), value.padStart(10), ...(held ? [holdout.padStart(10)] : [])].join('  ')
  return [
    line(what, 'searched', 'held out'),
    ...curve.map((point) => {
      const { value, holdoutValue } = point
      const holdout = holdoutValue === null ? '' : figure(holdoutValue)
      return line(String(sizeOf(point)), figure(value), holdout)
    }),
  ]
}

/** What best_spec.json holds. */
function resultOf(run: RunSummary): RunResult {
  const result = runResult(run)
  if (result === null) throw new Error(`run without a result: ${run.header.runId}`)
  return result
}
