import type { RunSummary } from '../../journal/entry.ts'
import { formatCount, formatGain, formatMetric, plural } from '../shared/format.ts'

/** '0.629 → 0.752' of the primary metric; the start alone where nothing was kept. */
export function fromTo(before: number | null, after: number | null | undefined): string {
  if (before === null) return '—'
  if (after === null || after === undefined) return formatMetric(before, 3)
  return `${formatMetric(before, 3)} → ${formatMetric(after, 3)}`
}

/** The signed difference, or null where there is none to tell. */
export function gainOf(before: number | null, after: number | null | undefined): number | null {
  if (before === null || after === null || after === undefined) return null
  return after - before
}

/** '+0.123', empty where there is none. */
export function gainText(gain: number | null): string {
  return gain === null ? '' : formatGain(gain)
}

/** Runs whose file name, note or metric holds every word of the search. */
export function matchingRuns(runs: RunSummary[], search: string): RunSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return runs
  return runs.filter((run) => {
    const text = `${run.header.data.name} ${run.note} ${run.header.metric}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** What the list says of all runs together: how many held up where accounts were held out. */
export function journalSub(runs: RunSummary[]): string {
  const gains = runs
    .map((run) => gainOf(run.header.baseline.holdoutValue, run.best?.holdoutValue))
    .filter((gain) => gain !== null)
  const higher = gains.filter((gain) => gain > 0).length
  if (gains.length === 0) return 'No run held accounts out and found something.'
  return `${formatCount(higher)} of the ${plural(gains.length, 'run')} with held-out accounts ended higher on them.`
}
