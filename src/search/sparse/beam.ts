import { filledColumns } from '../logistic/filled.ts'
import { fitLogistic, type LogisticFit } from '../logistic/fitLogistic.ts'
import type { SparseContext } from './context.ts'

/** Sets of groups that are kept, and groups that are tried for each. */
const BEAM = 5
const TRIED = 5

interface Support {
  groups: number[] // ascending
  logLoss: number
}

/**
 * From the best sets of groups of one size to those of the next, by the log loss of ridge regressions:
 * each is extended by the groups its residuals lean on most. Best first; empty where nothing is left.
 */
export function extendBeam(context: SparseContext, beam: number[][]): number[][] {
  const found = new Map<string, Support>()
  for (const groups of beam) {
    const fit = fitGroups(context, groups)
    if (fit === null) continue
    for (const group of promising(context, groups, fit)) {
      const extended = [...groups, group].sort((a, b) => a - b)
      const key = extended.join()
      if (found.has(key)) continue
      const logLoss = fitGroups(context, extended)?.fit.logLoss ?? Number.POSITIVE_INFINITY
      found.set(key, { groups: extended, logLoss })
    }
  }
  return [...found.values()]
    .sort((a, b) => a.logLoss - b.logLoss)
    .slice(0, BEAM)
    .map(({ groups }) => groups)
}

/** Log odds a point of each weight, 0 for those of other groups; null where there is no regression. */
export function groupCoefficients(context: SparseContext, groups: number[]): Float64Array | null {
  const found = fitGroups(context, groups)
  if (found === null) return null
  const { features } = context.dataset
  const coefficients = new Float64Array(features.length)
  for (const [place, feature] of found.features.entries()) {
    coefficients[feature] = found.fit.coefficients[place] / features[feature].multiplier
  }
  return coefficients
}

interface GroupFit {
  features: number[]
  fit: LogisticFit
}

function fitGroups(context: SparseContext, groups: number[]): GroupFit | null {
  const { dataset, outcome, fitted, parts } = context
  if (outcome === null) return null
  const features = groups.flatMap((group) => parts[group])
  const counts = dataset.outcomes.count
  const { columns, own } = filledColumns(
    features.map((feature) => dataset.features[feature]),
    counts,
  )
  const fit = fitLogistic({ columns, outcome, counts, rows: fitted })
  return { features, fit: { ...fit, coefficients: own(fit.coefficients) } }
}

/** The other groups with the largest score statistics at a fit. */
function promising(
  { dataset, outcome, fitted, parts }: SparseContext,
  groups: number[],
  { features, fit }: GroupFit,
): number[] {
  const rows = fitted ?? Uint32Array.from({ length: dataset.rowCount }, (_, row) => row)
  const odds = new Float64Array(rows.length).fill(fit.intercept)
  for (const [place, feature] of features.entries()) {
    const { values } = dataset.features[feature]
    const coefficient = fit.coefficients[place]
    for (let i = 0; i < rows.length; i++) odds[i] += coefficient * values[rows[i]]
  }
  const { count } = dataset.outcomes
  const residual = new Float64Array(rows.length)
  const curvature = new Float64Array(rows.length)
  let total = 0
  for (let i = 0; i < rows.length; i++) {
    const chance = 1 / (1 + Math.exp(-odds[i]))
    const accounts = count === null ? 1 : count[rows[i]]
    residual[i] = accounts * (outcome![rows[i]] - chance)
    curvature[i] = accounts * chance * (1 - chance)
    total += curvature[i]
  }
  const statistics = new Map<number, number>()
  for (const [group, part] of parts.entries()) {
    if (part.length === 0 || groups.includes(group)) continue
    let statistic = 0
    for (const feature of part) {
      const { values } = dataset.features[feature]
      let slope = 0
      let sum = 0
      let squares = 0
      for (let i = 0; i < rows.length; i++) {
        const value = values[rows[i]]
        slope += residual[i] * value
        sum += curvature[i] * value
        squares += curvature[i] * value * value
      }
      const spread = squares - (sum * sum) / total
      if (spread > 1e-9 * squares) statistic += (slope * slope) / spread
    }
    statistics.set(group, statistic)
  }
  return [...statistics.keys()]
    .sort((a, b) => statistics.get(b)! - statistics.get(a)! || a - b)
    .slice(0, TRIED)
}
