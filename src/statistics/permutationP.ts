/**
 * p-value of a result among those on shuffled outcomes, (1 + #{shuffled ≥ real}) / (1 + #shuffled):
 * the real order is one of the possible ones, so it is never 0 (Phipson and Smyth, Statistical
 * Applications in Genetics and Molecular Biology 9, 2010, article 39). 1 without shuffles.
 */
export function permutationP(real: number, shuffled: ArrayLike<number>): number {
  let atLeast = 0
  for (let i = 0; i < shuffled.length; i++) {
    if (Number.isNaN(shuffled[i]) || Number.isNaN(real))
      throw new Error('permutation result not a number: NaN')
    if (shuffled[i] >= real) atLeast++
  }
  return (1 + atLeast) / (1 + shuffled.length)
}
