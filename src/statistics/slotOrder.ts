/** What stands in the slots of one score: its distinct values, ascending. */
export interface Slotted {
  slotOf: Int32Array // an item
  slotCount: number
}

/** Items in ascending order of their slots, those of one slot in the order they came. */
export interface SlotOrder {
  items: Uint32Array
  starts: Uint32Array // where each slot begins in `items`, then their number
}

/** Counting sort of some items by slot. */
export function slotOrder(items: Uint32Array, { slotOf, slotCount }: Slotted): SlotOrder {
  const starts = new Uint32Array(slotCount + 1)
  for (let i = 0; i < items.length; i++) starts[slotOf[items[i]] + 1]++
  for (let slot = 0; slot < slotCount; slot++) starts[slot + 1] += starts[slot]
  const next = starts.slice()
  const sorted = new Uint32Array(items.length)
  for (let i = 0; i < items.length; i++) sorted[next[slotOf[items[i]]]++] = items[i]
  return { items: sorted, starts }
}
