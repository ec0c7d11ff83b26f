import { addedSteps } from '../../accounts/clippedScores.ts'
import type { Dataset } from '../../accounts/dataset.ts'
import type { Bounds } from '../bounds.ts'
import { chooseRidge } from '../logistic/chooseRidge.ts'
import { createDesign } from '../logistic/design.ts'
import { filledColumns } from '../logistic/filled.ts'
import { fitDesign } from '../logistic/fitLogistic.ts'
import { lossCurvature } from '../logistic/lossCurvature.ts'
import { wholePoints } from '../logistic/wholePoints.ts'

/** A ridge regression that whole points are to score like. */
export interface Guide {
  features: ArrayLike<number> // it is fitted on
  coefficients: Float64Array // log odds a point, in the order of `features`
  curvature: Float64Array // of the penalised loss by them, row-major
  logOdds: Float64Array // of each row, up to a constant
  rowWeights: Float64Array // p (1 − p) of each row, times its accounts
  leftOut: Float64Array // log odds of each row by the fit without its fold, of a sample where there are many
}

const SIZES = 40

/** The regression on these features of the ridge that suits folds best. */
export function createGuide(
  dataset: Dataset,
  outcome: ArrayLike<number>, // share of a row's accounts with the event, 0 to 1
  features: ArrayLike<number>,
  seed: number,
): Guide {
  const chosen = Array.from(features, (feature) => dataset.features[feature])
  const counts = dataset.outcomes.count
  const { columns, own, ownCurvature } = filledColumns(chosen, counts)
  const { penalty, leftOut } = chooseRidge(columns, outcome, counts, seed)
  const design = createDesign(columns, dataset.rowCount)
  const fit = fitDesign(design, outcome, { counts, penalty })
  const { matrix, rows } = lossCurvature(design, outcome, fit, { counts, penalty })
  const size = chosen.length
  const logOdds = new Float64Array(dataset.rowCount)
  const coefficients = own(fit.coefficients)
  chosen.forEach(({ values }, k) => {
    const coefficient = coefficients[k]
    for (let row = 0; row < logOdds.length; row++) logOdds[row] += coefficient * values[row]
  })
  const unit = (k: number) => chosen[k].multiplier
  return {
    features,
    coefficients: coefficients.map((coefficient, k) => coefficient / unit(k)),
    curvature: ownCurvature(matrix).map(
      (each, at) => each * unit(Math.floor(at / size)) * unit(at % size),
    ),
    logOdds,
    rowWeights: rows,
    leftOut,
  }
}

/**
 * The guide's coefficients as whole points within the bounds, at sizes from one point for the largest up to
 * where twice the widest bound would be; free weights it has no coefficient for are 0, others as they are.
 */
export function guidedWeights(
  { features, coefficients, curvature }: Guide,
  { min, max }: Bounds,
  movable: ArrayLike<number>,
  incumbent: Int32Array,
): Int32Array[] {
  let widest = 1
  const rest = incumbent.slice()
  for (let i = 0; i < movable.length; i++) {
    const feature = movable[i]
    widest = Math.max(widest, Math.abs(min[feature]), Math.abs(max[feature]))
    rest[feature] = Math.min(max[feature], Math.max(min[feature], 0))
  }
  const largest = coefficients.reduce((most, each) => Math.max(most, Math.abs(each)), 0)
  if (!(largest > 0)) return []
  const [lower, upper] = [min, max].map((bound) => Int32Array.from(features, (f) => bound[f]))
  const found = new Map<string, Int32Array>()
  for (let step = 0; step < SIZES; step++) {
    const size = (2 * widest) ** (step / (SIZES - 1)) / largest
    const target = coefficients.map((coefficient) => size * coefficient)
    const points = wholePoints(curvature, target, lower, upper)
    const weights = rest.slice()
    points.forEach((value, k) => {
      weights[features[k]] = value
    })
    found.set(weights.join(), weights)
  }
  return [...found.values()]
}

/**
 * How alike the scores of a spec and the guide's log odds are: the square of their correlation, rows weighted
 * as in the regression; at most 0 where scores do not vary or run against it. It asks nothing of the
 * outcomes, so the best of many is not the luckiest.
 */
export function likeness(
  { logOdds, rowWeights }: Guide,
  { resolution, maxScore }: Dataset,
  added: Float64Array, // steps that the features add, a row each
  baseScore: number,
): number {
  const base = baseScore * resolution
  const top = maxScore * resolution
  let [total, scores, odds] = [0, 0, 0]
  for (let row = 0; row < added.length; row++) {
    const weight = rowWeights[row]
    total += weight
    scores += weight * Math.min(top, Math.max(0, base + added[row]))
    odds += weight * logOdds[row]
  }
  const [meanScore, meanOdds] = [scores / total, odds / total]
  let [both, ofScores, ofOdds] = [0, 0, 0]
  for (let row = 0; row < added.length; row++) {
    const weight = rowWeights[row]
    const score = Math.min(top, Math.max(0, base + added[row])) - meanScore
    const odd = logOdds[row] - meanOdds
    both += weight * score * odd
    ofScores += weight * score * score
    ofOdds += weight * odd * odd
  }
  return ofScores > 0 && ofOdds > 0 ? (both * Math.abs(both)) / (ofScores * ofOdds) : 0
}

/** Weights in order of their likeness on the base score of the dataset, the most alike first. */
export function byLikeness(guide: Guide, dataset: Dataset, weights: Int32Array[]): Int32Array[] {
  const ranked = weights.map((each) => {
    const added = addedSteps(dataset, each)
    return { each, alike: likeness(guide, dataset, added, dataset.baseScore) }
  })
  return ranked.sort((a, b) => b.alike - a.alike).map(({ each }) => each)
}
