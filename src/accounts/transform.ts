import type { FlagTransform, NumberTransform, Transform } from './spec.ts'

/** Decimals a value may have to be on the grid. */
export const MOST_DECIMALS = 3

const RANK_DECIMALS = 2

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

/** What a number becomes under a transform of numbers or none, before its weight. */
export function transformNumber(transform: NumberTransform | undefined, value: number): number {
  if (transform === undefined) return value
  if (transform.kind === 'round') return roundTo(value, transform.decimals)
  const rising = risingValue(transform, value)
  return transform.descending ? roundedUnlessThirds(1 - rising, transform) : rising
}

type RisingTransform = Exclude<NumberTransform, { kind: 'round' }>

function risingValue(transform: RisingTransform, value: number): number {
  if (transform.kind === 'rank') {
    const { cuts } = transform
    return roundTo(cutsReached(cuts, value) / cuts.length, RANK_DECIMALS)
  }
  const { low, high, step } = transform
  const share =
    transform.kind === 'minmax'
      ? (value - low) / (high - low)
      : (Math.log1p(Math.max(low, value)) - Math.log1p(low)) / (Math.log1p(high) - Math.log1p(low))
  return roundedUnlessThirds(Math.round(Math.min(1, Math.max(0, share)) / step) * step, transform)
}

/** Steps such as 1/3 are on no grid of decimals: their values stay as they are. */
function roundedUnlessThirds(value: number, transform: RisingTransform): number {
  const onGrid = transform.kind === 'rank' || decimalsOf(transform.step) !== null
  return onGrid ? roundTo(value, MOST_DECIMALS) : value
}

/** How many of the ascending cuts are at most `value`. */
export function cutsReached(cuts: readonly number[], value: number): number {
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (cuts[middle] <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether a transform gives 0 or 1. */
export function isFlag(transform: Transform | undefined): transform is FlagTransform {
  switch (transform?.kind) {
    case 'equals':
    case 'any_of':
    case 'range':
    case 'unknown':
      return true
    default:
      return false
  }
}

/** The column a feature of that name reads, the first of several. */
export function sourceColumn(name: string, transform: Transform | undefined): string {
  return sourceColumns(name, transform)[0]
}

/** The columns a feature of that name reads, each once. */
export function sourceColumns(name: string, transform: Transform | undefined): string[] {
  if (transform?.kind === 'all') return [...new Set(transform.of.map(({ column }) => column))]
  return [transform?.column ?? name]
}
