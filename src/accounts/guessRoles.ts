import type { Problem } from '../lib/problem.ts'
import { MOST_TEXTS } from './columnFeatures.ts'
import { evenName, nameTokens } from './columnName.ts'
import { guessNamedRoles, type NamedGuess } from './guessNamedRoles.ts'
import { guessOtherRole } from './guessOtherRole.ts'
import { lateTimes } from './lateTimes.ts'
import { leakFinder } from './leakFinder.ts'
import type { ColumnProfile } from './profile.ts'
import { retainedFlags } from './retainedFlags.ts'
import { revenueOf } from './revenueCopy.ts'
import type { RoleAssignment } from './role.ts'
import { counted, listed, problem } from './say.ts'
import type { Table } from './table.ts'

/** Columns the field's existing tool leaves out when it is given no spec, beside outcomes and ids. */
const LEFT_OUT_BY_DEFAULT = ['tenure_months', 'email']

interface Finding {
  assignment: RoleAssignment
  code?: string // several columns of one code make one problem
}

/**
 * What each column is for, by name and type, in file order, and what to know about the guess:
 * columns left out and why, names that competed for a role, columns that give the outcome away.
 */
export function guessRoles(
  table: Table,
  profiles: readonly ColumnProfile[],
): { roles: RoleAssignment[]; problems: Problem[] } {
  const named = guessNamedRoles(table, profiles)
  const assigned = [...named.values()].map(({ assignment }) => assignment)
  const leaks = leakFinder(retainedFlags(table, assigned), revenueOf(table, assigned))
  const findings = table.columns.map((column, index): Finding => {
    const found = named.get(column.name)
    return found ?? guessOtherRole(column, profiles[index], leaks)
  })
  leaveOutToolDefaults(findings, profiles)
  return {
    roles: findings.map(({ assignment }) => assignment),
    problems: [
      ...competing([...named.values()]),
      ...leaks.problems(),
      ...lateTimes(table, profiles),
      ...summed(findings),
      ...unused(findings),
    ],
  }
}

/** With nothing but complete numbers and flags, the existing tool's list of columns to leave out holds. */
function leaveOutToolDefaults(findings: Finding[], profiles: readonly ColumnProfile[]): void {
  const features = profiles.filter((_, index) => findings[index].assignment.role === 'feature')
  const usual = features.every(({ kind, missing }) => kind !== 'text' && missing === 0)
  if (!usual) return
  findings.forEach(({ assignment }, index) => {
    if (assignment.role !== 'feature' || !LEFT_OUT_BY_DEFAULT.includes(assignment.column)) return
    const reason = 'left out unless a spec names it'
    findings[index] = {
      assignment: { ...assignment, role: 'ignored', reason },
      code: 'left-out-by-default',
    }
  })
}

function competing(named: readonly NamedGuess[]): Problem[] {
  return named
    .filter(({ rivals }) => rivals.length > 0)
    .map(({ assignment, rivals }) =>
      problem({
        severity: 'note',
        code: 'role-competing-columns',
        what: `${assignment.column} is taken as ${assignment.role}; ${listed(rivals)} could be it too.`,
        fix: 'Choose another column for the role if this is not the one.',
        column: assignment.column,
      }),
    )
    .concat(
      named
        .filter(({ assignment }) => assignment.role === 'mrr' && isYearly(assignment.column))
        .map(({ assignment }) =>
          problem({
            severity: 'note',
            code: 'revenue-per-year',
            what: `${assignment.column} is taken as revenue; by its name its figures are per year, not per month.`,
            fix: 'Rates and shares are unaffected; read amounts as per year.',
            column: assignment.column,
          }),
        ),
    )
}

function isYearly(name: string): boolean {
  return nameTokens(name).includes('arr') || evenName(name).startsWith('annual_')
}

const SUMMED: Record<string, (names: string, count: number) => Omit<Problem, 'where'>> = {
  'column-empty': (names, count) => ({
    severity: 'warning',
    code: 'column-empty',
    what: `${names} ${count === 1 ? 'has' : 'have'} no value in any row and ${count === 1 ? 'is' : 'are'} ignored.`,
    fix: 'Check the export if there should be values.',
  }),
  'column-constant': (names, count) => ({
    severity: 'note',
    code: 'column-constant',
    what: `${names} ${count === 1 ? 'has' : 'have'} one value only and ${count === 1 ? 'is' : 'are'} ignored.`,
    fix: '',
  }),
  'left-out-by-default': (names) => ({
    severity: 'note',
    code: 'left-out-by-default',
    what: `${names} is left out of the default spec.`,
    fix: 'Give it the role feature to use it.',
  }),
}

/** Columns that describe accounts or name them, but in a form no weight can read. */
const UNUSED = 'column-unused'

/** One note of all columns that no weight can read, with why for each of the first. */
function unused(findings: readonly Finding[]): Problem[] {
  const list = findings.flatMap(({ assignment, code }) => (code === UNUSED ? [assignment] : []))
  if (list.length === 0) return []
  const one = list.length === 1
  const named = list.map(({ column, reason }) => `${column} (${reason})`)
  return [
    problem({
      severity: 'note',
      code: UNUSED,
      what: `${listed(named)} ${one ? 'is' : 'are'} not used.`,
      fix: `To use them, export dates as days since then and texts in at most ${MOST_TEXTS} groups.`,
      ...(one ? { column: list[0].column } : {}),
    }),
  ]
}

/** One problem for all columns of a kind, so that a wide file does not bury the rest. */
function summed(findings: readonly Finding[]): Problem[] {
  const columns = new Map<string, string[]>()
  for (const { assignment, code } of findings) {
    if (code === undefined || code === UNUSED) continue
    columns.set(code, [...(columns.get(code) ?? []), assignment.column])
  }
  return [...columns].map(([code, names]) => {
    const say = SUMMED[code]
    if (say === undefined) throw new Error(`finding code: ${code}`)
    const subject =
      names.length === 1 ? names[0] : `${counted(names.length, 'column')} (${listed(names)})`
    const said = { ...say(subject, names.length), where: '' }
    return names.length === 1 ? { ...said, where: `column ${names[0]}`, column: names[0] } : said
  })
}
