import { findColumn } from '../accounts/cell.ts'
import type { Spec } from '../accounts/spec.ts'
import type { Column, Table } from '../accounts/table.ts'
import { sourceColumns } from '../accounts/transform.ts'
import { pointsOf, type ScoreVector } from '../evaluation/scoreVector.ts'
import { classCounts } from '../statistics/classCounts.ts'
import {
  featureStability,
  type Stability,
  type StabilitySample,
  scoreStability,
} from '../statistics/populationStability.ts'
import { type AloneSample, aloneFigures } from './aloneFigures.ts'
import type { DriftRow } from './review.ts'
import type { RowScores } from './rowScores.ts'

export interface DriftInput {
  specs: Spec[] // whose columns are compared
  table: Table
  rows: { search: Uint32Array; holdout: Uint32Array }
  search: RowScores
  holdout: RowScores
}

/** Values of a text column beyond the most frequent ones are one. */
const MOST_TEXTS = 11

/**
 * How far both scores, and each column that a spec reads, moved from the searched to the held-out rows,
 * and how each of them alone goes with what happened there.
 */
export function driftRows({ specs, table, rows, search, holdout }: DriftInput): DriftRow[] {
  const [was, is] = [search, holdout].map((scores) => ({
    classes: classCounts(scores.outcomes, 'auc_roc_retain'),
    ...counts(scores),
  }))
  const scores = (['incumbent', 'candidate'] as const).flatMap((side) =>
    rowOf({
      name: `score, ${side}`,
      kind: 'score',
      before: { values: pointValues(search[side]), ...was },
      after: { values: pointValues(holdout[side]), ...is },
      isNumber: true,
      measure: scoreStability,
    }),
  )
  const names = new Set(
    specs.flatMap(({ features }) =>
      Object.entries(features).flatMap(([name, { transform }]) => sourceColumns(name, transform)),
    ),
  )
  const columns = [...names].flatMap((name) => {
    const column = findColumn(table, name)
    if (column === null) return []
    const cellOf = valuesOf(column, rows.search)
    return rowOf({
      name,
      kind: 'feature',
      before: { values: Float64Array.from(rows.search, cellOf), ...was },
      after: { values: Float64Array.from(rows.holdout, cellOf), ...is },
      isNumber: column.kind !== 'text',
      measure: featureStability,
    })
  })
  return [...scores, ...columns]
}

interface Compared {
  name: string
  kind: DriftRow['kind']
  before: StabilitySample & AloneSample
  after: StabilitySample & AloneSample
  isNumber: boolean
  measure: (before: StabilitySample, after: StabilitySample) => Stability | null
}

function rowOf({ name, kind, before, after, isNumber, measure }: Compared): DriftRow[] {
  const stability = measure(before, after)
  if (stability === null) return []
  const one = summary(before)
  const two = summary(after)
  return [
    {
      name,
      kind,
      meanSearch: isNumber ? one.mean : null,
      meanHoldout: isNumber ? two.mean : null,
      zeroSearch: isNumber ? one.zero : null,
      zeroHoldout: isNumber ? two.zero : null,
      missingSearch: one.missing,
      missingHoldout: two.missing,
      psi: stability.index,
      critical: stability.critical,
      band: stability.band,
      ...aloneFigures(before, after, !isNumber),
    },
  ]
}

/** Mean and zero share of accounts with a value, and the share of those without; null means none has one. */
function summary({ values, accounts }: StabilitySample) {
  let total = 0
  let known = 0
  let zero = 0
  let sum = 0
  for (let row = 0; row < values.length; row++) {
    const count = accounts?.[row] ?? 1
    total += count
    if (Number.isNaN(values[row])) continue
    known += count
    sum += count * values[row]
    if (values[row] === 0) zero += count
  }
  return {
    mean: known === 0 ? null : sum / known,
    zero: known === 0 ? null : zero / known,
    missing: total === 0 ? 0 : (total - known) / total,
  }
}

function counts({ outcomes }: RowScores): { accounts?: Float64Array } {
  return outcomes.count === null ? {} : { accounts: outcomes.count }
}

function pointValues(scores: ScoreVector): Float64Array {
  const points = pointsOf(scores)
  return Float64Array.from(scores.values, (_, row) => points(row))
}

/** A row's value, NaN where it has none; texts as their rank by frequency on the given rows, rare ones as one. */
function valuesOf(column: Column, rows: Uint32Array): (row: number) => number {
  const { missing, values } = column
  const isMissing = (row: number) => missing !== null && missing[row] === 1
  if (column.kind !== 'text') return (row) => (isMissing(row) ? Number.NaN : values[row])
  const frequency = new Uint32Array(column.dictionary.length)
  for (const row of rows) if (!isMissing(row)) frequency[values[row]]++
  const ranks = new Uint32Array(frequency.length)
  const order = [...frequency.keys()].sort((a, b) => frequency[b] - frequency[a] || a - b)
  for (const [rank, code] of order.entries()) ranks[code] = Math.min(rank, MOST_TEXTS)
  return (row) => (isMissing(row) ? Number.NaN : ranks[values[row]])
}
