import type { Problem } from '../lib/problem.ts'
import { cellText, missingRows } from './cell.ts'
import { grouped, problem } from './say.ts'
import type { FeatureSpec, Transform } from './spec.ts'
import type { Column } from './table.ts'
import { MOST_DECIMALS, sourceColumn, transformNumber } from './transform.ts'

/** A feature's values a row: on its own grid as whole steps of 10^-decimals, else as they are. */
export type CompiledFeature = { name: string; largest: number } & (
  | { decimals: number; values: Uint8Array | Uint16Array | Int32Array }
  | { decimals: null; values: Float64Array }
)

/** Largest whole number of grid steps that 32-bit values and sums hold. */
export const MOST_GRID_STEPS = 2 ** 31 - 1

type NumberTransform = Extract<Transform, { kind: 'minmax' | 'round' }> | undefined

/** Values of one feature on the given rows (ascending numbers, or how many from the first). */
export function compileFeature(
  columns: ReadonlyMap<string, Column>,
  name: string,
  feature: FeatureSpec,
  rows: Uint32Array | number,
): CompiledFeature | { problem: Problem } {
  const { transform } = feature
  const source = sourceColumn(name, transform)
  const column = columns.get(source)
  if (column === undefined) return { problem: columnAbsent(name, source) }
  const whole = wholeColumn(name, feature, column, rows)
  if (!(whole instanceof Float64Array)) return whole
  const values = typeof rows === 'number' ? whole : chosen(whole, rows)
  const { decimals, largest } = gridShape(values)
  if (decimals === null) return { name, largest, decimals, values }
  return { name, largest, decimals, values: gridValues(values, decimals) }
}

/** The values as numbers, off the grid again. */
export function rawValues({ values, decimals }: CompiledFeature): Float64Array {
  if (decimals === null) return values
  const scale = 10 ** decimals
  const raw = new Float64Array(values.length)
  for (let row = 0; row < raw.length; row++) raw[row] = values[row] / scale
  return raw
}

/** `values` * 10^decimals as whole numbers in the smallest array that holds them. */
function gridValues(values: Float64Array, decimals: number): Uint8Array | Uint16Array | Int32Array {
  const scale = 10 ** decimals
  let lowest = 0
  let highest = 0
  for (const value of values) {
    if (value < lowest) lowest = value
    else if (value > highest) highest = value
  }
  const top = Math.round(highest * scale)
  const grid =
    lowest < 0 || top > 65_535
      ? new Int32Array(values.length)
      : top > 255
        ? new Uint16Array(values.length)
        : new Uint8Array(values.length)
  for (let row = 0; row < values.length; row++) grid[row] = Math.round(values[row] * scale)
  return grid
}

function wholeColumn(
  name: string,
  { transform, missing: policy }: FeatureSpec,
  column: Column,
  rows: Uint32Array | number,
): Float64Array | { problem: Problem } {
  if (transform?.kind === 'unknown') {
    return Float64Array.from(column.missing ?? new Uint8Array(column.values.length))
  }
  if (policy === undefined && column.missing !== null) {
    const first = firstMissing(column, rows)
    if (first >= 0) return { problem: noPolicy(name, column, first) }
  }
  const values =
    transform?.kind === 'equals'
      ? equalsValues(column, transform.value)
      : numberValues(name, column, transform)
  if (values instanceof Float64Array && column.missing !== null) {
    const points = missingPoints(policy, transform)
    for (let row = 0; row < values.length; row++) {
      if (column.missing[row] === 1) values[row] = points
    }
  }
  return values
}

function missingPoints(
  policy: FeatureSpec['missing'],
  transform: Exclude<Transform, { kind: 'unknown' }> | undefined,
): number {
  if (policy === undefined || policy === 'zero_points') return 0
  if (transform?.kind === 'equals') return Number(transform.value) === policy.fill ? 1 : 0
  return transformNumber(transform, policy.fill)
}

function numberValues(
  name: string,
  column: Column,
  transform: NumberTransform,
): Float64Array | { problem: Problem } {
  if (column.kind === 'text' || column.kind === 'time') return { problem: notNumbers(name, column) }
  if (transform?.kind === 'minmax' && !(transform.high > transform.low && transform.step > 0)) {
    return { problem: emptyRange(name, transform) }
  }
  if (transform === undefined) return Float64Array.from(column.values)
  const source = column.values
  const values = new Float64Array(source.length)
  for (let row = 0; row < values.length; row++)
    values[row] = transformNumber(transform, source[row])
  return values
}

function equalsValues(column: Column, value: string): Float64Array {
  const values = new Float64Array(column.values.length)
  if (column.kind === 'text') {
    const code = column.dictionary.indexOf(value)
    if (code < 0) return values
    for (let row = 0; row < values.length; row++) values[row] = column.values[row] === code ? 1 : 0
    return values
  }
  const wanted = wantedNumber(column, value)
  for (let row = 0; row < values.length; row++) values[row] = column.values[row] === wanted ? 1 : 0
  return values
}

function wantedNumber(column: Column, value: string): number {
  if (column.kind === 'boolean' && (value === 'true' || value === 'false')) {
    return value === 'true' ? 1 : 0
  }
  return value.trim() === '' ? Number.NaN : Number(value)
}

function chosen(values: Float64Array, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]]
  return picked
}

function gridShape(values: Float64Array): { decimals: number | null; largest: number } {
  let decimals = 0
  let scale = 1
  let largest = 0
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    const size = value < 0 ? -value : value
    if (size > largest) largest = size
    while (decimals <= MOST_DECIMALS && Math.round(value * scale) / scale !== value) {
      decimals++
      scale *= 10
    }
  }
  const onGrid = decimals <= MOST_DECIMALS && largest * scale <= MOST_GRID_STEPS
  return { decimals: onGrid ? decimals : null, largest }
}

function firstMissing(column: Column, rows: Uint32Array | number): number {
  if (typeof rows === 'number') return missingRows(column).first
  return rows.find((row) => column.missing![row] === 1) ?? -1
}

function columnAbsent(name: string, source: string): Problem {
  return problem({
    severity: 'error',
    code: 'column-absent',
    what:
      name === source
        ? `The spec has a feature ${name}, but the file has no column of that name.`
        : `The spec's feature ${name} reads column ${source}, which this file does not have.`,
    fix: 'Take the feature out of the spec, or add the column to the file.',
    column: source,
  })
}

function notNumbers(name: string, column: Column): Problem {
  const text = column.kind === 'text' ? (cellText(column, 0) ?? column.dictionary[0] ?? '') : null
  return problem({
    severity: 'error',
    code: 'feature-not-number',
    what:
      text === null
        ? `Feature ${name} holds times, which cannot be multiplied by a weight.`
        : `Feature ${name} holds text ("${text.slice(0, 40)}"), which cannot be multiplied by a weight.`,
    fix: 'Use an equals transform for one of its values, or leave the feature out.',
    column: column.name,
  })
}

function noPolicy(name: string, column: Column, row: number): Problem {
  return problem({
    severity: 'error',
    code: 'feature-missing-values',
    what: `Feature ${name} has rows without a value, the first in row ${grouped(row + 1)}, and the spec does not say what they count as.`,
    fix: 'State missing: zero_points or missing: {fill: a value} for the feature, or leave it out.',
    column: column.name,
    row,
  })
}

function emptyRange(
  name: string,
  { low, high, step }: { low: number; high: number; step: number },
) {
  return problem({
    severity: 'error',
    code: 'transform-range',
    what: `Feature ${name} is scaled from ${low} to ${high} in steps of ${step}; low must be below high and the step above 0.`,
    fix: 'Correct the transform in the spec.',
    column: name,
  })
}
