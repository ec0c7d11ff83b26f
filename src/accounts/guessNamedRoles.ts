import { evenName } from './columnName.ts'
import { badCount } from './countOutcome.ts'
import { type EventRole, eventText, yesNo } from './eventText.ts'
import type { ColumnProfile } from './profile.ts'
import type { RoleAssignment } from './role.ts'
import { type NamedRole, nameRank } from './roleNames.ts'
import { short } from './say.ts'
import type { Column, NumberColumn, Table } from './table.ts'

export interface NamedGuess {
  assignment: RoleAssignment
  rivals: string[] // other columns that fit the role
}

/** Roles in the order they choose their column. */
const ORDER: NamedRole[] = [
  'churned',
  'retained',
  'mrr_end',
  'mrr',
  'ltv',
  'activated',
  'former_tier',
  'won_back',
  'count',
  'segment',
  'id',
]

const MOST_SEGMENTS = 50

/** The best column for each role that a name can tell, by column. */
export function guessNamedRoles(
  table: Table,
  profiles: readonly ColumnProfile[],
): Map<string, NamedGuess> {
  const guesses = new Map<string, NamedGuess>()
  const names = table.columns.map((column) => evenName(column.name))
  const counts = countColumn(table, profiles, names)
  for (const role of ORDER) {
    const candidates = table.columns
      .map((column, index) => ({
        column,
        profile: profiles[index],
        rank: nameRank(role, names[index]),
      }))
      .filter(
        ({ column, profile, rank }) =>
          rank >= 0 && profile.distinct > 0 && !guesses.has(column.name),
      )
      .map((candidate) => ({
        ...candidate,
        fit: fitOf(role, candidate.column, candidate.profile, candidate.rank, counts),
      }))
      .filter(({ fit }) => fit !== null)
      .sort((a, b) => a.fit!.penalty - b.fit!.penalty || a.rank - b.rank)
    const best = candidates[0]
    if (best === undefined) continue
    const { column, fit: fits } = best
    guesses.set(column.name, {
      assignment: {
        column: column.name,
        role,
        reason: fits!.reason,
        ...(fits!.event === undefined ? {} : { event: fits!.event }),
      },
      rivals: candidates
        .slice(1)
        .filter(({ fit }) => fit!.penalty < UNLIKELY)
        .map(({ column: rival }) => rival.name),
    })
  }
  if (![...guesses.values()].some(({ assignment }) => assignment.role === 'id')) {
    const column = bareId(profiles, names)
    if (column !== null && !guesses.has(column)) {
      const reason = 'every value different'
      guesses.set(column, { assignment: { column, role: 'id', reason }, rivals: [] })
    }
  }
  return guesses
}

/**
 * The column that says how many accounts a row stands for. By another name than the default it may
 * describe an account (a bank's number_of_accounts), unless an outcome counts up to it.
 */
function countColumn(
  { columns }: Table,
  profiles: readonly ColumnProfile[],
  names: readonly string[],
): NumberColumn | null {
  const outcomes = columns.filter(
    (column, index): column is NumberColumn =>
      column.kind === 'number' &&
      profiles[index].max! > 1 &&
      (nameRank('churned', names[index]) >= 0 || nameRank('retained', names[index]) >= 0),
  )
  const ranked = columns
    .map((column, index) => ({ column, index, rank: nameRank('count', names[index]) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank)
  for (const { column, index, rank } of ranked) {
    const { decimals, min, max } = profiles[index]
    if (column.kind !== 'number' || decimals !== 0 || min! < 0 || max! <= 1) continue
    const countedUpTo = outcomes.some(
      (outcome) => badCount(outcome, 'churned', column.values, column.missing) === null,
    )
    if (rank === 0 || countedUpTo) return column
  }
  return null
}

/** A column called 'customer' and the like is an id only where it tells every account apart. */
function bareId(profiles: readonly ColumnProfile[], names: readonly string[]): string | null {
  const found = profiles.find(
    ({ kind, distinct, rows, decimals }, index) =>
      /^(customer|account|acct|client|subscriber|member)$/.test(names[index]) &&
      distinct === rows &&
      distinct > 1 &&
      (kind === 'text' || (kind === 'number' && decimals === 0)),
  )
  return found?.name ?? null
}

interface Fit {
  penalty: number // 0: fits; more: only where nothing fits better
  reason: string
  event?: string
}

const UNLIKELY = 100

function fitOf(
  role: NamedRole,
  column: Column,
  profile: ColumnProfile,
  rank: number,
  counts: NumberColumn | null,
): Fit | null {
  switch (role) {
    case 'churned':
    case 'retained':
    case 'activated':
    case 'won_back':
      return eventFit(role, column, profile, rank, counts)
    case 'mrr':
    case 'mrr_end':
    case 'ltv':
      return moneyFit(role, profile, rank)
    case 'former_tier':
      return column.kind === 'text' && profile.distinct <= MOST_SEGMENTS
        ? { penalty: 0, reason: 'named as a former tier' }
        : null
    case 'count':
      return column === counts ? { penalty: 0, reason: 'named as a number of accounts' } : null
    case 'segment':
      return column.kind === 'text' && profile.distinct <= MOST_SEGMENTS
        ? { penalty: 0, reason: 'named as a segment' }
        : null
    case 'id':
      return idFit(column, profile)
  }
}

/** 'churned' and 'retained' by these ranks mean the outcome even if its values need mending. */
const SURE = { churned: 3, retained: 2, activated: -1, won_back: -1 } as const

function eventFit(
  role: EventRole,
  column: Column,
  profile: ColumnProfile,
  rank: number,
  counts: NumberColumn | null,
): Fit | null {
  const { distinct, min, max, decimals } = profile
  const sure = rank <= SURE[role]
  if (column.kind === 'boolean') return { penalty: 0, reason: `named as ${role}, true or false` }
  if (column.kind === 'number') {
    const flag = decimals === 0 && min! >= 0 && max! <= 1
    if (flag) return { penalty: 0, reason: `named as ${role}, 0 or 1` }
    if (counts !== null && badCount(column, role, counts.values, counts.missing) === null) {
      return { penalty: 0, reason: `named as ${role}, how many accounts of the row` }
    }
    const few = sure && distinct <= 12
    return few ? { penalty: UNLIKELY, reason: `named as ${role}, with values to mend` } : null
  }
  if (column.kind !== 'text') return null
  const { dictionary } = column
  if (dictionary.length > 12) return null
  if (dictionary.every((text) => yesNo(text) !== null)) {
    const event = dictionary.find((text) => yesNo(text) === 1)
    return {
      penalty: 0,
      reason: `named as ${role}, yes or no`,
      ...(event === undefined ? {} : { event }),
    }
  }
  const event = dictionary.length <= 6 ? eventText(role, dictionary) : null
  if (event !== null && dictionary.length >= 2) {
    const other = dictionary.length === 2 ? 0 : 10
    return { penalty: other, reason: `"${event}" counts as ${role}`, event }
  }
  return sure ? { penalty: UNLIKELY, reason: `named as ${role}, with values to mend` } : null
}

function moneyFit(
  role: 'mrr' | 'mrr_end' | 'ltv',
  profile: ColumnProfile,
  rank: number,
): Fit | null {
  if (profile.kind !== 'number' || profile.distinct < 2) return null
  if (rank > 0 && profile.min! < 0) return null
  const range = `${short(profile.min!)} to ${short(profile.max!)}`
  const meaning = {
    mrr: 'revenue at the start',
    mrr_end: 'revenue at the end',
    ltv: 'a lifetime value',
  }
  return { penalty: 0, reason: `named as ${meaning[role]}, ${range}` }
}

function idFit(column: Column, { distinct, rows, missing, decimals }: ColumnProfile): Fit | null {
  if (column.kind === 'boolean' || column.kind === 'time') return null
  if (column.kind === 'number' && decimals !== 0) return null
  if (distinct === rows - missing && distinct > 1) {
    return { penalty: missing === 0 ? 0 : 10, reason: 'named as an id, every value different' }
  }
  const mostly = distinct * 2 > rows || distinct > 50
  return mostly ? { penalty: 50, reason: 'named as an id' } : null
}
