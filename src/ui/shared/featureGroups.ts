import type { FeatureSpec, FlagTransform } from '../../accounts/spec.ts'
import { formatNumber, plural } from './format.ts'

/** A feature with its name and its place among the weights. */
export interface NamedFeature {
  name: string
  feature: FeatureSpec
  position: number
}

/** What one row of a weight table stands for: a feature, or all flags of one column. */
export type FeatureRow = { column: null; members: [NamedFeature] } | FeatureGroup

export interface FeatureGroup {
  column: string
  members: NamedFeature[] // two or more, in the spec's order
}

/** The features of a spec with bins and flags of one column together, where its first one stands. */
export function featureRows(features: Record<string, FeatureSpec>): FeatureRow[] {
  const entries = Object.entries(features).map(
    ([name, feature], position): NamedFeature => ({ name, feature, position }),
  )
  const flags = new Map<string, NamedFeature[]>()
  for (const entry of entries) {
    const flag = flagOf(entry.feature)
    if (flag !== null) flags.set(flag.column, [...(flags.get(flag.column) ?? []), entry])
  }
  return entries.flatMap((entry): FeatureRow[] => {
    const column = flagOf(entry.feature)?.column
    const members = column === undefined ? [] : (flags.get(column) ?? [])
    if (column === undefined || members.length < 2) return [{ column: null, members: [entry] }]
    return members[0] === entry ? [{ column, members }] : []
  })
}

/** The flag of one column a feature is; null for any other feature. */
export function flagOf({ transform }: FeatureSpec): FlagTransform | null {
  switch (transform?.kind) {
    case 'range':
    case 'equals':
    case 'any_of':
    case 'unknown':
      return transform
    default:
      return null
  }
}

/** '5 bins, unknown': what the members of a group are. */
export function groupText({ members }: FeatureGroup): string {
  const kinds = members.map(({ feature }) => flagOf(feature)?.kind)
  const bins = kinds.filter((kind) => kind === 'range').length
  const unknown = kinds.filter((kind) => kind === 'unknown').length
  const flags = kinds.length - bins - unknown
  return [
    bins === 0 ? '' : plural(bins, 'bin'),
    flags === 0 ? '' : plural(flags, 'value'),
    unknown === 0 ? '' : 'unknown',
  ]
    .filter((part) => part !== '')
    .join(', ')
}

const NAMED_VALUES = 3

/** The values a flag is for, without its column: '3 to under 7', 'Two year', 'unknown'. */
export function flagLabel(flag: FlagTransform): string {
  if (flag.kind === 'unknown') return flag.descending ? 'known' : 'unknown'
  const not = flag.descending ? 'not ' : ''
  if (flag.kind === 'equals') return `${not}${flag.value}`
  if (flag.kind === 'range') return `${not}${rangeText(flag)}`
  const { values } = flag
  if (values.length <= NAMED_VALUES + 1) return `${not}${values.join(' or ')}`
  const more = plural(values.length - NAMED_VALUES, 'other value')
  return `${not}${values.slice(0, NAMED_VALUES).join(', ')} or ${more}`
}

/** 'under 3', '3 to under 7', '7 or more'. */
export function rangeText({ from, to }: { from?: number; to?: number }): string {
  if (from === undefined) return to === undefined ? 'known' : `under ${formatNumber(to)}`
  return to === undefined
    ? `${formatNumber(from)} or more`
    : `${formatNumber(from)} to under ${formatNumber(to)}`
}

/** '0 – 17', or the one number all of them are. */
export function spanText(values: readonly number[]): string {
  const low = Math.min(...values)
  const high = Math.max(...values)
  return low === high ? formatNumber(low) : `${formatNumber(low)} – ${formatNumber(high)}`
}
