import type { PoissonCounts } from './poissonDraws.ts'
import { type Slotted, slotOrder } from './slotOrder.ts'

/** Two sums over the accounts of a resample. */
export interface Sums {
  x: number
  y: number
}

/** Sums of the slots taken before the last one, and of that one. */
export interface TakenSums {
  before: Sums
  at: Sums
}

/** Takes slot after slot until their x reaches `needed`, above 0 and at most all there is. */
export type TakeSums = (counts: PoissonCounts, needed: number) => TakenSums

/**
 * Slots are added up in stretches of so many units, and one by one in the stretch where x is reached: a
 * processor foresees the end of a long loop, and not of one over the few units of a slot.
 */
const LEAST_STRETCH = 256

/** Takes from the first slot on; `xy` holds x and y of an account of each unit in turn. */
export function createTakeSums(slotted: Slotted, xy: Float64Array): TakeSums {
  const { slotOf, slotCount } = slotted
  const { items, starts } = slotOrder(Uint32Array.from(slotOf.keys()), slotted)
  const ordered = new Float64Array(xy.length)
  for (let at = 0; at < items.length; at++) {
    ordered[2 * at] = xy[2 * items[at]]
    ordered[2 * at + 1] = xy[2 * items[at] + 1]
  }
  const stretches = [0] // the slot each begins at
  for (let slot = 1; slot < slotCount; slot++)
    if (starts[slot] - starts[stretches[stretches.length - 1]] >= LEAST_STRETCH)
      stretches.push(slot)
  const sumSlots = (counts: PoissonCounts, from: number, to: number) =>
    sumUnits(counts, items, ordered, starts[from], starts[to])

  return (counts, needed) => {
    const before = { x: 0, y: 0 }
    let slot = 0
    const pass = (to: number) => {
      const next = sumSlots(counts, slot, to)
      if (before.x + next.x >= needed) return false
      before.x += next.x
      before.y += next.y
      slot = to
      return true
    }
    for (let stretch = 1; stretch < stretches.length && pass(stretches[stretch]); stretch++);
    while (slot < slotCount - 1 && pass(slot + 1));
    return { before, at: sumSlots(counts, slot, slot + 1) }
  }
}

/**
 * Of the units at `from` to `to`, exclusive; `xy` by position. Four a round, because V8 checks every array
 * anew in each.
 */
export function sumUnits(
  counts: PoissonCounts,
  units: Uint32Array,
  xy: Float64Array,
  from: number,
  to: number,
): Sums {
  let x = 0
  let y = 0
  let at = from
  for (const whole = to - 3; at < whole; at += 4) {
    const a = counts[units[at]]
    const b = counts[units[at + 1]]
    const c = counts[units[at + 2]]
    const d = counts[units[at + 3]]
    const xAt = 2 * at
    x += a * xy[xAt] + b * xy[xAt + 2] + c * xy[xAt + 4] + d * xy[xAt + 6]
    y += a * xy[xAt + 1] + b * xy[xAt + 3] + c * xy[xAt + 5] + d * xy[xAt + 7]
  }
  for (; at < to; at++) {
    const count = counts[units[at]]
    x += count * xy[2 * at]
    y += count * xy[2 * at + 1]
  }
  return { x, y }
}
