import type { RunSummary } from '../journal/entry.ts'
import { certificateRecord, certificateSentence } from '../loop/certificate.ts'
import { figure, gain, grouped } from './plainText.ts'

/** What `--json` prints. */
export function jsonReport(run: RunSummary) {
  const { header, best, experiments, kept, searchSeconds, certificate } = run
  const { baseline, metric } = header
  const start = { search: baseline.value, holdout: baseline.holdoutValue }
  const before = header.origin?.figures
  return {
    metric,
    baseline: before === undefined ? start : { search: before.value, holdout: before.holdoutValue },
    ...(before === undefined ? {} : { shaped: start }),
    best: best === null ? start : { search: best.value, holdout: best.holdoutValue },
    experiments,
    kept,
    seconds: searchSeconds,
    experiments_per_second: searchSeconds > 0 ? experiments / searchSeconds : null,
    ...(certificate === undefined ? {} : { certificate: certificateRecord(certificate) }),
  }
}

/** The result in a few lines for people. */
export function textReport(run: RunSummary, folder: string, allMetrics: boolean): string[] {
  const { header, best, experiments, kept, searchSeconds } = run
  const { baseline, split } = header
  const reached = best?.value ?? baseline.value
  const lines = [
    `${header.metric}: ${figure(baseline.value)} to ${figure(reached)} (${gain(baseline.value, reached)}) on ${grouped(split.searchRows)} search rows`,
  ]
  if (baseline.holdoutValue !== null) {
    const held = best === null ? baseline.holdoutValue : (best.holdoutValue ?? Number.NaN)
    lines.push(
      `Held out: ${figure(baseline.holdoutValue)} to ${figure(held)} (${gain(baseline.holdoutValue, held)}) on ${grouped(split.holdoutRows)} rows the search never read`,
    )
  }
  const rate =
    searchSeconds > 0 ? `, ${grouped(Math.round(experiments / searchSeconds))} a second` : ''
  const kernel = header.kernel === undefined ? '' : ` (${header.kernel})`
  const state = run.state === 'stopped' ? ' (stopped early)' : ''
  lines.push(
    `${grouped(experiments)} experiments${state}, ${grouped(kept)} kept, ${searchSeconds.toFixed(2)} s of search${rate}${kernel}`,
  )
  if (run.certificate !== undefined) lines.push(certificateSentence(run.certificate))
  if (!allMetrics)
    lines.push(
      'In the journal, experiments that lost carry their primary value only (--metrics all).',
    )
  return [...lines, `Written to ${folder}`]
}
