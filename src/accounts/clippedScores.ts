import type { Problem } from '../lib/problem.ts'
import type { Dataset } from './dataset.ts'
import { percent, problem, short } from './say.ts'

/** Above this share of accounts it is worth a note. */
const SOME_CLIPPED = 0.01

/** Above this share it is worth a warning; a search clips some accounts by itself. */
const MANY_CLIPPED = 1 / 3

/**
 * A warning, or a note, where many accounts would score below 0 or above the maximum: clipped scores are ties, and
 * a search cannot see a change that moves accounts beyond the ends alone. Null where few are.
 */
export function clippedScores(dataset: Dataset, weights: ArrayLike<number>): Problem | null {
  const { rowCount, features, resolution, maxScore, baseScore } = dataset
  if (rowCount === 0) return null
  const points = new Float64Array(rowCount).fill(baseScore)
  let widest = { name: '', added: 0 }
  features.forEach(({ name, values, multiplier }, index) => {
    const step = (weights[index] * multiplier) / resolution
    let sum = 0
    for (let row = 0; row < rowCount; row++) {
      points[row] += step * values[row]
      sum += values[row]
    }
    const added = (step * sum) / rowCount
    if (Math.abs(added) > Math.abs(widest.added)) widest = { name, added }
  })
  let below = 0
  let above = 0
  let total = 0
  for (const point of points) {
    if (point < 0) below++
    else if (point > maxScore) above++
    total += point
  }
  const share = (below + above) / rowCount
  if (share <= SOME_CLIPPED) return null
  const ends = [
    ...(above > 0 ? [`${percent(above / rowCount)} of the accounts above ${short(maxScore)}`] : []),
    ...(below > 0
      ? [`${percent(below / rowCount)}${above > 0 ? '' : ' of the accounts'} below 0`]
      : []),
  ]
  const centre = Math.round(baseScore + maxScore / 2 - total / rowCount)
  const moved = Math.abs(centre - baseScore) >= maxScore / 10
  return problem({
    severity: share > MANY_CLIPPED ? 'warning' : 'note',
    code: 'scores-clipped',
    what: `These weights put ${ends.join(' and ')} points, where scores are clipped: these accounts tie, and no metric shows a change among them.`,
    fix: `Bring the weights that add the most nearer to 0 (${widest.name}: ${short(widest.added)} points on average)${moved ? `, or use a spec with a base_score of about ${short(centre)}` : ''}.`,
  })
}
