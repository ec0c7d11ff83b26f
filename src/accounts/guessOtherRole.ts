import { MOST_FLAGS, MOST_TEXTS } from './columnFeatures.ts'
import { evenName, nameTokens } from './columnName.ts'
import { looksLikeDates, looksLikeTimes } from './dateText.ts'
import type { LeakFinder } from './leakFinder.ts'
import { almostNumbers } from './prepareTable.ts'
import type { ColumnProfile } from './profile.ts'
import type { Role, RoleAssignment } from './role.ts'
import { nameRank } from './roleNames.ts'
import { grouped } from './say.ts'
import type { Column } from './table.ts'
import { holdsDates, timeKey } from './timeColumns.ts'

const PERSONAL = new Set([
  'email',
  'mail',
  'surname',
  'firstname',
  'lastname',
  'fullname',
  'phone',
  'telephone',
  'address',
  'street',
  'url',
  'website',
  'domain',
])
const CODES = new Set(['zip', 'zipcode', 'postal', 'postcode', 'phone', 'telephone', 'iban', 'ssn'])

/** The role of a column whose name claims none: feature, time or ignored, and why. */
export function guessOtherRole(
  column: Column,
  profile: ColumnProfile,
  leaks: LeakFinder,
): { assignment: RoleAssignment; code?: string } {
  const as = (role: Role, reason: string, code?: string) => ({
    assignment: { column: column.name, role, reason },
    ...(code === undefined ? {} : { code }),
  })
  if (profile.distinct === 0) return as('ignored', 'no value in any row', 'column-empty')
  const dates = timeKey(column.name)
  if (column.kind === 'time') {
    return as('time', 'holds times', dates === null ? 'column-unused' : undefined)
  }
  if (dates !== null && holdsDates(column)) return as('time', `named as ${dates}, holds dates`)
  if (dates !== null && column.kind === 'text') {
    // By its very name it is a date: what is wrong with it is told where periods are read.
    return dates === evenName(column.name)
      ? as('time', `named ${dates}`)
      : as('ignored', `named as ${dates}, but holds no dates that can be read`, 'column-unused')
  }
  if (profile.distinct === 1 && profile.missing === 0) {
    return as('ignored', 'one value in every row', 'column-constant')
  }
  const leak = leaks.find(column, profile)
  if (leak !== null) return as('ignored', leak)
  if (profile.distinct === 1) {
    return as('ignored', 'one value in every row that has any', 'column-constant')
  }
  if (looksLikeTimes(column, profile) || looksLikeDates(column)) {
    return as('time', 'holds dates', 'column-unused')
  }
  const naming = namingReason(column, profile)
  if (naming !== null) return as('ignored', naming, 'column-unused')
  if (column.kind === 'text' && profile.distinct > MOST_FLAGS && almostNumbers(column) !== null) {
    return as('ignored', 'text that looks like numbers', 'column-unused')
  }
  if (column.kind === 'text' && profile.distinct > MOST_TEXTS) {
    return as('ignored', `${grouped(profile.distinct)} different texts`, 'column-unused')
  }
  return as('feature', featureReason(column, profile))
}

/** Why a column names accounts instead of describing them, or null. */
function namingReason(column: Column, profile: ColumnProfile): string | null {
  const { distinct, rows, missing } = profile
  const tokens = nameTokens(column.name)
  const identifies = nameRank('id', evenName(column.name)) >= 0
  if (column.kind === 'number') {
    if (identifies && profile.decimals === 0 && profile.max! > 25)
      return 'an identifier, not a quantity'
    const isCode = tokens.at(-1) === 'code' && tokens.at(-2) !== 'of'
    if (isCode || tokens.some((token) => CODES.has(token))) return 'a code, not a quantity'
    return countsRows(column.values, missing) ? 'it counts the rows' : null
  }
  if (column.kind !== 'text') return null
  if (distinct > MOST_FLAGS && distinct > 0.5 * (rows - missing))
    return 'its texts are nearly all different'
  if (distinct > 2 && (identifies || tokens.some((token) => PERSONAL.has(token)))) {
    return 'it names accounts or people'
  }
  return null
}

function countsRows(values: Float64Array, missing: number): boolean {
  if (missing > 0 || values.length < 30) return false
  const first = values[0]
  return values.every((value, row) => value === first + row)
}

function featureReason(column: Column, { distinct, min, max, decimals }: ColumnProfile): string {
  if (column.kind === 'text') return `${distinct} different texts`
  if (column.kind === 'boolean' || (min === 0 && max === 1 && decimals === 0)) return 'a flag'
  return decimals === 0 ? 'whole numbers' : 'numbers'
}
