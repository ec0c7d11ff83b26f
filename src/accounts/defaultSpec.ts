import type { Problem } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'
import { findColumn, missingRows } from './cell.ts'
import {
  type CentredStart,
  centredStart,
  clippedShare,
  FEW_CLIPPED,
  startValues,
} from './centredStart.ts'
import {
  columnFeatures,
  MOST_COUNT,
  MOST_SCALED_COUNT,
  MOST_TEXTS,
  type NamedFeature,
  unknownFeature,
} from './columnFeatures.ts'
import { eventOf } from './extractOutcomes.ts'
import {
  DEFAULT_COLUMNS,
  DEFAULT_ID,
  idColumn,
  type OutcomeRole,
  outcomeColumns,
} from './outcomeColumns.ts'
import type { Role, RoleAssignment } from './role.ts'
import { problem, short } from './say.ts'
import type { FeatureSpec, MissingPolicy, Spec, SpecColumn } from './spec.ts'
import type { Column, Table } from './table.ts'
import { takeColumn } from './takeRows.ts'
import { timeColumns } from './timeColumns.ts'
import { MOST_DECIMALS, sourceColumn, sourceColumns } from './transform.ts'

/** Above this share of clipped accounts the existing tool's start is not kept. */
const MOST_CLIPPED = 0.5

const DEFAULT_TIERS = [
  { label: 'A', min: 60, max: 101 },
  { label: 'B', min: 35, max: 60 },
  { label: 'C', min: 15, max: 35 },
  { label: 'D', min: 0, max: 15 },
]

/** The rows that may be looked at under a spec that names outcomes, id and times alone; null: all. */
export type RowsOf = (spec: Spec) => Uint32Array | null

/**
 * The spec the roles lead to when nobody has written one. Raw features alone start as in the field's
 * existing tool, unless that clips most accounts; with scaled numbers or flags of texts the start is
 * centred, and counts above 5 are scaled too. A note says so. Features and start are made from the rows
 * that `rowsOf` gives, so that rows to be held out leave no trace in them. Error: no column is a feature.
 */
export function defaultSpec(
  table: Table,
  roles: readonly RoleAssignment[],
  model = 'accounts',
  rowsOf: RowsOf = () => null,
): Result<Spec> {
  const keys = roleKeys(table, roles)
  const rows = rowsOf({ model, max_score: 100, features: {}, tiers: [], ...keys, extra: {} })
  const columns = featureColumns(table, roles).map((column) => ({
    column,
    seen: rows === null ? column : takeColumn(column, rows),
  }))
  const made = (mostCount: number) =>
    columns.flatMap(({ column, seen }) => columnFeatures(column, seen, mostCount))
  const raw = made(MOST_COUNT)
  if (raw.length === 0) return { ok: false, problems: [noFeature()] }
  const isAsTheTool = startsAsTheTool(table, raw, rows)
  const generated = isAsTheTool ? raw : made(MOST_SCALED_COUNT)
  const start = isAsTheTool ? null : centredStart(generated, startValues(table, generated, rows))
  const value: Spec = {
    model,
    max_score: 100,
    ...(start === null ? {} : { base_score: start.baseScore }),
    features: uniquelyNamed(start?.features ?? generated),
    tiers: DEFAULT_TIERS.map((tier) => ({ ...tier })),
    ...keys,
    extra: {},
  }
  return { ok: true, value, problems: start === null ? [] : [centred(start)] }
}

function startsAsTheTool(
  table: Table,
  features: readonly NamedFeature[],
  rows: Uint32Array | null,
): boolean {
  if (features.some(([, { transform }]) => transform !== undefined && transform.kind !== 'round'))
    return false
  const weights = features.map(([, { weight }]) => weight)
  return clippedShare(startValues(table, features, rows), weights, 0) <= MOST_CLIPPED
}

/**
 * The spec after its columns' roles changed: features of columns that still are features keep their
 * weights, bounds, locks and transforms, new ones start at the default. A spec nobody has touched is
 * made anew. Error: no feature is left.
 */
export function applyRoles(
  spec: Spec,
  table: Table,
  roles: readonly RoleAssignment[],
  rowsOf: RowsOf = () => null,
): Result<Spec> {
  const fresh = defaultSpec(table, roles, spec.model, rowsOf)
  if (!fresh.ok) return fresh
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
  const before = defaultSpec(table, rolesOfSpec(table, spec), spec.model, rowsOf)
  if (before.ok && sameFeatures(before.value, spec)) {
    const { base_score, ...rest } = kept
    return {
      ...fresh,
      value: { ...rest, ...fresh.value, ...keptKeys(spec), ...timeColumns(table, roles, time) },
    }
  }
  const old = new Map<string, NamedFeature[]>()
  for (const [name, feature] of Object.entries(spec.features)) {
    const source = sourceColumn(name, feature.transform)
    old.set(source, [...(old.get(source) ?? []), [name, feature]])
  }
  const made = new Map<string, NamedFeature[]>()
  for (const [name, feature] of Object.entries(fresh.value.features)) {
    const source = sourceColumn(name, feature.transform)
    made.set(source, [...(made.get(source) ?? []), [name, feature]])
  }
  const chosen = featureColumns(table, roles)
  const readable = new Set(chosen.map(({ name }) => name))
  const whole = ([name, { transform }]: NamedFeature) =>
    sourceColumns(name, transform).every((column) => readable.has(column))
  const read = new Set(
    Object.entries(spec.features)
      .filter(whole)
      .flatMap(([name, { transform }]) => sourceColumns(name, transform)),
  )
  const features = chosen.flatMap(({ name }) =>
    read.has(name) ? (old.get(name) ?? []).filter(whole) : (made.get(name) ?? []),
  )
  const value = {
    ...kept,
    features: uniquelyNamed(features),
    ...roleKeys(table, roles),
    ...timeColumns(table, roles, time),
  }
  return { ok: true, value, problems: [] }
}

/** What a person may have set beside features and roles. */
function keptKeys({ max_score, tiers, extra }: Spec): Pick<Spec, 'max_score' | 'tiers' | 'extra'> {
  return { max_score, tiers, extra }
}

function sameFeatures(a: Spec, b: Spec): boolean {
  return a.base_score === b.base_score && JSON.stringify(a.features) === JSON.stringify(b.features)
}

/** The roles a spec gives the columns; those it does not use are ids and times by kind, else ignored. */
export function rolesOfSpec(table: Table, spec: Spec): RoleAssignment[] {
  const named = new Map<string, Role>()
  for (const [name, { transform }] of Object.entries(spec.features)) {
    for (const column of sourceColumns(name, transform)) named.set(column, 'feature')
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
 * The spec with another policy for rows without a value in a column: zero points, with a flag of their
 * own where the table has such rows to learn its weight from, or a value to fill in.
 */
export function setMissingPolicy(
  spec: Spec,
  table: Table,
  column: string,
  policy: MissingPolicy,
): Spec {
  const found = findColumn(table, column)
  if (found === null) throw new Error(`column absent: ${column}`)
  const hasGaps = missingRows(found).count > 0
  const entries = Object.entries(spec.features)
  const reads = ([name, { transform }]: NamedFeature) =>
    sourceColumns(name, transform).includes(column)
  const isUnknown = ([, { transform }]: NamedFeature) => transform?.kind === 'unknown'
  const features = entries.flatMap((entry): NamedFeature[] => {
    if (!reads(entry)) return [entry]
    if (isUnknown(entry) && policy !== 'zero_points') return []
    return isUnknown(entry) ? [entry] : [[entry[0], { ...entry[1], missing: policy }]]
  })
  const isFlagged = entries.some((entry) => reads(entry) && isUnknown(entry))
  if (policy === 'zero_points' && hasGaps && !isFlagged) {
    const last = features.findLastIndex(reads)
    if (last >= 0) features.splice(last + 1, 0, unknownFeature(column))
  }
  return { ...spec, features: uniquelyNamed(features) }
}

/** Columns of role feature that can be one; the contract tells of the others. */
function featureColumns(table: Table, roles: readonly RoleAssignment[]): Column[] {
  const chosen = new Set(roles.filter(({ role }) => role === 'feature').map(({ column }) => column))
  return table.columns.filter((column) => chosen.has(column.name) && canBeFeature(column))
}

function canBeFeature(column: Column): boolean {
  if (column.kind === 'time') return false
  return column.kind !== 'text' || column.dictionary.length <= MOST_TEXTS
}

/** Features by name; a name taken twice ('A = B' of two columns) gets a number. */
function uniquelyNamed(features: readonly NamedFeature[]): Record<string, FeatureSpec> {
  const taken = new Set<string>()
  const entries = features.map(([name, feature]): NamedFeature => {
    let unique = name
    for (let suffix = 2; taken.has(unique); suffix++) unique = `${name} (${suffix})`
    taken.add(unique)
    if (unique === name) return [name, feature]
    const { transform = { kind: 'round', decimals: MOST_DECIMALS } } = feature
    if (transform.kind === 'all') return [unique, feature]
    const column = sourceColumn(name, transform)
    return [unique, { ...feature, transform: { ...transform, column } }]
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
  const named = (role: OutcomeRole) => columnOf(role) ?? noneOf(table, DEFAULT_COLUMNS[role])
  const columns: [SpecColumn, string | undefined][] = [
    ['id', columnOf('id') ?? noneOf(table, DEFAULT_ID)],
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
    ...timeColumns(table, roles),
  }
}

/** '' where the table has a column of the default name that is not to have the role. */
function noneOf(table: Table, defaultName: string): string | undefined {
  return findColumn(table, defaultName) === null ? undefined : ''
}

function key<K extends keyof RoleKeys>(name: K, value: RoleKeys[K]): Pick<RoleKeys, K> | object {
  return value === undefined ? {} : { [name]: value }
}

function centred({ features, baseScore, clippedShare: clipped }: CentredStart): Problem {
  const [[, { weight }]] = features
  const few = clipped <= FEW_CLIPPED ? ' and few are clipped' : ''
  return problem({
    severity: 'note',
    code: 'start-centred',
    what: `The default spec starts with all weights ${weight} and a base score of ${short(baseScore)}, so that the average account has about 50 points${few}.`,
  })
}

function noFeature(): Problem {
  return problem({
    severity: 'error',
    code: 'no-feature',
    what: 'No column is left to score accounts by.',
    fix: 'Give at least one column the role feature.',
  })
}
