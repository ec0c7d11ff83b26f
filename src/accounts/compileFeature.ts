import type { Problem } from '../lib/problem.ts'
import { cellText, missingRows } from './cell.ts'
import { grouped, problem } from './say.ts'
import type { AllTransform, FeatureSpec, FlagTransform, NumberTransform } from './spec.ts'
import type { Column } from './table.ts'
import { isFlag, MOST_DECIMALS, sourceColumn, transformNumber } from './transform.ts'

/** A feature's values a row: on its own grid as whole steps of 10^-decimals, else as they are. */
export type CompiledFeature = { name: string; largest: number } & (
  | { decimals: number; values: Uint8Array | Uint16Array | Int32Array }
  | { decimals: null; values: Float64Array }
)

/** Largest whole number of grid steps that 32-bit values and sums hold. */
export const MOST_GRID_STEPS = 2 ** 31 - 1

/** Ascending row numbers of the table, or how many rows from the first. */
export type Rows = Uint32Array | number

/** Values of one feature on the given rows. */
export function compileFeature(
  columns: ReadonlyMap<string, Column>,
  name: string,
  feature: FeatureSpec,
  rows: Rows,
): CompiledFeature | { problem: Problem } {
  const compiled = compileFeatureParts(columns, name, feature, [rows])
  return 'problem' in compiled ? compiled : compiled[0]
}

/** Values of one feature on each of several sets of rows, each on a grid of its own. */
export function compileFeatureParts(
  columns: ReadonlyMap<string, Column>,
  name: string,
  feature: FeatureSpec,
  parts: readonly Rows[],
): CompiledFeature[] | { problem: Problem } {
  const whole = wholeValues(columns, name, feature, parts)
  if (!(whole instanceof Float64Array)) return whole
  return parts.map((rows): CompiledFeature => {
    const values = typeof rows === 'number' ? whole : chosen(whole, rows)
    const { decimals, largest } = gridShape(values)
    if (decimals === null) return { name, largest, decimals, values }
    return { name, largest, decimals, values: gridValues(values, decimals) }
  })
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

type Whole = Float64Array | { problem: Problem }

function wholeValues(
  columns: ReadonlyMap<string, Column>,
  name: string,
  feature: FeatureSpec,
  parts: readonly Rows[],
): Whole {
  const { transform } = feature
  if (transform?.kind === 'all') return allValues(columns, name, feature, transform, parts)
  const source = sourceColumn(name, transform)
  const column = columns.get(source)
  if (column === undefined) return { problem: columnAbsent(name, source) }
  return wholeColumn(name, transform, feature.missing, column, parts)
}

function allValues(
  columns: ReadonlyMap<string, Column>,
  name: string,
  feature: FeatureSpec,
  { of, descending }: AllTransform,
  parts: readonly Rows[],
): Whole {
  let all: Float64Array | null = null
  for (const transform of of) {
    const part = wholeValues(columns, name, { ...feature, transform }, parts)
    if (!(part instanceof Float64Array)) return part
    if (all === null) all = part
    else for (let row = 0; row < all.length; row++) all[row] *= part[row]
  }
  if (all === null) return { problem: noFlags(name) }
  if (descending) for (let row = 0; row < all.length; row++) all[row] = 1 - all[row]
  return all
}

function wholeColumn(
  name: string,
  transform: NumberTransform | FlagTransform | undefined,
  policy: FeatureSpec['missing'],
  column: Column,
  parts: readonly Rows[],
): Whole {
  if (transform?.kind === 'unknown') {
    const missing = column.missing ?? new Uint8Array(column.values.length)
    return Float64Array.from(transform.descending ? missing.map((flag) => 1 - flag) : missing)
  }
  if (policy === undefined && column.missing !== null) {
    const first = firstMissing(column, parts)
    if (first >= 0) return { problem: noPolicy(name, column, first) }
  }
  const values = isFlag(transform)
    ? flagValues(name, column, transform)
    : numberValues(name, column, transform)
  if (values instanceof Float64Array && column.missing !== null) {
    const points = missingPoints(policy, transform)
    for (let row = 0; row < values.length; row++) {
      if (column.missing[row] === 1) values[row] = points
    }
  }
  return values
}

type KnownFlag = Exclude<FlagTransform, { kind: 'unknown' }>

function missingPoints(
  policy: FeatureSpec['missing'],
  transform: NumberTransform | KnownFlag | undefined,
): number {
  if (policy === undefined || policy === 'zero_points') return 0
  const { fill } = policy
  if (!isFlag(transform)) return transformNumber(transform, fill)
  const on =
    transform.kind === 'range'
      ? inRange(transform, fill)
      : flagTexts(transform).some((text) => Number(text) === fill)
  return on === (transform.descending === true) ? 0 : 1
}

function numberValues(name: string, column: Column, transform: NumberTransform | undefined): Whole {
  if (column.kind === 'text' || column.kind === 'time') return { problem: notNumbers(name, column) }
  if (transform?.kind === 'minmax' || transform?.kind === 'log') {
    if (!(transform.high > transform.low && transform.step > 0)) {
      return { problem: emptyRange(name, transform) }
    }
  }
  if (transform?.kind === 'rank' && transform.cuts.length === 0) return { problem: noCuts(name) }
  if (transform === undefined) return Float64Array.from(column.values)
  const source = column.values
  const values = new Float64Array(source.length)
  for (let row = 0; row < values.length; row++)
    values[row] = transformNumber(transform, source[row])
  return values
}

function flagValues(name: string, column: Column, transform: KnownFlag): Whole {
  const on = transform.descending === true ? 0 : 1
  const values = new Float64Array(column.values.length).fill(1 - on)
  if (transform.kind === 'range') {
    if (column.kind === 'text' || column.kind === 'time')
      return { problem: notNumbers(name, column) }
    for (let row = 0; row < values.length; row++) {
      if (inRange(transform, column.values[row])) values[row] = on
    }
    return values
  }
  const wanted = new Set(wantedValues(column, flagTexts(transform)))
  for (let row = 0; row < values.length; row++) {
    if (wanted.has(column.values[row])) values[row] = on
  }
  return values
}

function inRange({ from, to }: Extract<FlagTransform, { kind: 'range' }>, value: number): boolean {
  return (from === undefined || value >= from) && (to === undefined || value < to)
}

function flagTexts(transform: Extract<FlagTransform, { kind: 'equals' | 'any_of' }>): string[] {
  return transform.kind === 'equals' ? [transform.value] : transform.values
}

/** The texts as the column holds them: codes of its dictionary, or numbers. */
function wantedValues(column: Column, texts: readonly string[]): number[] {
  if (column.kind !== 'text') return texts.map((text) => wantedNumber(column, text))
  return texts.map((text) => column.dictionary.indexOf(text)).filter((code) => code >= 0)
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

function firstMissing(column: Column, parts: readonly Rows[]): number {
  for (const rows of parts) {
    const first =
      typeof rows === 'number'
        ? missingRows(column).first
        : (rows.find((row) => column.missing![row] === 1) ?? -1)
    if (first >= 0) return first
  }
  return -1
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
    fix: 'Say what a missing value counts as (in a spec, missing: zero_points or missing: {fill: a value}), or leave the column out.',
    column: column.name,
    row,
  })
}

function noFlags(name: string): Problem {
  return problem({
    severity: 'error',
    code: 'transform-range',
    what: `Feature ${name} is 1 where all of its flags are, but it lists none.`,
    fix: 'Correct the transform in the spec.',
    column: name,
  })
}

function noCuts(name: string): Problem {
  return problem({
    severity: 'error',
    code: 'transform-range',
    what: `Feature ${name} is a rank among cuts, but it lists none.`,
    fix: 'Correct the transform in the spec.',
    column: name,
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
