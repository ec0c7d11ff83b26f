import type { Problem } from '../lib/problem.ts'
import { binnedAlone } from './binnedAlone.ts'
import { evenName } from './columnName.ts'
import { leakReason } from './leakName.ts'
import { codeAlone, outcomeAlone } from './outcomeAlone.ts'
import type { ColumnProfile } from './profile.ts'
import { OUTCOME_UNKNOWN } from './retainedFlags.ts'
import { copiesRevenue, type Revenue } from './revenueCopy.ts'
import { nameRank } from './roleNames.ts'
import { everyNth, everyNthCell, sampleStride } from './sampleRows.ts'
import { listed, problem } from './say.ts'
import type { Column, NumberColumn } from './table.ts'

/** Below this many known outcomes, agreement may be chance. */
const LEAST_ROWS = 30
/** AUC of one column, or of whether it has a value. */
export const SUSPICIOUS = 0.9
const BLOCKED = 0.98

/** More columns that leak for the same reason make one problem. */
const MOST_SINGLY = 3

export interface LeakFinder {
  /** Why the column must not be a feature, or null; remembers what it finds. */
  find(column: Column, profile: ColumnProfile): string | null
  problems(): Problem[]
}

/** Finds columns that are known only after the outcome, by their name and by their values. */
export function leakFinder(retained: Uint8Array | null, revenue: Revenue | null): LeakFinder {
  const inCells = leakTest(retained, revenue)
  const found: { column: string; reason: string }[] = []
  const suspects: string[] = []

  return {
    find(column, profile) {
      const named = reasonByName(column.name, profile)
      const { reason, suspicious } =
        named === null ? inCells(column, profile) : { reason: named, suspicious: false }
      if (reason !== null) found.push({ column: column.name, reason })
      if (suspicious) suspects.push(column.name)
      return reason
    },
    problems() {
      const reasons = [...new Set(found.map(({ reason }) => reason))]
      const leaks = reasons.flatMap((reason) => {
        const names = found.filter((leak) => leak.reason === reason).map(({ column }) => column)
        return names.length > MOST_SINGLY
          ? [leaking(names, reason)]
          : names.map((name) => leaking([name], reason))
      })
      return suspects.length === 0 ? leaks : [...leaks, suspected(suspects)]
    },
  }
}

/** What the cells of a column give away. */
export interface CellLeak {
  reason: string | null // why the column must not be a feature; null: it may be one
  suspicious: boolean // it may, but tells the outcome very well
}

/** Tells what single columns give away by their values, by having one, or as a copy of later revenue. */
export function leakTest(
  retained: Uint8Array | null,
  revenue: Revenue | null,
): (column: Column, profile: ColumnProfile) => CellLeak {
  const stride = sampleStride(retained?.length ?? revenue?.end.values.length ?? 0)
  const sample = retained === null ? null : everyNth(retained, stride)
  const telling = sample !== null && hasBothClasses(sample)
  const after = revenue === null ? null : sampled(revenue)

  return (column, profile) => {
    const told = telling ? byOutcome(column, profile, sample) : NOTHING
    if (told.reason !== null || after === null) return told
    if (!copiesRevenue(everyNthCell(column, stride), after)) return told
    return leak('its values follow revenue at the end of the outcome window')
  }

  function byOutcome(column: Column, profile: ColumnProfile, sample: Uint8Array): CellLeak {
    const part = everyNthCell(column, stride)
    const presence = presenceAuc(part.missing, sample)
    if (presence === 1)
      return leak('it has a value exactly for the accounts that churned, or that stayed')
    const auc = known(part, sample) < LEAST_ROWS ? 0.5 : aucOf(part, profile, sample)
    if (auc === 1) return leak('it tells churned from retained accounts without a single error')
    if (auc >= BLOCKED)
      return leak(`alone it tells churned from retained accounts with an AUC of ${BLOCKED} or more`)
    if (presence >= BLOCKED)
      return leak(
        `having a value alone tells churned from retained accounts with an AUC of ${BLOCKED} or more`,
      )
    const binned = binnedAlone(part, sample) ?? 0.5
    if (binned >= BLOCKED)
      return leak(
        `alone, by ranges of its values or one by one, it tells churned from retained accounts with an AUC of ${BLOCKED} or more`,
      )
    return { reason: null, suspicious: Math.max(presence, auc, binned) >= SUSPICIOUS }
  }

  function sampled({ start, end }: Revenue): Revenue {
    const part = (column: NumberColumn) => everyNthCell(column, stride) as NumberColumn
    return { start: start === null ? null : part(start), end: part(end) }
  }
}

const NOTHING: CellLeak = { reason: null, suspicious: false }

function leak(reason: string): CellLeak {
  return { reason, suspicious: false }
}

function aucOf(column: Column, profile: ColumnProfile, retained: Uint8Array): number {
  return Math.max(
    outcomeAlone(column, profile, retained) ?? 0.5,
    codeAlone(column, profile, retained) ?? 0.5,
  )
}

function reasonByName(name: string, profile: ColumnProfile): string | null {
  const later = profile.kind === 'number' && nameRank('mrr_end', evenName(name)) >= 0
  return later ? 'its name says it is revenue at the end of the outcome window' : leakReason(name)
}

function leaking(names: readonly string[], reason: string): Problem {
  const one = names.length === 1
  return problem({
    severity: 'warning',
    code: 'column-leaks',
    what: `${listed(names)} ${one ? 'is ignored:' : 'are ignored, of each:'} ${reason}.`,
    fix: `Give ${one ? 'it' : 'one'} the role feature only if it is known before the outcome.`,
    ...(one ? { column: names[0] } : {}),
  })
}

export function suspected(names: readonly string[]): Problem {
  const one = names.length === 1
  return problem({
    severity: 'warning',
    code: 'leak-suspected',
    what: `${listed(names)} alone ${one ? 'tells' : 'tell'} churned from retained accounts with an AUC of ${SUSPICIOUS} or more.`,
    fix: 'Ignore what is known only after the outcome.',
    ...(one ? { column: names[0] } : {}),
  })
}

/** AUC of whether a row has a value, whichever way it points; 0.5 where too little is known to say. */
function presenceAuc(missing: Uint8Array | null, retained: Uint8Array): number {
  if (missing === null) return 0.5
  const rows = [0, 0] // churned, retained
  const without = [0, 0]
  for (let row = 0; row < retained.length; row++) {
    const kept = retained[row]
    if (kept === OUTCOME_UNKNOWN) continue
    rows[kept]++
    without[kept] += missing[row]
  }
  if (rows[0] + rows[1] < LEAST_ROWS || rows[0] === 0 || rows[1] === 0) return 0.5
  return 0.5 + Math.abs(without[0] / rows[0] - without[1] / rows[1]) / 2
}

function known({ missing }: Column, retained: Uint8Array): number {
  let rows = 0
  for (let row = 0; row < retained.length; row++) {
    if (retained[row] !== OUTCOME_UNKNOWN && missing?.[row] !== 1) rows++
  }
  return rows
}

function hasBothClasses(retained: Uint8Array): boolean {
  return retained.includes(0) && retained.includes(1)
}
