/**
 * ln Γ(x) for x > 0 by Lanczos' series (g = 7, nine terms; Godfrey's coefficients), relative error
 * about 1e-15.
 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new Error(`logGamma argument not above 0: ${x}`)
  let series = LANCZOS[0]
  for (let term = 1; term < LANCZOS.length; term++) series += LANCZOS[term] / (x - 1 + term)
  const base = x + 6.5
  return (x - 0.5) * Math.log(base) - base + Math.log(Math.sqrt(2 * Math.PI) * series)
}

/** P(X > x) of a χ² variable with `degrees` degrees of freedom; small tails keep their digits. */
export function chiSquareUpperTail(x: number, degrees: number): number {
  checkDegrees(degrees)
  return x <= 0 ? 1 : incompleteGamma(degrees / 2, x / 2).upper
}

/** The x below which a χ² variable with `degrees` degrees of freedom lies with probability `p`. */
export function chiSquareQuantile(p: number, degrees: number): number {
  checkDegrees(degrees)
  if (!(p >= 0 && p < 1)) throw new Error(`χ² probability outside 0 to below 1: ${p}`)
  if (p === 0) return 0
  const excess = (x: number) => {
    const { lower, upper } = incompleteGamma(degrees / 2, x / 2)
    return p < 0.5 ? lower - p : 1 - p - upper
  }
  let low = 0
  let high = degrees + 1
  while (excess(high) < 0) high *= 2
  while (high - low > 1e-15 * high) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (excess(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

// Paul Godfrey, "A note on the computation of the convergent Lanczos complex gamma approximation", 2001.
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
]

/**
 * The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 − P: the series DLMF 8.11.4
 * below a + 1, the continued fraction DLMF 8.9.2 (evaluated as Lentz does) above.
 */
function incompleteGamma(a: number, x: number): { lower: number; upper: number } {
  if (x === 0) return { lower: 0, upper: 1 }
  const factor = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let k = 1; term > sum * 1e-17; k++) {
      term *= x / (a + k)
      sum += term
    }
    const lower = factor * sum
    return { lower, upper: 1 - lower }
  }
  let b = x + 1 - a
  let c = Number.MAX_VALUE
  let d = 1 / b
  let fraction = d
  for (let k = 1; k < 100_000; k++) {
    const numerator = -k * (k - a)
    b += 2
    d = 1 / nonZero(numerator * d + b)
    c = nonZero(b + numerator / c)
    fraction *= c * d
    if (Math.abs(c * d - 1) < 1e-16) break
  }
  const upper = factor * fraction
  return { lower: 1 - upper, upper }
}

function nonZero(value: number): number {
  return value === 0 ? Number.MIN_VALUE : value
}

function checkDegrees(degrees: number): void {
  if (!(degrees > 0)) throw new Error(`χ² degrees of freedom not above 0: ${degrees}`)
}
