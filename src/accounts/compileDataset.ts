import type { Outcomes } from '../evaluation/outcomes.ts'
import type { Problem } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'
import { columnsByName } from './cell.ts'
import {
  type CompiledFeature,
  compileFeatureParts,
  MOST_GRID_STEPS,
  type Rows,
  rawValues,
} from './compileFeature.ts'
import type { Dataset, DatasetFeature } from './dataset.ts'
import { tableOutcomes } from './extractOutcomes.ts'
import { problem } from './say.ts'
import { segmentsOf } from './segments.ts'
import type { FeatureSpec, NumberTransform, Spec, Transform } from './spec.ts'
import type { Table } from './table.ts'
import { takeOutcomes, takeSegments } from './takeRows.ts'
import { decimalsOf, sourceColumns } from './transform.ts'
import { usedRows } from './usedRows.ts'

/**
 * The table as a spec sees it: features on a common grid of whole numbers, outcomes, and only the
 * rows the spec uses (`usedRows`). Where a feature is off the grid, or scores would pass 32 bits, all
 * features hold raw values instead, with multiplier 1 and resolution 1. Errors name the column or row
 * and the rule.
 */
export function compileDataset(table: Table, spec: Spec): Result<Dataset> {
  const compiled = compileParts(table, spec, [usedRows(table, spec) ?? table.rowCount])
  return compiled.ok ? { ...compiled, value: compiled.value.datasets[0] } : compiled
}

export interface CompiledParts {
  datasets: Dataset[] // one a set of rows
  outcomes: Outcomes // of every row of the table
}

/**
 * Datasets of several sets of the table's rows, each on the grid its own values allow: no value of one
 * set leaves a trace in another.
 */
export function compileParts(
  table: Table,
  spec: Spec,
  parts: readonly Rows[],
): Result<CompiledParts> {
  const columns = columnsByName(table)
  const problems: Problem[] = (spec.required_columns ?? [])
    .filter((name) => !columns.has(name))
    .map(requiredAbsent)
  const outcomes = tableOutcomes(table, spec)
  problems.push(...outcomes.problems)
  const segments = segmentsOf(table, spec)
  problems.push(...segments.problems)
  const features: CompiledFeature[][] = parts.map(() => [])
  for (const [name, feature] of Object.entries(spec.features)) {
    const compiled = compileFeatureParts(columns, name, feature, parts)
    if ('problem' in compiled) problems.push(compiled.problem)
    else for (let i = 0; i < parts.length; i++) features[i].push(compiled[i])
  }
  if (!outcomes.ok || !segments.ok || problems.some(({ severity }) => severity === 'error')) {
    return { ok: false, problems }
  }
  const unknowns = unknownFlags(spec)
  const datasets = parts.map((rows, index): Dataset => {
    const resolution = gridResolution(spec, features[index])
    const whole = typeof rows === 'number'
    return {
      rowCount: whole ? rows : rows.length,
      resolution: resolution ?? 1,
      maxScore: spec.max_score,
      baseScore: spec.base_score ?? 0,
      features: features[index].map((feature) => ({
        ...datasetFeature(feature, resolution),
        ...unknowns.get(feature.name),
      })),
      outcomes: whole ? outcomes.value : withOwnTiers(takeOutcomes(outcomes.value, rows)),
      segments: whole ? segments.value : takeSegments(segments.value, rows),
    }
  })
  return { ok: true, value: { datasets, outcomes: outcomes.value }, problems }
}

/** 10^decimals of the grid that holds every feature, or null where there is none. */
export function gridResolution(spec: Spec, features: readonly CompiledFeature[]): number | null {
  let decimals = 0
  for (const own of [
    decimalsOf(spec.max_score),
    decimalsOf(spec.base_score ?? 0),
    ...features.map((feature) => feature.decimals),
  ]) {
    if (own === null) return null
    decimals = Math.max(decimals, own)
  }
  const resolution = 10 ** decimals
  return mostPoints(spec, features) * resolution <= MOST_GRID_STEPS ? resolution : null
}

/** The largest unclipped score, either way, that weights inside their bounds can give. */
export function mostPoints(spec: Spec, features: readonly CompiledFeature[]): number {
  let points = Math.max(spec.max_score, Math.abs(spec.base_score ?? 0))
  for (const { name, largest } of features) points += largestWeight(spec.features[name]) * largest
  return points
}

function largestWeight({ weight, min, max }: FeatureSpec): number {
  return Math.max(Math.abs(weight), Math.abs(min), Math.abs(max))
}

function datasetFeature(feature: CompiledFeature, resolution: number | null): DatasetFeature {
  const { name, values, decimals } = feature
  if (resolution === null || decimals === null) {
    return { name, values: rawValues(feature), multiplier: 1 }
  }
  return { name, values, multiplier: resolution / 10 ** decimals }
}

/** By name of a feature that counts rows without a value as nothing, the one that flags them. */
function unknownFlags({ features }: Spec): Map<string, { unknown: string }> {
  const flags = new Map<string, string>()
  for (const [name, { transform }] of Object.entries(features)) {
    if (transform?.kind === 'unknown' && !transform.descending) flags.set(transform.column, name)
  }
  const found = new Map<string, { unknown: string }>()
  for (const [name, { transform, missing }] of Object.entries(features)) {
    const isNumber = transform === undefined || NUMBER_KINDS.has(transform.kind)
    const unknown = flags.get(sourceColumns(name, transform)[0])
    if (isNumber && missing === 'zero_points' && unknown !== undefined) found.set(name, { unknown })
  }
  return found
}

const NUMBER_KINDS: ReadonlySet<Transform['kind']> = new Set<NumberTransform['kind']>([
  'round',
  'minmax',
  'log',
  'rank',
])

/** Former tiers of these rows alone, in the order in which they appear. */
function withOwnTiers(outcomes: Outcomes): Outcomes {
  const { formerTier } = outcomes
  if (formerTier === null) return outcomes
  const own = new Map<number, number>([[0, 0]])
  const codes = formerTier.codes.map((code) => {
    const known = own.get(code) ?? own.size
    own.set(code, known)
    return known
  })
  const labels = [...own.keys()].slice(1).map((code) => formerTier.labels[code - 1])
  return { ...outcomes, formerTier: { ...formerTier, codes, labels } }
}

function requiredAbsent(name: string): Problem {
  return problem({
    severity: 'error',
    code: 'required-column-absent',
    what: `The spec requires a column ${name}, which this file does not have.`,
    fix: 'Add the column to the file, or take it out of required_columns.',
    column: name,
  })
}
