import type { RunSummary } from '../../journal/entry.ts'
import { endFigures, holdoutWorth, startFigures } from '../run/runWorth.ts'
import { formatCount, formatGain, formatMetric, plural } from '../shared/format.ts'

/** '0.629 → 0.752' of the primary metric; the start alone where nothing was kept. */
export function fromTo(before: number | null, after: number | null | undefined): string {
  if (before === null) return '—'
  if (after === null || after === undefined) return formatMetric(before, 3)
  return `${formatMetric(before, 3)} → ${formatMetric(after, 3)}`
}

/** The held-out values of a run; an imported journal tells the best one only. */
export function heldOutValues(run: RunSummary): string {
  const before = startFigures(run.header).holdoutValue
  const after = endFigures(run)?.holdoutValue ?? null
  return before === null ? formatMetric(after, 3) : fromTo(before, after)
}

/** What stands below a run's held-out figures: the gain, or why there is none. */
export function heldOutText(run: RunSummary): string {
  const { header, best } = run
  const { split } = header
  if (split.kind === 'unknown')
    return best === null || best.holdoutValue === null ? 'not told' : 'start not told'
  if (split.holdoutRows === 0) return 'none held out'
  return gainText(heldOutGain(run))
}

/** '0.629 → 0.752' on the accounts searched. */
export function searchedValues(run: RunSummary): string {
  return fromTo(startFigures(run.header).value, endFigures(run)?.value)
}

/** The gain on the accounts searched; null where nothing changed. */
export function searchedGain(run: RunSummary): number | null {
  return gainOf(startFigures(run.header).value, endFigures(run)?.value)
}

/** The gain on held-out accounts, or null where there is none to tell. */
export function heldOutGain(run: RunSummary): number | null {
  return gainOf(startFigures(run.header).holdoutValue, endFigures(run)?.holdoutValue)
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
    .filter((run) => endFigures(run) !== null)
    .map((run) => holdoutWorth(run.header, endFigures(run)?.holdoutValue ?? null))
    .filter(({ gain }) => gain !== null)
  const held = worths.filter(({ gain, margin }) => margin !== null && gain! > margin).length
  if (worths.length === 0) return 'No run has kept a change and shown it on held-out accounts yet.'
  if (worths.length === 1)
    return held === 1
      ? 'Its gain on held-out accounts is larger than its margin.'
      : 'It shows no gain beyond the margin on held-out accounts.'
  return `${formatCount(held)} of ${plural(worths.length, 'run')} with held-out accounts gained more on them than the margin.`
}

/** '1,200 of 2,000'; without a budget, which a search to its certificate has not, the count alone. */
export function triedText(experiments: number, budget: number): string {
  return Number.isFinite(budget)
    ? `${formatCount(experiments)} of ${formatCount(budget)}`
    : formatCount(experiments)
}
