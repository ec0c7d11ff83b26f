/** Round numbers within a range, three to six of them. */
export function roundTicks(low: number, high: number): number[] {
  const span = high - low
  if (!(span > 0)) return [low]
  const rough = span / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((times) => times * power).find((each) => each >= rough)!
  const ticks: number[] = []
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index++) {
    ticks.push(Number((index * step).toPrecision(12)))
  }
  return ticks
}

/** Decimals that tell the ticks apart. */
export function tickDecimals(ticks: readonly number[]): number {
  for (let digits = 0; digits < 6; digits++) {
    if (ticks.every((tick) => Math.abs(Number(tick.toFixed(digits)) - tick) < 1e-9)) return digits
  }
  return 6
}

/** The smallest range that holds all numbers, a little wider on both sides. */
export function rangeOf(values: readonly number[], margin = 0.08): [low: number, high: number] {
  const low = Math.min(...values)
  const high = Math.max(...values)
  const room = (high - low || Math.abs(high) || 1) * margin
  return [low - room, high + room]
}
