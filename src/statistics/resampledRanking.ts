import { MIN_ACCOUNTS } from '../evaluation/rocAuc.ts'
import type { RankingMetric } from './classCounts.ts'
import type { PoissonCounts } from './poissonDraws.ts'
import { type SlotOrder, type Slotted, slotOrder } from './slotOrder.ts'

/** Units of two classes in the slots of one score. */
export interface RankedUnits extends Slotted {
  accounts: Float64Array // a unit
  uppers: number // the first so many units are of the upper class
}

/**
 * A ranking metric of one score in resamples, as the evaluator has it (NaN where it has no value), from running sums over the units
 * in order of the score: loops over the few units of each of many scores, whose ends no processor
 * foresees, take three times as long.
 */
export function createResampledRanking(
  metric: RankingMetric,
  units: RankedUnits,
): (counts: PoissonCounts) => number {
  const { slotOf, slotCount, accounts, uppers } = units
  const all = Uint32Array.from(slotOf.keys())
  const upper = slotOrder(all.subarray(0, uppers), units)
  const lower = slotOrder(all.subarray(uppers), units)
  const isSmall = accounts.reduce((sum, many) => sum + many, 0) < 2 ** 30
  const room = ({ items }: SlotOrder) =>
    isSmall ? new Int32Array(items.length + 1) : new Float64Array(items.length + 1)
  const uppersTo = room(upper)
  const lowersTo = room(lower)

  return (counts) => {
    const ups = fillRunning(counts, upper.items, uppersTo)
    const lows = fillRunning(counts, lower.items, lowersTo)
    if (ups + lows <= MIN_ACCOUNTS || ups === 0 || lows === 0) return Number.NaN
    if (metric === 'ks') return greatestGap(ups, lows) / (ups * lows)
    const auc = twiceWon() / (2 * ups * lows)
    return metric === 'gini' ? 2 * auc - 1 : auc
  }

  /** Over pairs of an account of each class, 2 where the upper one scores higher, 1 where equal. */
  function twiceWon(): number {
    let won = 0
    let [upperBelow, lowerBelow] = [0, 0]
    for (let slot = 0; slot < slotCount; slot++) {
      const upperTo = uppersTo[upper.starts[slot + 1]]
      const lowerTo = lowersTo[lower.starts[slot + 1]]
      won += (upperTo - upperBelow) * (lowerBelow + lowerTo)
      upperBelow = upperTo
      lowerBelow = lowerTo
    }
    return won
  }

  /** Share of the lower class up to a slot less that of the upper one, times both totals. */
  function gapAt(slot: number, ups: number, lows: number): number {
    return lowersTo[lower.starts[slot + 1]] * ups - uppersTo[upper.starts[slot + 1]] * lows
  }

  function greatestGap(ups: number, lows: number): number {
    let greatest = 0
    for (let slot = 0; slot < slotCount; slot++)
      greatest = Math.max(greatest, Math.abs(gapAt(slot, ups, lows)))
    return greatest
  }
}

/**
 * Fills `sumsTo` with the counts before each position, the last being all of them, and returns that one.
 * Eight positions a round, because V8 checks every array anew in each.
 */
function fillRunning(
  counts: PoissonCounts,
  units: Uint32Array,
  sumsTo: Int32Array | Float64Array,
): number {
  let sum = 0
  let at = 0
  for (const whole = units.length - 7; at < whole; at += 8) {
    sumsTo[at + 1] = sum += counts[units[at]]
    sumsTo[at + 2] = sum += counts[units[at + 1]]
    sumsTo[at + 3] = sum += counts[units[at + 2]]
    sumsTo[at + 4] = sum += counts[units[at + 3]]
    sumsTo[at + 5] = sum += counts[units[at + 4]]
    sumsTo[at + 6] = sum += counts[units[at + 5]]
    sumsTo[at + 7] = sum += counts[units[at + 6]]
    sumsTo[at + 8] = sum += counts[units[at + 7]]
  }
  for (; at < units.length; at++) sumsTo[at + 1] = sum += counts[units[at]]
  return sum
}
