/**
 * The weights that several candidates of one incumbent were changed from, or null where they cannot
 * be told: each candidate changes few features, so that each feature's most frequent weight is the
 * incumbent's, provided more than half of at least three candidates agree.
 */
export function inferStart(candidates: number[][]): number[] | null {
  if (candidates.length < 3) return null
  const start: number[] = []
  for (let feature = 0; feature < candidates[0]!.length; feature++) {
    const counts = new Map<number, number>()
    for (const weights of candidates) {
      counts.set(weights[feature]!, (counts.get(weights[feature]!) ?? 0) + 1)
    }
    const [weight, count] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))
    if (count * 2 <= candidates.length) return null
    start.push(weight)
  }
  return start
}
