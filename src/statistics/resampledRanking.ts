import { MIN_ACCOUNTS } from '../evaluation/rocAuc.ts'
import type { RankingMetric } from './classCounts.ts'
import type { PoissonCounts } from './poissonDraws.ts'
import { type SlotOrder, type Slotted, slotOrder } from './slotOrder.ts'

/** Units of two classes in the slots of one score. */
export interface RankedUnits extends Slotted {
  accounts: Float64Array // a unit
  uppers: number // the first so many units are of the upper class
}

/** A metric of a resample, NaN where it has no value. */
export interface Resampled {
  value: number
  fixed: number // of `ks` the gap at the score where it is widest on the accounts themselves; else the value
}

/** A class in order of the score. */
interface RunningCounts extends SlotOrder {
  upTo: Int32Array | Float64Array // accounts before each position, then all; of the last resample
}

/**
 * A ranking metric of one score in resamples, as the evaluator has it, from running sums over the units
 * in order of the score: loops over the few units of each of many scores, whose ends no processor
 * foresees, take three times as long.
 */
export function createResampledRanking(
  metric: RankingMetric,
  units: RankedUnits,
): (counts: PoissonCounts) => Resampled {
  const { slotOf, accounts, uppers } = units
  const all = Uint32Array.from(slotOf.keys())
  const isSmall = accounts.reduce((sum, many) => sum + many, 0) < 2 ** 30
  const running = (order: SlotOrder): RunningCounts => {
    const { items } = order
    const upTo = new (isSmall ? Int32Array : Float64Array)(items.length + 1)
    for (let at = 0; at < items.length; at++) upTo[at + 1] = upTo[at] + accounts[items[at]]
    return { ...order, upTo }
  }
  const upper = running(slotOrder(all.subarray(0, uppers), units))
  const lower = running(slotOrder(all.subarray(uppers), units))
  const widest = widestGap(upper, lower) // of the accounts themselves
  const sign = Math.sign(gapAt(upper, lower, widest))

  return (counts) => {
    const ups = fillRunning(counts, upper)
    const lows = fillRunning(counts, lower)
    if (ups + lows <= MIN_ACCOUNTS || ups === 0 || lows === 0)
      return { value: Number.NaN, fixed: Number.NaN }
    if (metric === 'ks') {
      return {
        value: Math.abs(gapAt(upper, lower, widestGap(upper, lower))) / (ups * lows),
        fixed: (sign * gapAt(upper, lower, widest)) / (ups * lows),
      }
    }
    const auc = twiceWon(upper, lower) / (2 * ups * lows)
    const value = metric === 'gini' ? 2 * auc - 1 : auc
    return { value, fixed: value }
  }
}

/** Over pairs of an account of each class, 2 where the upper one scores higher, 1 where equal. */
function twiceWon(upper: RunningCounts, lower: RunningCounts): number {
  const { starts: upperStarts, upTo: uppersTo } = upper
  const { starts: lowerStarts, upTo: lowersTo } = lower
  let won = 0
  let uppersBelow = 0
  let lowersBelow = 0
  for (let next = 1; next < upperStarts.length; next++) {
    const uppersHere = uppersTo[upperStarts[next]]
    const lowersHere = lowersTo[lowerStarts[next]]
    won += (uppersHere - uppersBelow) * (lowersBelow + lowersHere)
    uppersBelow = uppersHere
    lowersBelow = lowersHere
  }
  return won
}

/** The slot where the cumulative distributions of the two classes are furthest apart. */
function widestGap(upper: RunningCounts, lower: RunningCounts): number {
  const { starts: upperStarts, upTo: uppersTo } = upper
  const { starts: lowerStarts, upTo: lowersTo } = lower
  const ups = uppersTo[uppersTo.length - 1]
  const lows = lowersTo[lowersTo.length - 1]
  let widest = 0
  let greatest = 0
  for (let next = 1; next < upperStarts.length; next++) {
    const gap = Math.abs(lowersTo[lowerStarts[next]] * ups - uppersTo[upperStarts[next]] * lows)
    if (gap <= greatest) continue
    greatest = gap
    widest = next - 1
  }
  return widest
}

/** Share of the lower class up to a slot less that of the upper one, times both totals. */
function gapAt(upper: RunningCounts, lower: RunningCounts, slot: number): number {
  const ups = upper.upTo[upper.upTo.length - 1]
  const lows = lower.upTo[lower.upTo.length - 1]
  return lower.upTo[lower.starts[slot + 1]] * ups - upper.upTo[upper.starts[slot + 1]] * lows
}

/** Adds up and returns all. Eight positions a round, because V8 checks every array anew in each. */
function fillRunning(counts: PoissonCounts, { items, upTo }: RunningCounts): number {
  let sum = 0
  let at = 0
  for (const whole = items.length - 7; at < whole; at += 8) {
    upTo[at + 1] = sum += counts[items[at]]
    upTo[at + 2] = sum += counts[items[at + 1]]
    upTo[at + 3] = sum += counts[items[at + 2]]
    upTo[at + 4] = sum += counts[items[at + 3]]
    upTo[at + 5] = sum += counts[items[at + 4]]
    upTo[at + 6] = sum += counts[items[at + 5]]
    upTo[at + 7] = sum += counts[items[at + 6]]
    upTo[at + 8] = sum += counts[items[at + 7]]
  }
  for (; at < items.length; at++) upTo[at + 1] = sum += counts[items[at]]
  return sum
}
