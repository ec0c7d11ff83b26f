import type { Problem } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'
import { columnsByName, findColumn } from './cell.ts'
import { columnFeatures, type NamedFeature, unknownFeature } from './columnFeatures.ts'
import { eventOf } from './extractOutcomes.ts'
import { DEFAULT_COLUMNS, idColumn, type OutcomeRole, outcomeColumns } from './outcomeColumns.ts'
import type { Role, RoleAssignment } from './role.ts'
import { problem } from './say.ts'
import type { FeatureSpec, MissingPolicy, Spec, SpecColumn } from './spec.ts'
import type { Table } from './table.ts'
import { sourceColumn } from './transform.ts'

const DEFAULT_TIERS = [
  { label: 'A', min: 60, max: 101 },
  { label: 'B', min: 35, max: 60 },
  { label: 'C', min: 15, max: 35 },
  { label: 'D', min: 0, max: 15 },
]

/** The spec the roles lead to when nobody has written one. Error: no column is a feature. */
export function defaultSpec(
  table: Table,
  roles: readonly RoleAssignment[],
  model = 'accounts',
): Result<Spec> {
  const features = featureColumns(table, roles).flatMap(columnFeatures)
  if (features.length === 0) return { ok: false, problems: [noFeature()] }
  const spec: Spec = {
    model,
    max_score: 100,
    features: uniquelyNamed(features),
    tiers: DEFAULT_TIERS.map((tier) => ({ ...tier })),
    ...roleKeys(table, roles),
    extra: {},
  }
  return { ok: true, value: spec, problems: [] }
}

/**
 * The spec after its columns' roles changed: features of columns that still are features keep their
 * weights, bounds, locks and transforms, new ones start at the default. Error: no feature is left.
 */
export function applyRoles(
  spec: Spec,
  table: Table,
  roles: readonly RoleAssignment[],
): Result<Spec> {
  const old = new Map<string, NamedFeature[]>()
  for (const [name, feature] of Object.entries(spec.features)) {
    const source = sourceColumn(name, feature.transform)
    old.set(source, [...(old.get(source) ?? []), [name, feature]])
  }
  const features = featureColumns(table, roles).flatMap(
    (column) => old.get(column.name) ?? columnFeatures(column),
  )
  if (features.length === 0) return { ok: false, problems: [noFeature()] }
  const {
    retain_column,
    churn_column,
    mrr_column,
    ltv_column,
    columns,
    events,
    segments,
    time,
    ...kept
  } = spec
  const value = { ...kept, features: uniquelyNamed(features), ...roleKeys(table, roles) }
  return { ok: true, value, problems: [] }
}

/** The roles a spec gives the columns; those it does not use are ids and times by kind, else ignored. */
export function rolesOfSpec(table: Table, spec: Spec): RoleAssignment[] {
  const named = new Map<string, Role>()
  for (const [name, { transform }] of Object.entries(spec.features)) {
    named.set(sourceColumn(name, transform), 'feature')
  }
  for (const name of Object.values(spec.time ?? {})) named.set(name, 'time')
  for (const name of spec.segments ?? []) if (!named.has(name)) named.set(name, 'segment')
  const id = idColumn(table, spec)
  if (id !== null && !named.has(id.name)) named.set(id.name, 'id')
  for (const [role, name] of outcomeColumns(table, spec)) named.set(name, role)
  return table.columns.map((column): RoleAssignment => {
    const role = named.get(column.name)
    const event = eventOf(spec, column.name)
    if (role !== undefined) {
      return {
        column: column.name,
        role,
        reason: 'as the spec says',
        ...(event === undefined ? {} : { event }),
      }
    }
    return column.kind === 'time'
      ? { column: column.name, role: 'time', reason: 'holds times' }
      : { column: column.name, role: 'ignored', reason: 'not in the spec' }
  })
}

/**
 * The spec with another policy for rows without a value in a column: zero points with a flag of their
 * own, a value to fill in, or the column's features left out.
 */
export function setMissingPolicy(
  spec: Spec,
  table: Table,
  column: string,
  policy: MissingPolicy | 'leave_out',
): Spec {
  if (findColumn(table, column) === null) throw new Error(`column absent: ${column}`)
  const entries = Object.entries(spec.features)
  const reads = ([name, { transform }]: NamedFeature) => sourceColumn(name, transform) === column
  const isUnknown = ([, { transform }]: NamedFeature) => transform?.kind === 'unknown'
  const features = entries.flatMap((entry): NamedFeature[] => {
    if (!reads(entry)) return [entry]
    if (policy === 'leave_out' || (isUnknown(entry) && policy !== 'zero_points')) return []
    return isUnknown(entry) ? [entry] : [[entry[0], { ...entry[1], missing: policy }]]
  })
  if (policy === 'zero_points' && !entries.some((entry) => reads(entry) && isUnknown(entry))) {
    const last = features.findLastIndex(reads)
    if (last >= 0) features.splice(last + 1, 0, unknownFeature(column))
  }
  return { ...spec, features: uniquelyNamed(features) }
}

function featureColumns(table: Table, roles: readonly RoleAssignment[]) {
  const columns = columnsByName(table)
  const chosen = new Set(roles.filter(({ role }) => role === 'feature').map(({ column }) => column))
  return table.columns.filter(({ name }) => chosen.has(name) && columns.has(name))
}

/** Features by name; a name taken twice ('A = B' of two columns) gets a number. */
function uniquelyNamed(features: readonly NamedFeature[]): Record<string, FeatureSpec> {
  const taken = new Set<string>()
  const entries = features.map(([name, feature]): NamedFeature => {
    let unique = name
    for (let suffix = 2; taken.has(unique); suffix++) unique = `${name} (${suffix})`
    taken.add(unique)
    if (unique === name) return [name, feature]
    const { transform } = feature
    const column = sourceColumn(name, transform)
    return [
      unique,
      transform === undefined ? feature : { ...feature, transform: { ...transform, column } },
    ]
  })
  return Object.fromEntries(entries)
}

type RoleKeys = Pick<
  Spec,
  | 'retain_column'
  | 'churn_column'
  | 'mrr_column'
  | 'ltv_column'
  | 'columns'
  | 'events'
  | 'segments'
  | 'time'
>

/** What the roles say of outcomes, id and segments, in the spec's keys. */
function roleKeys(table: Table, roles: readonly RoleAssignment[]): RoleKeys {
  const columnOf = (role: Role) => roles.find((assignment) => assignment.role === role)?.column
  const named = (role: OutcomeRole) => columnOf(role) ?? noneInstead(table, role)
  const columns: [SpecColumn, string | undefined][] = [
    ['id', columnOf('id')],
    ['mrr_end', named('mrr_end')],
    ['activated', named('activated')],
    ['former_tier', named('former_tier')],
    ['won_back', named('won_back')],
    ['count', named('count')],
  ]
  const events = roles.flatMap(({ column, role, event }): [string, string][] =>
    event === undefined || role === 'feature' ? [] : [[column, event]],
  )
  const segments = roles.filter(({ role }) => role === 'segment').map(({ column }) => column)
  const said = columns.filter(([, name]) => name !== undefined)
  return {
    ...key('retain_column', named('retained')),
    ...key('churn_column', named('churned')),
    ...key('mrr_column', named('mrr')),
    ...key('ltv_column', named('ltv')),
    ...(said.length === 0 ? {} : { columns: Object.fromEntries(said) }),
    ...(events.length === 0 ? {} : { events: Object.fromEntries(events) }),
    ...(segments.length === 0 ? {} : { segments }),
  }
}

/** '' where the table has a column of the default name that is not to be the outcome. */
function noneInstead(table: Table, role: OutcomeRole): string | undefined {
  return findColumn(table, DEFAULT_COLUMNS[role]) === null ? undefined : ''
}

function key<K extends keyof RoleKeys>(name: K, value: RoleKeys[K]): Pick<RoleKeys, K> | object {
  return value === undefined ? {} : { [name]: value }
}

function noFeature(): Problem {
  return problem({
    severity: 'error',
    code: 'no-feature',
    what: 'No column is left to score accounts by.',
    fix: 'Give at least one column the role feature.',
  })
}
