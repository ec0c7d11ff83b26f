import type { Outcomes } from '../evaluation/outcomes.ts'
import type { Dataset } from './dataset.ts'
import type { Segment } from './segments.ts'
import type { Column, Table } from './table.ts'

type Values = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array

/** The dataset of the given rows, in their order; new arrays throughout. */
export function takeRows(dataset: Dataset, rows: Uint32Array): Dataset {
  return {
    ...dataset,
    rowCount: rows.length,
    features: dataset.features.map((feature) => ({
      ...feature,
      values: takeValues(feature.values, rows),
    })),
    outcomes: takeOutcomes(dataset.outcomes, rows),
    segments: takeSegments(dataset.segments, rows),
  }
}

/** The table of the given rows, in their order; a row may be given several times. */
export function takeTable(table: Table, rows: Uint32Array): Table {
  return {
    rowCount: rows.length,
    columns: table.columns.map((column) => takeColumn(column, rows)),
  }
}

/** The column of the given rows, in their order. */
export function takeColumn(column: Column, rows: Uint32Array): Column {
  return {
    ...column,
    values: takeValues(column.values, rows),
    missing: column.missing === null ? null : takeValues(column.missing, rows),
  } as Column
}

/** The outcomes of the given rows, in their order. */
export function takeOutcomes(outcomes: Outcomes, rows: Uint32Array): Outcomes {
  const take = <T extends Values>(values: T | null) =>
    values === null ? null : takeValues(values, rows)
  return {
    rowCount: rows.length,
    count: take(outcomes.count),
    retained: take(outcomes.retained),
    churned: take(outcomes.churned),
    mrr: take(outcomes.mrr),
    mrrEnd: take(outcomes.mrrEnd),
    ltv: take(outcomes.ltv),
    activated: take(outcomes.activated),
    activationKnown: take(outcomes.activationKnown),
    wonBack: take(outcomes.wonBack),
    formerTier:
      outcomes.formerTier === null
        ? null
        : { ...outcomes.formerTier, codes: takeValues(outcomes.formerTier.codes, rows) },
  }
}

/** The segments of the given rows, in their order; labels and codes stay. */
export function takeSegments(segments: readonly Segment[], rows: Uint32Array): Segment[] {
  return segments.map((segment) => ({ ...segment, codes: takeValues(segment.codes, rows) }))
}

/** The chosen entries of a typed array, as one of the same type. */
export function takeValues<T extends Values>(values: T, rows: Uint32Array): T {
  const Values = values.constructor as new (length: number) => T
  const chosen = new Values(rows.length)
  for (let i = 0; i < rows.length; i++) chosen[i] = values[rows[i]]
  return chosen
}
