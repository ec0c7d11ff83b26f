import type { Dataset } from './dataset.ts'
import { takeRows } from './takeRows.ts'

const MAX_DECIMALS = 3

/**
 * The dataset with each row standing for `weights[row]` times as many accounts, as if it were repeated
 * that often: counts, events and money are multiplied, rows of weight 0 dropped. `weights`: whole
 * numbers, 0 or above, one a row; throws otherwise.
 */
export function weightRows(dataset: Dataset, weights: ArrayLike<number>): Dataset {
  if (weights.length !== dataset.rowCount) {
    throw new Error(`row weights length: ${weights.length} for ${dataset.rowCount} rows`)
  }
  const rows: number[] = []
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row]
    if (!(Number.isInteger(weight) && weight >= 0)) throw new Error(`row weight: ${weight}`)
    if (weight > 0) rows.push(row)
  }
  const taken = takeRows(dataset, Uint32Array.from(rows))
  const times = Float64Array.from(rows, (row) => weights[row])
  const { outcomes } = taken
  const events = (values: ArrayLike<number> | null) =>
    values === null ? null : times.map((weight, row) => weight * values[row])
  const money = (values: Float64Array | null) =>
    values === null ? null : times.map((weight, row) => sumOf(values[row], weight))
  return {
    ...taken,
    outcomes: {
      ...outcomes,
      count: outcomes.count === null ? times : events(outcomes.count),
      retained: events(outcomes.retained),
      churned: events(outcomes.churned),
      mrr: money(outcomes.mrr),
      mrrEnd: money(outcomes.mrrEnd),
      ltv: money(outcomes.ltv),
      activated: events(outcomes.activated),
      activationKnown: events(outcomes.activationKnown),
      wonBack: events(outcomes.wonBack),
    },
  }
}

/** So many times an amount; with up to three decimals exactly the number that a person would write. */
function sumOf(amount: number, times: number): number {
  for (let decimals = 0; decimals <= MAX_DECIMALS; decimals++) {
    const scale = 10 ** decimals
    const whole = Math.round(amount * scale)
    if (whole / scale === amount) return (whole * times) / scale
  }
  return amount * times
}
