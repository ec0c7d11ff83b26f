import type { Problem } from '../lib/problem.ts'
import type { Periods } from './periods.ts'
import { problem } from './say.ts'

export interface TimeSets {
  search: Uint32Array // outcome over before the first holdout snapshot
  holdout: Uint32Array
  leftOut: Uint32Array // snapshot before the cut, outcome not over by then
}

/**
 * Divides rows at a snapshot date (`features_asof`): those from the cut on are held out, those whose
 * outcome ended before it are searched. The cut is the one whose later rows come nearest to `share` of
 * all; of two as near, the later one. Rows ascending; error: no cut leaves rows on both sides.
 */
export function splitByTime(
  { columns, featuresAsof, outcomeEnd }: Periods,
  rows: Uint32Array,
  share: number,
): TimeSets | { problem: Problem } {
  const snapshots = rows.slice().sort((a, b) => featuresAsof[a] - featuresAsof[b])
  const firstEnd = rows.reduce((least, row) => Math.min(least, outcomeEnd[row]), Infinity)
  let cut: number | null = null
  let distance = Infinity
  for (let i = 1; i < snapshots.length; i++) {
    const date = featuresAsof[snapshots[i]]
    if (date === featuresAsof[snapshots[i - 1]] || firstEnd >= date) continue
    const away = Math.abs((snapshots.length - i) / snapshots.length - share)
    if (away <= distance) {
      distance = away
      cut = date
    }
  }
  if (cut === null) return { problem: noCut(columns.features_asof, columns.outcome_end) }
  const first = cut
  return {
    search: rows.filter((row) => featuresAsof[row] < first && outcomeEnd[row] < first),
    holdout: rows.filter((row) => featuresAsof[row] >= first),
    leftOut: rows.filter((row) => featuresAsof[row] < first && outcomeEnd[row] >= first),
  }
}

function noCut(asof: string, end: string): Problem {
  return problem({
    severity: 'error',
    code: 'no-later-outcomes',
    what: `No account was looked at (${asof}) after the outcome of another was over (${end}): there are no later outcomes to hold out.`,
    fix: 'Split by id instead, or add a file of a later period.',
    column: asof,
  })
}
