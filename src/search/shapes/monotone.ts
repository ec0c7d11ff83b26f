/**
 * The nearest values that never fall (`falling`: never rise), by squares weighted with `rows`: pools
 * neighbours that are out of order (Ayer and others, 1955).
 */
export function monotone(
  values: readonly number[],
  rows: readonly number[],
  falling: boolean,
): number[] {
  const sign = falling ? -1 : 1
  const pools: { value: number; rows: number; size: number }[] = []
  values.forEach((value, i) => {
    let pool = { value: sign * value, rows: rows[i], size: 1 }
    for (let last = pools.at(-1); last !== undefined && last.value > pool.value; ) {
      pools.pop()
      const total = last.rows + pool.rows
      const value =
        total === 0 ? last.value : (last.value * last.rows + pool.value * pool.rows) / total
      pool = { value, rows: total, size: last.size + pool.size }
      last = pools.at(-1)
    }
    pools.push(pool)
  })
  return pools.flatMap(({ value, size }) => new Array<number>(size).fill(sign * value + 0))
}

/** The better of never falling and never rising. */
export function monotoneEitherWay(values: readonly number[], rows: readonly number[]) {
  const [rising, falling] = [false, true].map((way) => {
    const made = monotone(values, rows, way)
    const error = made.reduce((sum, value, i) => sum + rows[i] * (value - values[i]) ** 2, 0)
    return { values: made, falling: way, error }
  })
  return falling.error < rising.error ? falling : rising
}
