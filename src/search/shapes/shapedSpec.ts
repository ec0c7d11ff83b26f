import { columnsByName } from '../../accounts/cell.ts'
import { compileFeature, rawValues } from '../../accounts/compileFeature.ts'
import type { FeatureSpec, Spec } from '../../accounts/spec.ts'
import type { Table } from '../../accounts/table.ts'
import { sourceColumns } from '../../accounts/transform.ts'
import type { CodedColumn } from './codedColumn.ts'
import type { FoldModel } from './crossValidate.ts'
import { flagName, type OrientedFeature, orientColumn, orientSteps } from './orientedFeatures.ts'
import { type PairFlag, setTransform } from './pairFlag.ts'
import { type PointColumn, roundPoints } from './roundPoints.ts'

export interface ShapedSpecInput {
  table: Table
  spec: Spec
  columns: readonly CodedColumn[]
  model: FoldModel // of the columns, then of the pairs
  steps: ReadonlySet<string> // columns whose bins are to be thresholds, all one way
  pairs: readonly PairFlag[]
  rows: Uint32Array // of the table: those of the model
  outcome: Uint8Array // of these rows
}

export interface ShapedSpec {
  spec: Spec
  clippedShare: number // of the rows, with the starting weights
  auc: number // of the starting weights on the rows
}

const MOST_WEIGHT = 25

/**
 * The spec of a fitted model: features turned so that more is better, starting weights the logistic
 * ones as whole points, bounds from 0 to 25 or, where points need it, more. Texts of one column with
 * the same points share a flag. Null where no feature is left.
 */
export function shapedSpec(input: ShapedSpecInput): ShapedSpec | null {
  const { table, spec, columns, model, steps, pairs, rows, outcome } = input
  const shaped = columns.flatMap((column, c) => {
    const shape = model.shapes[c]
    const effects = model.fit.effects[c]
    return shape.kind === 'bins' && steps.has(column.name)
      ? orientSteps(column, shape.cuts, effects).features
      : orientColumn(column, shape, effects).features
  })
  const flags = pairs.map((pair, p): OrientedFeature => {
    const of = pair.sets.map((set) => setTransform(set, columns))
    const effect = model.fit.effects[columns.length + p][1]
    const less = effect < 0
    return {
      name: `${less ? 'unless ' : ''}${of.map(flagName).join(' and ')}`,
      transform: { kind: 'all', of, ...(less ? { descending: true } : {}) },
      strength: Math.abs(effect),
      missing: pair.sets.some(({ levels }) => columns[levels.column].incomplete)
        ? 'zero_points'
        : null,
    }
  })
  const oriented = [...shaped, ...flags]
  if (oriented.length === 0) return null
  const byName = columnsByName(table)
  const points = oriented.map((feature): PointColumn => {
    const compiled = compileFeature(byName, feature.name, featureOf(feature, 0, 0), rows)
    if ('problem' in compiled) throw new Error(`shaped feature: ${compiled.problem.what}`)
    return { feature, values: rawValues(compiled) }
  })
  const rounded = roundPoints(points, outcome, spec.max_score, MOST_WEIGHT)
  const most = Math.max(...rounded.weights)
  const max = most <= MOST_WEIGHT ? MOST_WEIGHT : Math.ceil((most * 1.25) / 5) * 5
  const pointed = mergeEqual(
    oriented.map((feature, index) => ({ feature, weight: rounded.weights[index] })),
  )
  const entries = pointed.map(({ feature, weight }): [string, FeatureSpec] => [
    feature.name,
    featureOf(feature, weight, max),
  ])
  return {
    spec: {
      ...spec,
      base_score: rounded.baseScore,
      features: Object.fromEntries(uniquelyNamed([...untouched(spec, columns), ...entries])),
    },
    clippedShare: rounded.clippedShare,
    auc: rounded.auc,
  }
}

interface Pointed {
  feature: OrientedFeature
  weight: number
}

/** Flags of texts of one column with the same points, as one. */
function mergeEqual(features: readonly Pointed[]): Pointed[] {
  const merged: Pointed[] = []
  for (const next of features) {
    const texts = textsOf(next.feature)
    const at = merged.findIndex(
      ({ feature, weight }) =>
        texts !== null && weight === next.weight && textsOf(feature)?.column === texts.column,
    )
    if (texts === null || at < 0) {
      merged.push(next)
      continue
    }
    const { feature, weight } = merged[at]
    const { column } = texts
    const values = [...textsOf(feature)!.values, ...texts.values]
    const transform = { kind: 'any_of' as const, column, values }
    merged[at] = { feature: { ...feature, name: flagName(transform), transform }, weight }
  }
  return merged
}

function textsOf({ transform }: OrientedFeature): { column: string; values: string[] } | null {
  if (transform?.kind === 'any_of') return transform
  return transform?.kind === 'equals'
    ? { column: transform.column, values: [transform.value] }
    : null
}

function featureOf(
  { name, transform, missing }: OrientedFeature,
  weight: number,
  max: number,
): FeatureSpec {
  const ownName = transform !== null && 'column' in transform
  return {
    weight,
    min: 0,
    max,
    ...(transform === null
      ? {}
      : {
          transform:
            ownName || transform.kind === 'all' ? transform : { ...transform, column: name },
        }),
    ...(missing === null ? {} : { missing }),
  }
}

/** Features of columns that were not shaped and are locked: as they are. */
function untouched(spec: Spec, columns: readonly CodedColumn[]): [string, FeatureSpec][] {
  const shaped = new Set(columns.map(({ name }) => name))
  return Object.entries(spec.features).filter(
    ([name, { transform, locked }]) =>
      locked && sourceColumns(name, transform).every((column) => !shaped.has(column)),
  )
}

/** A name taken twice gets a number; its feature then names the column it reads. */
function uniquelyNamed(entries: readonly [string, FeatureSpec][]): [string, FeatureSpec][] {
  const taken = new Set<string>()
  return entries.map(([name, feature]) => {
    let unique = name
    for (let suffix = 2; taken.has(unique); suffix++) unique = `${name} (${suffix})`
    taken.add(unique)
    if (unique === name || feature.transform !== undefined) return [unique, feature]
    return [unique, { ...feature, transform: { kind: 'round', column: name, decimals: 3 } }]
  })
}
