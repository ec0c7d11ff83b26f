import { chiSquareQuantile } from './chiSquare.ts'
import { bandOf, quantileBands } from './quantileBands.ts'

/** How far a distribution has moved from one set of accounts to another. */
export interface Stability {
  index: number // population stability index, ≥ 0
  band: 'stable' | 'watch' | 'shifted'
  critical: number // the index that samples of one population exceed once in twenty
  bins: StabilityBin[]
}

export interface StabilityBin {
  from: number | null // exclusive in deciles; null: no lower end, or accounts without a value
  to: number | null // inclusive; null: accounts without a value
  first: number // accounts
  second: number
}

/** Values of accounts; NaN where an account has none. */
export interface StabilitySample {
  values: ArrayLike<number>
  accounts?: ArrayLike<number> // a row stands for; one each where absent
}

const STABLE_BELOW = 0.1
const SHIFTED_ABOVE = 0.25
const MOST_LEVELS = 12
const DECILES = 10

/**
 * Population stability index of two samples over the same bins, Σ (second − first) · ln(second /
 * first) of shares; a bin that is empty on one side counts half an account there, and one that is empty
 * on both is left out. The usual fixed limits 0.1 and 0.25 know nothing of sample sizes, hence
 * `critical`: without a shift the index is about (1/n + 1/m) · χ² with bins − 1 degrees of freedom
 * (Yurdakul, Statistical Properties of Population Stability Index, Western Michigan University, 2018).
 * Null where a sample has no accounts.
 */
export function populationStability(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): Omit<Stability, 'bins'> | null {
  if (first.length !== second.length)
    throw new Error(`stability bins: ${first.length} and ${second.length}`)
  const used = Array.from(first, (_, bin) => bin).filter((bin) => first[bin] + second[bin] > 0)
  const n = used.reduce((sum, bin) => sum + first[bin], 0)
  const m = used.reduce((sum, bin) => sum + second[bin], 0)
  if (n === 0 || m === 0) return null
  const filled = (counts: ArrayLike<number>) => used.map((bin) => counts[bin] || 0.5)
  const [before, after] = [shares(filled(first)), shares(filled(second))]
  const index = before.reduce(
    (sum, share, bin) => sum + (after[bin] - share) * Math.log(after[bin] / share),
    0,
  )
  const degrees = used.length - 1
  const critical = degrees === 0 ? 0 : chiSquareQuantile(0.95, degrees) * (1 / n + 1 / m)
  const band = index < STABLE_BELOW ? 'stable' : index > SHIFTED_ABOVE ? 'shifted' : 'watch'
  return { index, band, critical }
}

/** Drift of a score: bins are the deciles of the first sample. */
export function scoreStability(first: StabilitySample, second: StabilitySample): Stability | null {
  const levels = levelsOf([first])
  return overBins(quantileBands(levels.values, levels.accounts, DECILES), true, first, second)
}

/**
 * Drift of a feature: bins are its levels where the two samples have at most twelve, else the deciles
 * of the first sample. Accounts without a value are a bin of their own.
 */
export function featureStability(
  first: StabilitySample,
  second: StabilitySample,
): Stability | null {
  const levels = levelsOf([first, second])
  if (levels.values.length > MOST_LEVELS) return scoreStability(first, second)
  return overBins(levels.values, false, first, second)
}

/** Bins by their inclusive upper ends, and one more for accounts without a value. */
function overBins(
  ends: Float64Array,
  areBands: boolean,
  first: StabilitySample,
  second: StabilitySample,
): Stability | null {
  const before = countsOf(first, ends)
  const after = countsOf(second, ends)
  const stability = populationStability(before, after)
  if (stability === null) return null
  const bins = Array.from(before, (accounts, bin): StabilityBin => {
    const to = bin < ends.length ? ends[bin] : null
    const from = to === null || !areBands || bin === 0 ? null : ends[bin - 1]
    return { from: areBands ? from : to, to, first: accounts, second: after[bin] }
  })
  return { ...stability, bins: bins.filter((bin) => bin.first + bin.second > 0) }
}

function countsOf({ values, accounts }: StabilitySample, ends: Float64Array): Float64Array {
  const counts = new Float64Array(ends.length + 1)
  for (let row = 0; row < values.length; row++) {
    const unknown = Number.isNaN(values[row]) || ends.length === 0
    counts[unknown ? ends.length : bandOf(ends, values[row])] += accounts?.[row] ?? 1
  }
  return counts
}

/** Distinct values, ascending, with their accounts. */
function levelsOf(samples: StabilitySample[]): { values: Float64Array; accounts: Float64Array } {
  const known = new Map<number, number>()
  for (const { values, accounts } of samples)
    for (let row = 0; row < values.length; row++) {
      const value = values[row]
      if (!Number.isNaN(value)) known.set(value, (known.get(value) ?? 0) + (accounts?.[row] ?? 1))
    }
  const values = Float64Array.from(known.keys()).sort()
  return { values, accounts: values.map((value) => known.get(value)!) }
}

function shares(counts: number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => count / total)
}
