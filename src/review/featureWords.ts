import { cellText } from '../accounts/cell.ts'
import type { FeatureSpec, FlagTransform } from '../accounts/spec.ts'
import type { Column } from '../accounts/table.ts'
import { isFlag, sourceColumn } from '../accounts/transform.ts'
import { listed, points, short } from './words.ts'

/** What of an account one feature reads, and what it is worth, in words: 'login_days 12 → +24 points (weight 2)'. */
export function contributionWords(
  name: string,
  feature: FeatureSpec,
  value: number, // after the transform
  worth: number, // points
  cellOf: (column: string) => Column, // of one row
): string {
  return `${readWords(name, feature, value, cellOf)} → ${pointsWords(worth)} (weight ${short(feature.weight)})`
}

/** '+24 points', '−1 point', '0 points'. */
export function pointsWords(worth: number): string {
  return `${points(worth)} ${Math.abs(worth) === 1 ? 'point' : 'points'}`
}

function readWords(
  name: string,
  { transform, missing }: FeatureSpec,
  value: number,
  cellOf: (column: string) => Column,
): string {
  if (transform?.kind === 'all') {
    const flags = transform.of.map((flag) => flagWords(flag, true))
    return `${transform.descending ? 'not ' : ''}${flags.join(' and ')}: ${value === 1 ? 'yes' : 'no'}`
  }
  const column = sourceColumn(name, transform)
  const text = cellText(cellOf(column), 0)
  if (transform?.kind === 'unknown') {
    return `${column} ${text === null ? 'unknown' : 'known'}`
  }
  if (text === null) {
    const as =
      missing === undefined || missing === 'zero_points'
        ? ''
        : ` (counts as ${short(missing.fill)})`
    return `${column} unknown${as}`
  }
  if (isFlag(transform)) {
    const met = (value === 1) !== (transform.descending === true)
    const cell = transform.kind === 'range' ? ` ${numberText(text)},` : ''
    return `${column}${cell} ${transform.kind === 'range' && met ? 'in' : met ? 'is' : transform.kind === 'range' ? 'not in' : 'is not'} ${flagValue(transform)}`
  }
  const shown = numberText(text)
  const scaled =
    transform === undefined || transform.kind === 'round' || String(value) === text
      ? ''
      : ` (${short(value)} on a scale of 0 to 1)`
  return `${column} ${shown}${scaled}`
}

/** 'plan is pro or team', 'seats 3 to under 7'. */
function flagWords(flag: FlagTransform, met: boolean): string {
  if (flag.kind === 'unknown') return `${flag.column} unknown`
  const verb = flag.kind === 'range' ? '' : met ? 'is ' : 'is not '
  const not = flag.descending ? 'not ' : ''
  return `${flag.column} ${verb}${not}${flagValue(flag)}`
}

/** The values a flag is for, without its column. */
export function flagValue(flag: FlagTransform): string {
  switch (flag.kind) {
    case 'unknown':
      return 'unknown'
    case 'equals':
      return flag.value
    case 'any_of':
      return listed(flag.values, 3).replace(/ and (?=[^ ]+$)/, ' or ')
    case 'range':
      return rangeWords(flag.from, flag.to)
  }
}

function rangeWords(from: number | undefined, to: number | undefined): string {
  if (from === undefined) return to === undefined ? 'any' : `under ${short(to)}`
  return to === undefined ? `${short(from)} or more` : `${short(from)} to under ${short(to)}`
}

function numberText(text: string): string {
  const number = Number(text)
  return text.trim() === '' || Number.isNaN(number) ? text : short(number)
}
