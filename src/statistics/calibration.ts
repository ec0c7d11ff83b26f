import type { ScoreTable } from '../evaluation/scoreTable.ts'
import { type IsotonicMap, retentionAt } from './isotonic.ts'

/** How well predicted retention fits accounts that the map was not fitted to. */
export interface Calibration {
  accounts: number
  brier: number // mean squared distance of outcome and prediction; 0 is perfect
  observed: number // retention
  predicted: number // mean
  inTheLarge: number // observed − predicted: 0 where the level is right
  slope: number | null // of the logistic recalibration: 1 where the spread is right, below 1 too extreme
}

/**
 * A map from score to retention, judged on the score table of other accounts. `slope` is b of
 * logit P(retained) = a + b · logit(prediction) by maximum likelihood (Cox, Biometrika 45, 1958,
 * 562–565); predictions within half an account of 0 or 1, of those the map was fitted to, are drawn in
 * to there, since their logit is infinite. Null where predictions are all alike or one outcome is
 * missing or they divide the outcomes exactly.
 *
 * Null where the outcomes do not tell who was retained, or without accounts.
 */
export function calibrationOf(map: IsotonicMap, table: ScoreTable): Calibration | null {
  const { scores, accounts, retained } = table
  if (retained === null) return null
  let [total, events, predictions, squares] = [0, 0, 0, 0]
  const groups: Group[] = []
  for (let slot = 0; slot < scores.length; slot++) {
    const n = accounts[slot]
    if (n === 0) continue
    const p = retentionAt(map, scores[slot])
    total += n
    events += retained[slot]
    predictions += n * p
    squares += retained[slot] * (1 - p) ** 2 + (n - retained[slot]) * p ** 2
    const least = 1 / (2 * map.accounts)
    const inside = Math.min(1 - least, Math.max(least, p))
    groups.push({ x: Math.log(inside / (1 - inside)), n, events: retained[slot] })
  }
  if (total === 0) return null
  const [observed, predicted] = [events / total, predictions / total]
  return {
    accounts: total,
    brier: squares / total,
    observed,
    predicted,
    inTheLarge: observed - predicted,
    slope: logisticSlope(groups),
  }
}

interface Group {
  x: number
  n: number
  events: number
}

const MOST_STEPS = 100

/** b of logit P(event) = a + b x by Newton's method with halved steps; null where it has no finite value. */
export function logisticSlope(groups: readonly Group[]): number | null {
  const events = groups.reduce((sum, group) => sum + group.events, 0)
  const total = groups.reduce((sum, group) => sum + group.n, 0)
  if (events <= 0 || events >= total || !overlaps(groups)) return null
  let a = Math.log(events / (total - events))
  let b = 0
  let likelihood = logLikelihood(groups, a, b)
  for (let step = 0; step < MOST_STEPS; step++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 0, 0, 0]
    for (const { x, n, events } of groups) {
      const p = 1 / (1 + Math.exp(-a - b * x))
      const weight = n * p * (1 - p)
      ga += events - n * p
      gb += (events - n * p) * x
      haa += weight
      hab += weight * x
      hbb += weight * x * x
    }
    const determinant = haa * hbb - hab * hab
    if (!(determinant > 0)) return null
    let da = (hbb * ga - hab * gb) / determinant
    let db = (haa * gb - hab * ga) / determinant
    let next = logLikelihood(groups, a + da, b + db)
    for (let halving = 0; halving < 50 && !(next >= likelihood); halving++) {
      da /= 2
      db /= 2
      next = logLikelihood(groups, a + da, b + db)
    }
    if (!(next >= likelihood)) return b // no step within rounding is better
    a += da
    b += db
    if (Math.abs(db) < 1e-10 * (1 + Math.abs(b)) && Math.abs(da) < 1e-10 * (1 + Math.abs(a)))
      return b
    likelihood = next
  }
  return null
}

/** Whether no value of x divides events from the others, as a finite maximum needs (Albert and Anderson 1984). */
function overlaps(groups: readonly Group[]): boolean {
  const ends = (has: (group: Group) => boolean) => {
    const values = groups.filter(has).map(({ x }) => x)
    return { least: Math.min(...values), most: Math.max(...values) }
  }
  const yes = ends(({ events }) => events > 0)
  const no = ends(({ n, events }) => events < n)
  return yes.least < no.most && no.least < yes.most
}

function logLikelihood(groups: readonly Group[], a: number, b: number): number {
  let sum = 0
  for (const { x, n, events } of groups) {
    const logit = a + b * x
    // ln(1 + e^logit) without overflow
    const softplus = Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)))
    sum += events * logit - n * softplus
  }
  return sum
}
