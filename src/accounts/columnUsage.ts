import { columnsByName } from './cell.ts'
import type { EventRole } from './eventText.ts'
import { TIME_KEYS } from './periods.ts'
import { readFlags } from './readFlags.ts'
import type { RoleAssignment } from './role.ts'
import { counted, percent, short } from './say.ts'
import type { FeatureSpec, Spec } from './spec.ts'
import type { Column, Table } from './table.ts'
import { sourceColumns } from './transform.ts'

/** How each column is used, in a few words: 'as is', 'scaled 3 – 361 to 0 – 1', '71 % retained'. */
export function columnUsage(
  table: Table,
  spec: Spec,
  roles: readonly RoleAssignment[],
): Record<string, string> {
  const columns = columnsByName(table)
  const features = featuresByColumn(spec)
  const times = new Map(
    TIME_KEYS.flatMap((key) => {
      const name = spec.time?.[key]
      return name === undefined ? [] : [[name, TIME_USAGE[key]]]
    }),
  )
  return Object.fromEntries(
    roles.flatMap((assignment): [string, string][] => {
      const column = columns.get(assignment.column)
      if (column === undefined) return []
      const told = times.get(assignment.column)
      if (assignment.role === 'time' && told !== undefined) return [[assignment.column, told]]
      return [[assignment.column, usage(column, assignment, features.get(assignment.column) ?? [])]]
    }),
  )
}

const TIME_USAGE = {
  features_asof: 'when features were taken',
  outcome_start: 'start of the outcome window',
  outcome_end: 'end of the outcome window',
}

function usage(column: Column, { role, event }: RoleAssignment, features: FeatureSpec[]): string {
  if (role === 'feature') return features.length === 0 ? 'left out' : featureUsage(features)
  if (role === 'retained' || role === 'churned' || role === 'activated' || role === 'won_back') {
    return shareText(column, role, event)
  }
  switch (role) {
    case 'id':
      return 'tells accounts apart'
    case 'segment':
      return 'compared, not scored'
    case 'time':
    case 'ignored':
      return 'not used'
    case 'mrr':
      return 'revenue at the start'
    case 'mrr_end':
      return 'revenue at the end'
    case 'ltv':
      return 'lifetime value'
    case 'former_tier':
      return 'tier before churning'
    case 'count':
      return 'accounts in the row'
  }
}

function featureUsage(features: readonly FeatureSpec[]): string {
  const flags = features.filter(
    ({ transform }) => transform?.kind === 'equals' || transform?.kind === 'any_of',
  )
  const bins = features.filter(({ transform }) => transform?.kind === 'range')
  const pairs = features.filter(({ transform }) => transform?.kind === 'all')
  const unknown = features.some(({ transform }) => transform?.kind === 'unknown')
  const parts: string[] = []
  if (flags.length === 1) {
    const { transform } = flags[0]
    if (transform?.kind === 'equals') {
      parts.push(`flag: ${transform.descending ? 'not ' : ''}${transform.value}`)
    } else if (transform?.kind === 'any_of') {
      parts.push(`flag: ${transform.descending ? 'not ' : ''}${transform.values.join(' or ')}`)
    }
  } else if (flags.length > 1) parts.push(flagsText(flags))
  for (const { transform } of features) {
    if (transform === undefined) parts.push('as is')
    else if (transform.kind === 'round')
      parts.push(`rounded to ${counted(transform.decimals, 'decimal')}`)
    else if (transform.kind === 'minmax' || transform.kind === 'log') {
      const { kind, low, high, descending } = transform
      const scaled = kind === 'log' ? 'logarithm of' : 'scaled'
      const way = descending ? '1 – 0' : '0 – 1'
      parts.push(`${scaled} ${short(low)} – ${short(high)} to ${way}`)
    } else if (transform.kind === 'rank') {
      const way = transform.descending ? ', less is better' : ''
      parts.push(`rank among ${counted(transform.cuts.length, 'cut')}${way}`)
    }
  }
  if (bins.length > 0) parts.push(`${counted(bins.length, 'bin')}, own points each`)
  if (pairs.length > 0) parts.push(`${counted(pairs.length, 'flag')} with other columns`)
  if (unknown) parts.push('unknown = own flag')
  return parts.join(', ')
}

/** 'one flag per value (3)', or '40 values in 12 flags' where some share one. */
function flagsText(flags: readonly FeatureSpec[]): string {
  const values = flags.reduce(
    (sum, { transform }) => sum + (transform?.kind === 'any_of' ? transform.values.length : 1),
    0,
  )
  return values === flags.length
    ? `one flag per value (${values})`
    : `${values} values in ${flags.length} flags`
}

function shareText(column: Column, role: EventRole, event: string | undefined): string {
  const flags = readFlags(column, role, event)
  if (!flags.ok) return 'cannot be read yet'
  let known = 0
  let happened = 0
  for (let row = 0; row < flags.values.length; row++) {
    if (flags.missing?.[row] === 1) continue
    known++
    happened += flags.values[row]
  }
  const share = known === 0 ? 'none known' : `${percent(happened / known)} ${WORD[role]}`
  return flags.event === null || flags.event === role ? share : `${share} (${flags.event})`
}

const WORD: Record<EventRole, string> = {
  retained: 'retained',
  churned: 'churned',
  activated: 'activated',
  won_back: 'won back',
}

function featuresByColumn(spec: Spec): Map<string, FeatureSpec[]> {
  const features = new Map<string, FeatureSpec[]>()
  for (const [name, feature] of Object.entries(spec.features)) {
    for (const source of sourceColumns(name, feature.transform)) {
      features.set(source, [...(features.get(source) ?? []), feature])
    }
  }
  return features
}
