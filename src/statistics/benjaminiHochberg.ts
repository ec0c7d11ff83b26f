/**
 * Adjusted p-values of Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995),
 * 289–300, in the order given: those at or below q are discoveries of which a share of at most q is
 * false on average (independent or positively related tests).
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const outside = pValues.find((p) => !(p >= 0 && p <= 1))
  if (outside !== undefined) throw new Error(`p-value outside 0 to 1: ${outside}`)
  const n = pValues.length
  const falling = [...pValues.keys()].sort((a, b) => pValues[b] - pValues[a])
  const adjusted = new Array<number>(n)
  let smallest = 1
  falling.forEach((at, place) => {
    smallest = Math.min(smallest, (pValues[at] * n) / (n - place))
    adjusted[at] = smallest
  })
  return adjusted
}
