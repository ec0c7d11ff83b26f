import type { Dataset } from '../accounts/dataset.ts'
import { grouped, problem } from '../accounts/say.ts'
import type { Problem } from '../lib/problem.ts'
import type { Bounds } from './bounds.ts'
import { narrowedBounds } from './deep/reach.ts'

/** Values of one weight beyond which a search that tries them all is slow. */
const MANY_VALUES = 10_000

/** A warning where weights have more values that can score differently than a deep search should try. */
export function wideBoundsProblems(
  dataset: Dataset,
  bounds: Bounds,
  weights: Int32Array,
): Problem[] {
  const wide = ({ min, max }: Bounds) =>
    dataset.features.flatMap(({ name }, feature) =>
      bounds.locked[feature] === 0 && max[feature] - min[feature] >= MANY_VALUES
        ? [{ name, values: max[feature] - min[feature] + 1 }]
        : [],
    )
  if (wide(bounds).length === 0) return []
  const left = wide(narrowedBounds(dataset, bounds, weights))
  if (left.length === 0) return []
  const most = Math.max(...left.map(({ values }) => values))
  return [
    problem({
      severity: 'warning',
      code: 'bounds-wide',
      what: `The bounds of ${left.map(({ name }) => name).join(', ')} leave up to ${grouped(most)} values that can score differently; a deep or sparse search tries them all and may take very long.`,
      fix: `Narrow them: ${grouped(dataset.maxScore)} points take a whole feature from one end of the score to the other.`,
    }),
  ]
}
