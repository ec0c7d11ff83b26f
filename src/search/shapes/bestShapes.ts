import { rolesOfSpec } from '../../accounts/defaultSpec.ts'
import { retainedFlags } from '../../accounts/retainedFlags.ts'
import { divideRows, type SplitRequest } from '../../accounts/rowSets.ts'
import type { ShapeName } from '../../accounts/shaped.ts'
import type { Spec } from '../../accounts/spec.ts'
import type { Table } from '../../accounts/table.ts'
import type { Problem } from '../../lib/problem.ts'
import type { Result } from '../../lib/result.ts'
import { type ChooseShapesInput, type ChosenShapes, chooseShapes } from './chooseShapes.ts'
import { listAccounts, noOutcome, type ShapedRows } from './listAccounts.ts'
import type { ShapesProgress } from './progress.ts'

export interface BestShapesInput {
  table: Table
  spec: Spec
  split: SplitRequest // as the run's: its held-out rows are not read here either
  seed: number
  overrule?: Record<string, ShapeName> // by column
  onProgress?: (progress: ShapesProgress) => void
}

/** The spec with the best shape for each feature, chosen on the rows a run would search. */
export function bestShapes(input: BestShapesInput): Result<ChosenShapes> {
  const { table, spec, split, seed, overrule = {}, onProgress } = input
  const divided = divideRows(table, spec, split)
  if (!divided.ok) return divided
  return shapesOn(table, { spec, rows: divided.value.search, seed, overrule, onProgress })
}

/** The same on given rows of the table. */
export function shapesOn(
  table: Table,
  input: Omit<ChooseShapesInput, 'table' | 'outcome'>,
): Result<ChosenShapes> {
  const shaped = shapedRows(table, input.spec, input.rows)
  if (!shaped.ok) return shaped
  const chosen = chooseShapes({ ...input, ...shaped.value })
  if (chosen === null) return { ok: false, problems: [tooFew()] }
  return { ok: true, value: chosen, problems: chosen.problems }
}

function shapedRows(table: Table, spec: Spec, rows: Uint32Array): Result<ShapedRows> {
  const roles = rolesOfSpec(table, spec)
  if (roles.some(({ role }) => role === 'count')) return listAccounts(table, spec, rows)
  const outcome = retainedFlags(table, roles)
  if (outcome === null) return { ok: false, problems: [noOutcome()] }
  return { ok: true, value: { table, rows, outcome }, problems: [] }
}

function tooFew(): Problem {
  return {
    severity: 'error',
    code: 'shapes-too-few-rows',
    what: 'There are too few accounts of one outcome, or no column that varies, to choose shapes by cross-validation.',
    where: '',
    fix: 'Search with the shapes as they are.',
  }
}
