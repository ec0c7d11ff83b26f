/** Round values, at most `count` of them, that lie inside [low, high]; at least one when low < high. */
export function roundTicks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low]
  const step = roundStep(low, high, count)
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  const ticks: number[] = []
  for (let k = first; k <= last; k++) ticks.push(Number((k * step).toPrecision(12)))
  return ticks
}

/** The smallest of 1, 2, 2.5 and 5 times a power of ten that cuts [low, high] into at most `count` parts. */
export function roundStep(low: number, high: number, count: number): number {
  const raw = (high - low) / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= raw * (1 - 1e-9)) ?? 10
  return factor * power
}

/** [low, high] widened to whole steps, so that an axis moves seldom while its data grow. */
export function roundDomain(low: number, high: number, count: number): [number, number] {
  if (!(high > low)) {
    const pad = Math.max(Math.abs(low) * 0.02, 0.01)
    return roundDomain(low - pad, high + pad, count)
  }
  const step = roundStep(low, high, count)
  return [
    Number((Math.floor(low / step + 1e-9) * step).toPrecision(12)),
    Number((Math.ceil(high / step - 1e-9) * step).toPrecision(12)),
  ]
}

/** Decimals that tell neighbouring ticks apart, 0 to 4. */
export function tickDecimals(ticks: number[]): 0 | 1 | 2 | 3 | 4 {
  for (const digits of [0, 1, 2, 3] as const) {
    const scale = 10 ** digits
    if (ticks.every((tick) => Math.abs(Math.round(tick * scale) / scale - tick) < 1e-9))
      return digits
  }
  return 4
}
