import type { RunSummary } from '../../journal/entry.ts'
import { holdoutWorth } from '../run/runWords.ts'
import { formatCount, formatGain, formatMetric, plural } from '../shared/format.ts'

/** '0.629 → 0.752' of the primary metric; the start alone where nothing was kept. */
export function fromTo(before: number | null, after: number | null | undefined): string {
  if (before === null) return '—'
  if (after === null || after === undefined) return formatMetric(before, 3)
  return `${formatMetric(before, 3)} → ${formatMetric(after, 3)}`
}

/** The held-out values of a run; an imported journal tells the best one only. */
export function heldOutValues({ header, best }: RunSummary): string {
  const before = header.baseline.holdoutValue
  const after = best?.holdoutValue ?? null
  return before === null ? formatMetric(after, 3) : fromTo(before, after)
}

/** What stands below a run's held-out figures: the gain, or why there is none. */
export function heldOutText({ header, best }: RunSummary): string {
  const { baseline, split } = header
  if (split.kind === 'unknown')
    return best === null || best.holdoutValue === null ? 'not told' : 'start not told'
  if (split.holdoutRows === 0) return 'none held out'
  return gainText(gainOf(baseline.holdoutValue, best?.holdoutValue))
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

/** What the list says of all runs together: how many held up, by more than chance could make. */
export function journalSub(runs: RunSummary[]): string {
  const worths = runs
    .filter(({ best }) => best !== null)
    .map(({ header, best }) => holdoutWorth(header, best?.holdoutValue ?? null))
    .filter(({ gain }) => gain !== null)
  const held = worths.filter(({ gain, margin }) => margin !== null && gain! > margin).length
  if (worths.length === 0) return 'No run has kept a change and shown it on held-out accounts yet.'
  if (worths.length === 1)
    return held === 1
      ? 'Its gain on held-out accounts is larger than its margin.'
      : 'It shows no gain beyond the margin on held-out accounts.'
  return `${formatCount(held)} of ${plural(worths.length, 'run')} with held-out accounts gained more on them than the margin.`
}
