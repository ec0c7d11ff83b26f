import type { ColumnProfile } from '../../accounts/profile.ts'
import { formatCount, formatDay, formatNumber, plural } from '../shared/format.ts'

/** The type of a column as a person would say it: 'flag', '0 – 364', '0 – 1, 2 decimals', 'text, 4 values'. */
export function columnType(profile: ColumnProfile): string {
  if (profile.missing >= profile.rows) return 'empty'
  if (profile.kind === 'boolean') return 'flag'
  if (profile.kind === 'text') return `text, ${plural(profile.distinct, 'value')}`
  if (profile.kind === 'time') return `${formatDay(profile.min)} – ${formatDay(profile.max)}`
  if (isFlag(profile)) return 'flag'
  const range = `${formatNumber(profile.min)} – ${formatNumber(profile.max)}`
  if (profile.decimals === null) return `${range}, fractions`
  if (profile.decimals === 0) return range
  return `${range}, ${plural(profile.decimals, 'decimal')}`
}

function isFlag(profile: ColumnProfile): boolean {
  return profile.min === 0 && profile.max === 1 && profile.decimals === 0
}

/** What the bars of a column count, in words, for those who do not see them. */
export function distributionText(profile: ColumnProfile): string {
  if (profile.values.length > 0)
    return profile.values
      .slice(0, 6)
      .map(({ value, count }) => `${value}: ${formatCount(count)}`)
      .join(', ')
  return columnType(profile)
}
