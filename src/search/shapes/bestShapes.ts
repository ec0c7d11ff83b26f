import { rolesOfSpec } from '../../accounts/defaultSpec.ts'
import { retainedFlags } from '../../accounts/retainedFlags.ts'
import { divideRows, type SplitRequest } from '../../accounts/rowSets.ts'
import type { Spec } from '../../accounts/spec.ts'
import type { Table } from '../../accounts/table.ts'
import type { Problem } from '../../lib/problem.ts'
import type { Result } from '../../lib/result.ts'
import { type ChosenShapes, chooseShapes, type ShapeName } from './chooseShapes.ts'

export interface BestShapesInput {
  table: Table
  spec: Spec
  split: SplitRequest // as the run's: its held-out rows are not read here either
  seed: number
  overrule?: Record<string, ShapeName> // by column
}

/** The spec with the best shape for each feature, chosen on the rows a run would search. */
export function bestShapes(input: BestShapesInput): Result<ChosenShapes> {
  const { table, spec, split, seed, overrule = {} } = input
  const outcome = retainedFlags(table, rolesOfSpec(table, spec))
  if (outcome === null) return { ok: false, problems: [noOutcome()] }
  const divided = divideRows(table, spec, split)
  if (!divided.ok) return divided
  const rows = divided.value.search
  const chosen = chooseShapes({ table, spec, rows, outcome, seed, overrule })
  if (chosen === null) return { ok: false, problems: [tooFew()] }
  return { ok: true, value: chosen, problems: chosen.problems }
}

function noOutcome(): Problem {
  return {
    severity: 'error',
    code: 'shapes-no-outcome',
    what: 'Shapes are chosen by how well they tell retained from churned accounts, and no column says which are which.',
    where: '',
    fix: 'Give a column the role retained or churned, or search with the shapes as they are.',
  }
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
