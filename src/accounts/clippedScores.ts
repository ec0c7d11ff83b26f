import type { Problem } from '../lib/problem.ts'
import type { Dataset } from './dataset.ts'
import { grouped, percent, problem, short } from './say.ts'

/** Above this share of accounts it is worth a note. */
const SOME_CLIPPED = 0.01

/** Above this share it is worth a warning; a search clips some accounts by itself. */
const MANY_CLIPPED = 1 / 3

export interface ClippedScores {
  problem: Problem
  betterBase: number | null // a base score that clips at most half as many accounts; null: none does
}

/**
 * A warning, or a note, where many accounts would score below 0 or above the maximum: clipped scores are ties, and
 * a search cannot see a change that moves accounts beyond the ends alone. Null where few are.
 */
export function clippedScores(dataset: Dataset, weights: ArrayLike<number>): ClippedScores | null {
  const { rowCount, features, resolution, maxScore, baseScore } = dataset
  if (rowCount === 0) return null
  const steps = addedSteps(dataset, weights)
  let widest = { name: '', added: 0 }
  features.forEach(({ name, values, multiplier }, index) => {
    let sum = 0
    for (let row = 0; row < rowCount; row++) sum += values[row]
    const added = (weights[index] * multiplier * sum) / rowCount / resolution
    if (Math.abs(added) > Math.abs(widest.added)) widest = { name, added }
  })
  const lowest = -baseScore * resolution
  const highest = (maxScore - baseScore) * resolution
  let below = 0
  let above = 0
  for (const value of steps) {
    if (value < lowest) below++
    else if (value > highest) above++
  }
  const clipped = below + above
  if (clipped <= SOME_CLIPPED * rowCount) return null
  const best = bestBase(steps.sort(), maxScore, resolution)
  const helps = best.clipped <= clipped / 2
  const ends = [
    ...(above > 0 ? [`above ${short(maxScore)}`] : []),
    ...(below > 0 ? ['below 0'] : []),
  ]
  const counts = [above, below].filter((count) => count > 0)
  const accounts = (count: number) =>
    count === rowCount
      ? `all ${grouped(count)} accounts`
      : `${grouped(count)} of ${grouped(rowCount)} accounts (${percent(count / rowCount)})`
  return {
    problem: problem({
      severity: clipped > MANY_CLIPPED * rowCount ? 'warning' : 'note',
      code: 'scores-clipped',
      what: `Under this spec ${accounts(counts[0])} score ${ends[0]}${counts.length > 1 ? ` and ${grouped(counts[1])} (${percent(counts[1] / rowCount)}) ${ends[1]}` : ''}. Scores are clipped there: these accounts tie, and no metric shows a change among them.`,
      fix: helps
        ? `A base score of ${short(best.base)} instead of ${short(baseScore)} leaves ${best.clipped === 0 ? 'none' : grouped(best.clipped)} clipped${best.clipped > SOME_CLIPPED * rowCount ? `, smaller weights fewer (${most(widest)})` : ''}.`
        : `Bring the weights that add the most nearer to 0 (${most(widest)}).`,
    }),
    betterBase: helps ? best.base : null,
  }
}

/** A warning where the best spec of a search clips more than one account in a hundred of those searched. */
export function clippedBest(
  dataset: Dataset,
  weights: ArrayLike<number>,
  where: string,
): Problem | null {
  const clipped = clippedScores(dataset, weights)
  return clipped === null ? null : { ...clipped.problem, severity: 'warning', where }
}

/** What the features add to the base score, in steps of 1 / resolution points, a row each. */
export function addedSteps(
  { rowCount, features }: Dataset,
  weights: ArrayLike<number>,
): Float64Array {
  const steps = new Float64Array(rowCount)
  features.forEach(({ values, multiplier }, index) => {
    const step = weights[index] * multiplier
    if (step === 0) return
    for (let row = 0; row < rowCount; row++) steps[row] += step * values[row]
  })
  return steps
}

function most({ name, added }: { name: string; added: number }): string {
  return `${name}: ${short(added)} points on average`
}

/**
 * The whole base score that clips the fewest accounts, the middle one of several, and how many it
 * clips. `sorted`: what the features add, in steps of 1 / resolution points, ascending, not empty.
 */
export function bestBase(
  sorted: Float64Array,
  maxScore: number,
  resolution: number,
): { base: number; clipped: number } {
  let best = { base: 0, inside: 0 }
  let end = 0 // exclusive, of the accounts inside
  for (let first = 0; first < sorted.length; first++) {
    const least = Math.ceil(-sorted[first] / resolution) // lifts this account to 0 or above
    while (end < sorted.length && sorted[end] <= (maxScore - least) * resolution) end++
    if (end - first <= best.inside) continue
    const highest = Math.floor(maxScore - sorted[end - 1] / resolution)
    best = { base: Math.round((least + highest) / 2), inside: end - first }
  }
  return { base: best.base, clipped: sorted.length - best.inside }
}
