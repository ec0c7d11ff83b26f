import type { Review } from '../../review/review.ts'

export interface GainRow {
  key: 'holdout' | 'search' | 'noise'
  label: { long: string; short: string }
  value: number
  low: number | null // 95 %; of noise: none and what 95 % of the searches stay under
  high: number | null
}

/** What is known of the gain of a review, the held-out one first. */
export function gainRows({ gain, searchGain, noise }: Review): GainRow[] {
  const rows: GainRow[] = []
  if (gain !== null) {
    const { value, low, high } = gain
    rows.push({
      key: 'holdout',
      label: { long: 'held-out accounts', short: 'held out' },
      value,
      low,
      high,
    })
  }
  if (searchGain !== null)
    rows.push({
      key: 'search',
      label: { long: 'accounts searched', short: 'searched' },
      value: searchGain,
      low: null,
      high: null,
    })
  if (noise !== null)
    rows.push({
      key: 'noise',
      label: { long: 'noise alone', short: 'noise' },
      value: noise.meanGain,
      low: Math.min(0, noise.meanGain),
      high: noise.p95,
    })
  return rows
}
