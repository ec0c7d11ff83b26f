import { columnGroups } from '../accounts/columnGroups.ts'
import { compileParts } from '../accounts/compileDataset.ts'
import type { Dataset } from '../accounts/dataset.ts'
import { rolesOfSpec } from '../accounts/defaultSpec.ts'
import { gridSpec } from '../accounts/gridSpec.ts'
import type { Role } from '../accounts/role.ts'
import { type Shaped, unshapedSpec } from '../accounts/shaped.ts'
import type { Spec } from '../accounts/spec.ts'
import { suitedSpec } from '../accounts/suited.ts'
import type { Table } from '../accounts/table.ts'
import { takeColumn, takeOutcomes, takeTable } from '../accounts/takeRows.ts'
import type { ScoreVector } from '../evaluation/scoreVector.ts'
import { ProblemError } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'
import { boundsOf } from '../search/bounds.ts'
import { guardTerms } from '../search/guard.ts'
import { shapesOn } from '../search/shapes/bestShapes.ts'
import { suitedNumbers } from '../search/suitedNumbers.ts'
import { primaryOutcomes } from './search.ts'
import type { ShapesAgain, StudyRows, StudySetup } from './study.ts'

const UNREAD: ReadonlySet<Role> = new Set<Role>(['id', 'time', 'ignored'])
const SHAPED_BY: ReadonlySet<Role> = new Set<Role>(['retained', 'churned', 'count'])

/** What the studies of a run read of its search rows, `rows` of the table. */
export function studyRows(
  dataset: Dataset,
  incumbent: ScoreVector,
  { spec, shaped }: { spec: Spec; shaped?: Shaped },
  table: Table,
  rows: Uint32Array,
): StudyRows {
  if (shaped === undefined) return { dataset, incumbent }
  const roles = rolesByColumn(table, unshapedSpec(spec, shaped))
  const columns = table.columns.filter(({ name }) => !UNREAD.has(roles.get(name) as Role))
  return { dataset, incumbent, table: takeTable({ rowCount: table.rowCount, columns }, rows) }
}

export interface ShapedRows {
  table: Table // see `StudyRows`
  inside: Uint32Array // to choose shapes on and to search
  outside: Uint32Array // read by neither
  order?: Uint32Array // row i has the outcomes of row order[i], for all rows; absent: each its own
}

export interface ShapedSearch {
  setup: StudySetup
  inside: Dataset
  outside: Dataset
}

/**
 * The search of a run with its shapes chosen anew on other rows; with the shapes from before where these
 * rows allow no choice. Throws a ProblemError where the columns cannot be searched on them.
 */
export function shapedSearch(
  setup: StudySetup,
  { spec: before, overrule, suits, guardrails }: ShapesAgain,
  rows: ShapedRows,
): ShapedSearch {
  const { table, inside, order } = rows
  const { seed, strategy, metric } = setup
  const spec: Spec = { ...before, required_columns: [] }
  const seen = order === undefined ? table : withOutcomesOf(table, spec, order)
  const chosen = shapesOn(seen, { spec, rows: inside, seed, overrule })
  const shaped = accepted(gridSpec(table, chosen.ok ? chosen.value.spec : spec, inside))
  const made = searchOf(shaped, rows)
  const { bounds, startWeights } = made.setup
  const suited = suits
    ? suitedNumbers({ search: made.inside, metric, bounds, startWeights }, strategy)
    : null
  return suited === null ? made : searchOf(suitedSpec(shaped, suited), rows)

  function searchOf(spec: Spec, { table, inside, outside, order }: ShapedRows): ShapedSearch {
    const parts = accepted(compileParts(table, spec, [inside, outside])).datasets
    const [searched, other] = parts.map(primaryOutcomes)
    const outcomes =
      order === undefined ? searched.outcomes : takeOutcomes(searched.outcomes, order)
    const startWeights = Int32Array.from(Object.values(spec.features), ({ weight }) => weight)
    const groups = columnGroups(spec)
    const guard = guardTerms(guardrails, spec, startWeights, groups)
    const own = { bounds: boundsOf(spec), groups, startWeights, bestWeights: startWeights, guard }
    return { setup: { ...setup, ...own }, inside: { ...searched, outcomes }, outside: other }
  }
}

function withOutcomesOf(table: Table, spec: Spec, order: Uint32Array): Table {
  const roles = rolesByColumn(table, spec)
  const columns = table.columns.map((column) =>
    SHAPED_BY.has(roles.get(column.name) as Role) ? takeColumn(column, order) : column,
  )
  return { ...table, columns }
}

function rolesByColumn(table: Table, spec: Spec): Map<string, Role> {
  return new Map(rolesOfSpec(table, spec).map(({ column, role }) => [column, role]))
}

function accepted<T>(result: Result<T>): T {
  if (!result.ok) throw new ProblemError(result.problems[0])
  return result.value
}
