import { roundStep } from './ticks.ts'

export interface GainBin {
  from: number // inclusive
  to: number // exclusive
  count: number
}

export interface GainBins {
  bins: GainBin[] // side by side from `low` to `high`
  low: number
  high: number
  most: number // the largest count
}

const BINS = 36

/** Gains counted in bins of a round width that reach from 0, or the least gain, to the real one, or the most. */
export function gainBins(gains: readonly number[], realGain: number): GainBins {
  const least = Math.min(0, realGain, ...gains)
  const greatest = Math.max(0, realGain, ...gains)
  const step = greatest > least ? roundStep(least, greatest, BINS) : 0.001
  const first = Math.floor(least / step + 1e-9)
  const last = Math.max(first, Math.floor(greatest / step + 1e-9))
  const bins = Array.from({ length: last - first + 1 }, (_, i) => ({
    from: Number(((first + i) * step).toPrecision(12)),
    to: Number(((first + i + 1) * step).toPrecision(12)),
    count: 0,
  }))
  for (const gain of gains) {
    const bin = Math.floor(gain / step + 1e-9) - first
    bins[Math.min(bins.length - 1, Math.max(0, bin))].count += 1
  }
  return {
    bins,
    low: bins[0].from,
    high: bins[bins.length - 1].to,
    most: Math.max(1, ...bins.map(({ count }) => count)),
  }
}
