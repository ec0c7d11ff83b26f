import type { Review } from './review.ts'

type Incumbent = Pick<Review, 'incumbentIsDefault' | 'incumbentIsFound' | 'weights'>

/** What people call the incumbent: the score they have, what a run found, or the stand-in where they gave none. */
export function incumbentName({
  incumbentIsDefault,
  incumbentIsFound = false,
  weights,
}: Incumbent): string {
  if (incumbentIsFound) return 'the spec of an earlier run'
  if (!incumbentIsDefault) return 'the score you have'
  const known = new Set(weights.flatMap(({ before }) => (before === null ? [] : [before])))
  return known.size === 1 ? 'equal weights' : 'roughly equal weights'
}

/** What the incumbent of a review is, beside its name in a table. */
export function incumbentNote(review: Incumbent): string {
  const name = incumbentName(review)
  return review.incumbentIsDefault ? `${name}, as no score was given` : name
}
