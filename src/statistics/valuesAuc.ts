import type { ClassCounts } from './classCounts.ts'

/** The AUC of values that nobody fitted, over accounts that have one. */
export interface ValuesAuc {
  auc: number // above 0.5: the upper class has more of it
  upper: number // accounts
  lower: number
}

/**
 * AUC of a column of values, ties as half; a row without a value (NaN) is left out. By sorting the two
 * classes apart, which is the fastest for fractions that hardly repeat; rows that stand for several
 * accounts are so many equal values. Null where a class has no account; throws when lengths differ.
 */
export function valuesAuc(values: Float64Array, { upper, lower }: ClassCounts): ValuesAuc | null {
  if (values.length !== upper.length)
    throw new Error(`values length: ${values.length}, class counts ${upper.length}`)
  const [above, below] = [upper, lower].map((counts) => sortedOf(values, counts))
  if (above.length === 0 || below.length === 0) return null
  let under = 0 // of `below`, less than the value
  let through = 0 // of `below`, at most the value
  let twice = 0
  for (const value of above) {
    while (under < below.length && below[under] < value) under++
    while (through < below.length && below[through] <= value) through++
    twice += under + through
  }
  const auc = twice / (2 * above.length * below.length)
  return { auc, upper: above.length, lower: below.length }
}

/** The values of a class, one an account, ascending. */
function sortedOf(values: Float64Array, counts: ArrayLike<number>): Float64Array {
  let accounts = 0
  for (let row = 0; row < values.length; row++) {
    if (!Number.isNaN(values[row])) accounts += counts[row]
  }
  const own = new Float64Array(accounts)
  let place = 0
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row]) || counts[row] === 0) continue
    own.fill(values[row], place, place + counts[row])
    place += counts[row]
  }
  return own.sort()
}
