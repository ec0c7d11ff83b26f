import type { Review } from './review.ts'

/** What people call the incumbent: the score they have, or the stand-in made where they gave none. */
export function incumbentName({
  incumbentIsDefault,
  weights,
}: Pick<Review, 'incumbentIsDefault' | 'weights'>): string {
  if (!incumbentIsDefault) return 'the score you have'
  const known = new Set(weights.flatMap(({ before }) => (before === null ? [] : [before])))
  return known.size === 1 ? 'equal weights' : 'roughly equal weights'
}

/** What the incumbent of a review is, beside its name in a table. */
export function incumbentNote(review: Pick<Review, 'incumbentIsDefault' | 'weights'>): string {
  const name = incumbentName(review)
  return review.incumbentIsDefault ? `${name}, as no score was given` : name
}
