import type { RunSummary } from './entry.ts'

/** Bytes of a line beside its weights and what it changes. */
const LINE = 450

/** Times a line names a changed weight: two weights, as change and as hypothesis; bytes beside the name. */
const NAMED = 4
const CHANGE = 15

/** Bytes of one weight beside its name. */
const WEIGHT = 5

/** Of a file that is still easy to keep and to open. */
const MOST_BYTES = 250_000_000

/** About how many bytes a line for every experiment comes to; losing ones without all metrics. */
export function journalBytes({ header, experiments }: RunSummary): number {
  const names = Object.keys(header.spec.features)
  const letters = names.reduce((sum, name) => sum + name.length, 0)
  const changed = NAMED * (letters / names.length + CHANGE)
  return Math.round(experiments * (LINE + changed + letters + WEIGHT * names.length))
}

/**
 * What of a journal is exported unless all is asked for: of a search that decides itself how long it is the
 * kept experiments alone, where all would make a file that nobody expects.
 */
export function usualLines(run: RunSummary): 'all' | 'kept' {
  const decides = !Number.isFinite(run.header.budget)
  return decides && journalBytes(run) > MOST_BYTES ? 'kept' : 'all'
}
