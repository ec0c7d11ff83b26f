import type { Transform } from './spec.ts'

/** Decimals a value may have to be on the grid. */
export const MOST_DECIMALS = 3

/** The smallest d <= 3 with `value` * 10^d whole, or null. */
export function decimalsOf(value: number): number | null {
  let scale = 1
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    if (Math.round(value * scale) / scale === value) return decimals
    scale *= 10
  }
  return null
}

/** `value` at that many decimals, halves away from zero. */
export function roundTo(value: number, decimals: number): number {
  const scale = 10 ** decimals
  return (Math.sign(value) * Math.round(Math.abs(value) * scale)) / scale + 0
}

/** What a number becomes under `minmax`, `round` or no transform, before its weight. */
export function transformNumber(
  transform: Extract<Transform, { kind: 'minmax' | 'round' }> | undefined,
  value: number,
): number {
  if (transform === undefined) return value
  if (transform.kind === 'round') return roundTo(value, transform.decimals)
  const { low, high, step } = transform
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)))
  const stepped = Math.round(share / step) * step
  return decimalsOf(step) === null ? stepped : roundTo(stepped, MOST_DECIMALS)
}

/** The column a feature of that name reads. */
export function sourceColumn(name: string, transform: Transform | undefined): string {
  return transform?.column ?? name
}
