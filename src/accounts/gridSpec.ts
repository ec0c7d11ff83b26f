import type { Problem } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'
import { columnsByName } from './cell.ts'
import { mostPoints } from './compileDataset.ts'
import {
  type CompiledFeature,
  compileFeature,
  MOST_GRID_STEPS,
  type Rows,
  rawValues,
} from './compileFeature.ts'
import { counted, grouped, problem, short } from './say.ts'
import type { FeatureSpec, Spec } from './spec.ts'
import type { Table } from './table.ts'
import { decimalsOf, MOST_DECIMALS, roundTo, sourceColumn } from './transform.ts'
import { usedRows } from './usedRows.ts'

/**
 * The spec with every feature on a grid of at most three decimals, so that scores are whole numbers:
 * raw features that are not get rounded, and a note states the largest change. Fewer decimals where
 * values are so large that sums would pass 32 bits. Errors: features that cannot be compiled, or are
 * too large even as whole numbers.
 */
export function gridSpec(
  table: Table,
  spec: Spec,
  rows: Rows = usedRows(table, spec) ?? table.rowCount, // whose values decide
): Result<Spec> {
  const columns = columnsByName(table)
  const problems: Problem[] = []
  const features: CompiledFeature[] = []
  for (const [name, feature] of Object.entries(spec.features)) {
    const compiled = compileFeature(columns, name, feature, rows)
    if ('problem' in compiled) problems.push(compiled.problem)
    else features.push(compiled)
  }
  if (problems.length > 0) return { ok: false, problems }
  const decimals = gridDecimals(spec, features)
  if (typeof decimals !== 'number') return { ok: false, problems: [decimals] }
  const entries = features.map((compiled): [string, FeatureSpec] => {
    const feature = spec.features[compiled.name]
    if (compiled.decimals !== null && compiled.decimals <= decimals) return [compiled.name, feature]
    problems.push(rounded(compiled, decimals))
    const column = sourceColumn(compiled.name, feature.transform)
    const transform = {
      kind: 'round' as const,
      ...(column === compiled.name ? {} : { column }),
      decimals,
    }
    return [compiled.name, { ...feature, transform }]
  })
  return { ok: true, value: { ...spec, features: Object.fromEntries(entries) }, problems }
}

/** Decimals the common grid can have: at most three, no less than what cannot be rounded needs. */
function gridDecimals(spec: Spec, features: readonly CompiledFeature[]): number | Problem {
  let least = 0
  for (const [key, value] of [
    ['max_score', spec.max_score],
    ['base_score', spec.base_score ?? 0],
  ] as const) {
    const own = decimalsOf(value)
    if (own === null) return tooFine(key, value)
    least = Math.max(least, own)
  }
  let most = least
  for (const { name, decimals } of features) {
    const { transform } = spec.features[name]
    if (transform !== undefined && transform.kind !== 'round') {
      if (decimals === null) {
        return tooFine(`the step of ${name}`, 'step' in transform ? transform.step : 0)
      }
      least = Math.max(least, decimals)
    }
    most = Math.max(most, decimals ?? MOST_DECIMALS)
  }
  const points = mostPoints(spec, features)
  for (let decimals = Math.max(most, least); decimals >= least; decimals--) {
    if (points * 10 ** decimals <= MOST_GRID_STEPS) return decimals
  }
  return tooLarge(features)
}

function rounded(feature: CompiledFeature, decimals: number): Problem {
  const { name } = feature
  let largest = 0
  for (const value of rawValues(feature)) {
    largest = Math.max(largest, Math.abs(value - roundTo(value, decimals)))
  }
  const to = decimals === 0 ? 'whole numbers' : counted(decimals, 'decimal')
  return problem({
    severity: 'note',
    code: 'feature-rounded',
    what: `${name} is rounded to ${to} for an exact search; no value changes by more than ${largest === 0 ? '0' : largest.toPrecision(2)}.`,
    column: name,
  })
}

function tooLarge(features: readonly CompiledFeature[]): Problem {
  const widest = features.reduce((a, b) => (b.largest > a.largest ? b : a))
  return problem({
    severity: 'error',
    code: 'feature-too-large',
    what: `${widest.name} reaches ${widest.largest < 1e15 ? short(widest.largest) : widest.largest}, too large for an exact search beside the other features (more than ${grouped(MOST_GRID_STEPS)} steps).`,
    fix: 'Give the feature a minmax transform, so that its values run from 0 to 1.',
    column: widest.name,
  })
}

function tooFine(what: string, value: number): Problem {
  return problem({
    severity: 'error',
    code: 'grid-too-fine',
    what: `An exact search needs numbers of at most ${MOST_DECIMALS} decimals, but ${what} is ${value}.`,
    fix: `Round ${what} to ${MOST_DECIMALS} decimals in the spec.`,
  })
}
