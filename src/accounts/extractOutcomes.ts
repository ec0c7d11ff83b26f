import type { FormerTier, Outcomes } from '../evaluation/outcomes.ts'
import type { ScoreVector } from '../evaluation/scoreVector.ts'
import { type Tier, tierOrLowest } from '../evaluation/tiers.ts'
import type { Problem } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'
import { findColumn, isEmpty, missingRows } from './cell.ts'
import { badCount, maybeFlags } from './countOutcome.ts'
import type { EventRole } from './eventText.ts'
import { DEFAULT_COLUMNS, type OutcomeRole, outcomeColumns } from './outcomeColumns.ts'
import { readFlags } from './readFlags.ts'
import { counted, grouped, problem } from './say.ts'
import type { Spec } from './spec.ts'
import type { Column, Table } from './table.ts'
import { takeOutcomes } from './takeRows.ts'
import { NEEDED_OUTCOMES, usedRows } from './usedRows.ts'

/** An outcome column as numbers; `missing` marks rows without a value. */
interface Read {
  column: Column
  values: Uint8Array | Float64Array
  missing: Uint8Array | null
}

/**
 * What happened to the accounts, by the columns the spec names, on the rows it uses. Errors: a named
 * column that is absent or of the wrong kind, and rows without a needed outcome unless the spec
 * leaves them out.
 */
export function extractOutcomes(table: Table, spec: Spec): Result<Outcomes> {
  const outcomes = tableOutcomes(table, spec)
  return outcomes.ok ? { ...outcomes, value: usedOutcomes(table, spec, outcomes.value) } : outcomes
}

/** Of the outcomes of every row of the table, those of the rows the spec uses. */
export function usedOutcomes(table: Table, spec: Spec, outcomes: Outcomes): Outcomes {
  const used = usedRows(table, spec)
  return used === null ? outcomes : takeOutcomes(outcomes, used)
}

/** The same on every row of the table, those the spec leaves out included. */
export function tableOutcomes(table: Table, spec: Spec): Result<Outcomes> {
  const problems: Problem[] = []
  const columns = outcomeColumns(table, spec)
  const counts = readNumbers('count')
  const retained = readEvents('retained')
  const churned = readEvents('churned')
  const mrr = readNumbers('mrr')
  const mrrEnd = readNumbers('mrr_end')
  const ltv = readNumbers('ltv')
  const activated = readEvents('activated')
  const wonBack = readEvents('won_back')
  const formerTier = readTiers()
  const used = usedRows(table, spec)
  checkNeeded()
  if (problems.some(({ severity }) => severity === 'error')) return { ok: false, problems }
  if (used !== null) problems.push(leftOut(table.rowCount - used.length))
  const outcomes: Outcomes = {
    rowCount: table.rowCount,
    count: asFloats(counts),
    retained: retained?.values ?? complement(churned, counts),
    churned: churned?.values ?? complement(retained, counts),
    mrr: asFloats(mrr),
    mrrEnd: asFloats(mrrEnd),
    ltv: ltv === null ? null : unknownAsNaN(ltv),
    activated: activated?.values ?? null,
    activationKnown: activated === null ? null : known(activated, counts),
    wonBack: wonBack === null ? null : formerTier === null ? unknownKept(wonBack) : wonBack.values,
    formerTier: withoutUnknown(formerTier, wonBack),
  }
  return { ok: true, value: outcomes, problems }

  function columnOf(role: OutcomeRole): Column | null {
    const name = columns.get(role)
    if (name === undefined) return null
    const column = findColumn(table, name)
    if (column === null) problems.push(absent(role, name))
    return column
  }

  function readNumbers(role: OutcomeRole): Read | null {
    const column = columnOf(role)
    if (column === null) return null
    if (column.kind === 'text' || column.kind === 'time') {
      if (isEmpty(column)) return noNumbers(column)
      problems.push(notNumbers(role, column))
      return null
    }
    return { column, values: column.values, missing: column.missing }
  }

  function readEvents(role: EventRole): Read | null {
    const column = columnOf(role)
    if (column === null) return null
    if (counts !== null && column.kind === 'number') {
      const bad = badCount(column, role, counts.values, counts.missing)
      if (bad !== null) {
        problems.push(bad)
        return null
      }
      const doubt = maybeFlags(column, role, counts.values)
      if (doubt !== null) problems.push(doubt)
      return { column, values: column.values, missing: column.missing }
    }
    const flags = readFlags(column, role, eventOf(spec, column.name))
    if (flags.ok) {
      // One answer for all accounts of a row.
      const values =
        counts === null
          ? flags.values
          : Float64Array.from(counts.values, (accounts, row) => accounts * flags.values[row])
      return { column, values, missing: flags.missing }
    }
    problems.push(flags.problem)
    return null
  }

  function readTiers(): FormerTier | null {
    const column = columnOf('former_tier')
    if (column === null) return null
    const codes = new Uint16Array(table.rowCount)
    if (isEmpty(column)) return { codes, labels: [], source: 'column' }
    if (column.kind !== 'text') {
      problems.push(
        problem({
          severity: 'error',
          code: 'outcome-kind',
          what: `${column.name} is to name the former tier, but holds no text.`,
          fix: 'Choose a column of tier names as former tier, or none.',
          column: column.name,
        }),
      )
      return null
    }
    for (let row = 0; row < codes.length; row++) {
      codes[row] = column.missing?.[row] === 1 ? 0 : column.values[row] + 1
    }
    return { codes, labels: [...column.dictionary], source: 'column' }
  }

  function checkNeeded(): void {
    if (spec.missing_outcomes === 'leave_out_rows') return
    for (const role of NEEDED_OUTCOMES) {
      const name = columns.get(role)
      const column = name === undefined ? null : findColumn(table, name)
      if (column !== null) problems.push(...missingOutcome(column, role))
    }
  }
}

/** The text of an outcome column that counts as 1, as the spec states it. */
export function eventOf(spec: Spec, column: string): string | undefined {
  const { events } = spec
  return events !== undefined && Object.hasOwn(events, column) ? events[column] : undefined
}

/** The error for rows without a needed outcome, or nothing. */
export function missingOutcome(column: Column, role: OutcomeRole): Problem[] {
  const { count, first } = missingRows(column)
  if (count === 0) return []
  return [
    problem({
      severity: 'error',
      code: 'outcome-missing',
      what: `${counted(count, 'row')} ${count === 1 ? 'has' : 'have'} no value in ${column.name} (${role}); the first is row ${grouped(first + 1)}.`,
      fix: 'Leave those rows out (missing_outcomes: leave_out_rows in a spec), or export them with their outcome.',
      column: column.name,
      row: first,
    }),
  ]
}

/**
 * Former tiers by the baseline's score, for data that says who was won back but not from which tier.
 * Rows in no tier count in the lowest. Outcomes with a former tier, or without `wonBack`, come back unchanged.
 */
export function withBaselineTiers(
  outcomes: Outcomes,
  baselineScores: ScoreVector,
  tiers: Tier[],
): Outcomes {
  if (outcomes.formerTier !== null || outcomes.wonBack === null) return outcomes
  const points = baselineScores.kind === 'grid' ? baselineScores.resolution : 1
  const { wonBack } = outcomes
  const codes = Uint16Array.from(baselineScores.values, (score, row) => {
    if (Number.isNaN(wonBack[row])) return 0
    return tierOrLowest(score / points, tiers) + 1
  })
  const labels = tiers.map(({ label }) => label)
  return { ...outcomes, formerTier: { codes, labels, source: 'baseline' } }
}

/** A column that is to hold numbers and holds nothing, whatever its kind. */
function noNumbers(column: Column): Read {
  return { column, values: new Float64Array(column.values.length), missing: column.missing }
}

function asFloats(read: Read | null): Float64Array | null {
  if (read === null) return null
  return read.values instanceof Float64Array ? read.values : Float64Array.from(read.values)
}

function complement(read: Read | null, counts: Read | null): Uint8Array | Float64Array | null {
  if (read === null) return null
  const { values } = read
  const others = counts === null ? new Uint8Array(values.length) : new Float64Array(values.length)
  const accounts = counts?.values
  for (let row = 0; row < others.length; row++) others[row] = (accounts?.[row] ?? 1) - values[row]
  return others
}

/** Without former tiers, NaN marks rows of which it is unknown whether they were won back. */
function unknownKept(wonBack: Read): Uint8Array | Float64Array {
  return wonBack.missing === null ? wonBack.values : unknownAsNaN(wonBack)
}

function unknownAsNaN({ values, missing }: Read): Float64Array {
  const known = new Float64Array(values)
  if (missing === null) return known
  for (let row = 0; row < known.length; row++) if (missing[row] === 1) known[row] = Number.NaN
  return known
}

function known({ values, missing }: Read, counts: Read | null): Uint8Array | Float64Array {
  const accounts =
    counts === null ? new Uint8Array(values.length).fill(1) : new Float64Array(counts.values)
  if (missing === null) return accounts
  for (let row = 0; row < accounts.length; row++) if (missing[row] === 1) accounts[row] = 0
  return accounts
}

/** Where it is unknown whether an account was won back, it counts in no former tier. */
function withoutUnknown(tiers: FormerTier | null, wonBack: Read | null): FormerTier | null {
  const missing = wonBack?.missing ?? null
  if (tiers === null || missing === null) return tiers
  return { ...tiers, codes: tiers.codes.map((code, row) => (missing[row] === 1 ? 0 : code)) }
}

function absent(role: OutcomeRole, name: string): Problem {
  return problem({
    severity: 'error',
    code: 'column-absent',
    what: `The spec reads ${role} from ${name}, a column this file does not have.`,
    fix: `Name another column in the spec (the default is ${DEFAULT_COLUMNS[role]}), or add it to the file.`,
    column: name,
  })
}

function notNumbers(role: OutcomeRole, column: Column): Problem {
  return problem({
    severity: 'error',
    code: 'outcome-kind',
    what: `${column.name} is to hold ${role}, but its values are ${column.kind === 'time' ? 'times' : 'text'}, not numbers.`,
    fix: `Choose a column of numbers as ${role}, or none.`,
    column: column.name,
  })
}

function leftOut(rows: number): Problem {
  return problem({
    severity: 'note',
    code: 'rows-left-out',
    what: `${counted(rows, 'row')} without an outcome ${rows === 1 ? 'is' : 'are'} left out, as the spec says.`,
  })
}
