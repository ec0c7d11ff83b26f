/** A share of accounts with the interval that holds the true share 95 times in 100. */
export interface ShareInterval {
  share: number
  low: number
  high: number
}

const Z_95 = 1.959963984540054 // 97.5 % quantile of the normal distribution

/**
 * Wilson's score interval at 95 % for `events` of `n` (Wilson 1927): inside 0 to 1 and honest for
 * small n, unlike share ± 2 standard errors. Null when n is 0.
 */
export function wilsonInterval(events: number, n: number): ShareInterval | null {
  if (n === 0) return null
  const share = events / n
  const z2 = Z_95 ** 2 / n
  const middle = share + z2 / 2
  const reach = Z_95 * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n))
  return {
    share,
    low: events === 0 ? 0 : (middle - reach) / (1 + z2),
    high: events === n ? 1 : (middle + reach) / (1 + z2),
  }
}
