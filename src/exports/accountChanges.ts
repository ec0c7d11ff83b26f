import type { MovedAccounts } from '../review/movedAccounts.ts'

const COLUMNS = [
  'account_id',
  'row_set',
  'incumbent_score',
  'candidate_score',
  'score_change',
  'incumbent_tier',
  'candidate_tier',
  'tier_steps',
  'main_reason',
  'main_reason_points',
  'main_reason_average',
  'mrr',
]

/**
 * Accounts as lines of CSV (RFC 4180), a header first, furthest moved first. The points of each column, before
 * clipping, follow for both specs: with the base score they add up to the score, held to the scale. A text that a spreadsheet
 * would take for a formula gets an apostrophe before it.
 */
export function* accountChangeLines({
  columns,
  all,
}: Pick<MovedAccounts, 'columns' | 'all'>): Iterable<string> {
  yield line([
    ...COLUMNS,
    ...columns.map((column) => `incumbent points: ${column}`),
    ...columns.map((column) => `candidate points: ${column}`),
  ])
  for (const { id, rows, incumbent, candidate, tierSteps, change, reason, mrr, points } of all()) {
    yield line([
      id,
      rows,
      decimal(incumbent.score),
      decimal(candidate.score),
      decimal(change),
      incumbent.tier,
      candidate.tier,
      String(tierSteps),
      reason?.name ?? '',
      reason === null ? '' : decimal(reason.points),
      reason === null ? '' : decimal(reason.average),
      mrr === null ? '' : String(mrr),
      ...points.incumbent.map(decimal),
      ...points.candidate.map(decimal),
    ])
  }
}

/** Points have three decimals at most. */
function decimal(points: number): string {
  return String(Math.round(points * 1000) / 1000 + 0)
}

function line(cells: string[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
