/** Amounts as whole numbers: their sums are exact, so they do not depend on the order of adding. */
export interface ExactMoney {
  units: Float64Array
  total: number // of `units`, below 2^53
  unit: number // currency units
}

const MAX_DECIMALS = 3

/**
 * Amounts of the given rows as multiples of a unit: a decimal one where up to three decimals say
 * them all, else the power of two that uses 52 bits for the total (a change of each amount by less
 * than 2^-52 of the total). `size` leaves room for rows that only pad.
 */
export function exactMoney(amounts: Float64Array, rows: Uint32Array, size: number): ExactMoney {
  let sum = 0
  for (let row = 0; row < rows.length; row++) sum += amount(amounts, rows[row])
  const units = new Float64Array(size)
  for (let decimals = 0; decimals <= MAX_DECIMALS; decimals++) {
    const scale = 10 ** decimals
    if (sum * scale >= 2 ** 52) break
    let whole = true
    for (let row = 0; whole && row < rows.length; row++) {
      const money = amount(amounts, rows[row])
      units[row] = Math.round(money * scale)
      whole = units[row] / scale === money
    }
    if (whole) return { units, total: totalOf(units), unit: 1 / scale }
  }
  const unit = 2 ** (Math.ceil(Math.log2(sum)) - 52)
  units.fill(0)
  for (let row = 0; row < rows.length; row++) {
    units[row] = Math.round(amount(amounts, rows[row]) / unit)
  }
  return { units, total: totalOf(units), unit }
}

/** As the evaluator adds: what is not above 0 counts as nothing. */
function amount(amounts: Float64Array, row: number): number {
  if (amounts[row] > 0) return amounts[row]
  return 0
}

function totalOf(units: Float64Array): number {
  let total = 0
  for (let row = 0; row < units.length; row++) total += units[row]
  return total
}
