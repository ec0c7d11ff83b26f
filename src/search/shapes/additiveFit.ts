import type { Design } from '../logistic/design.ts'
import { fitDesign } from '../logistic/fitLogistic.ts'
import { NO_BIN, type ShapeTable } from './shape.ts'

/** One column of an additive model: what its shape makes of the codes of the rows. */
export interface Term {
  codes: Uint32Array // of every row
  table: ShapeTable
}

/** Log odds: an intercept and what each term adds, by code. */
export interface AdditiveFit {
  intercept: number
  effects: Float64Array[]
}

const TOLERANCE = 1e-8 // of the loss, a row

/**
 * Ridge logistic regression of all terms together on some of the rows. On a line a row without a value counts as
 * the mean of the others, and what its own points add to that is shrunk: shrunk to the low end of the line it would
 * pull the slope along.
 */
export function fitAdditive(
  terms: readonly Term[],
  outcome: Uint8Array, // of every row
  rows: Uint32Array, // to fit on
  penalty = 1,
): AdditiveFit {
  const { design, places } = termDesign(terms, rows)
  const { intercept, coefficients } = fitDesign(
    design,
    Uint8Array.from(rows, (row) => outcome[row]),
    { tolerance: TOLERANCE, penalty },
  )
  return {
    intercept,
    effects: terms.map(({ table }, t) => {
      const { line, firstFlag } = places[t]
      if (table.kind === 'bins') {
        return Float64Array.from(table.bins, (bin) =>
          bin === NO_BIN ? 0 : coefficients[firstFlag + bin],
        )
      }
      const effects = table.values.map((value) => coefficients[line] * value)
      const mean = design.centre[line]
      effects[effects.length - 1] = coefficients[line] * mean + coefficients[firstFlag]
      return effects
    }),
  }
}

/** The log odds of every row. */
export function additiveOdds(terms: readonly Term[], fit: AdditiveFit, odds: Float64Array): void {
  odds.fill(fit.intercept)
  terms.forEach(({ codes }, t) => {
    addEffects(odds, codes, fit.effects[t], 1)
  })
}

export function addEffects(
  odds: Float64Array,
  codes: Uint32Array,
  effects: Float64Array,
  sign: 1 | -1,
): void {
  for (let row = 0; row < odds.length; row++) odds[row] += sign * effects[codes[row]]
}

interface Place {
  line: number // column of the design; -1: none
  firstFlag: number // its first column of flags
}

function termDesign(terms: readonly Term[], rows: Uint32Array) {
  const lines = terms.filter(({ table }) => table.kind === 'line').length
  const places: Place[] = []
  let line = 0
  let flagCount = 0
  for (const { table } of terms) {
    const isLine = table.kind === 'line'
    places.push({ line: isLine ? line++ : -1, firstFlag: lines + flagCount })
    flagCount += isLine ? 1 : table.count
  }
  const centre = new Float64Array(lines)
  const scale = new Float64Array(lines).fill(1)
  const dense = new Float64Array(rows.length * lines)
  const flagStart = new Uint32Array(rows.length + 1)
  const flags = new Uint16Array(rows.length * terms.length)
  terms.forEach(({ table, codes }, t) => {
    if (table.kind !== 'line') return
    const position = places[t].line
    const { values } = table
    const none = values.length - 1
    let known = 0
    let sum = 0
    let squares = 0
    for (const row of rows) {
      if (codes[row] === none) continue
      const value = values[codes[row]]
      known += 1
      sum += value
      squares += value * value
    }
    const mean = known === 0 ? 0 : sum / known
    const deviation = Math.sqrt(Math.max(0, (squares - sum * mean) / rows.length))
    centre[position] = mean
    if (deviation > 1e-9) scale[position] = deviation
    for (let i = 0; i < rows.length; i++) {
      const code = codes[rows[i]]
      if (code !== none) dense[i * lines + position] = (values[code] - mean) / scale[position]
    }
  })
  let next = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    for (let t = 0; t < terms.length; t++) {
      const { table, codes } = terms[t]
      const code = codes[row]
      const first = places[t].firstFlag - lines
      if (table.kind === 'bins') {
        const bin = table.bins[code]
        if (bin !== NO_BIN) flags[next++] = first + bin
      } else if (code === table.values.length - 1) flags[next++] = first
    }
    flagStart[i + 1] = next
  }
  const design: Design = {
    rowCount: rows.length,
    columnCount: lines + flagCount,
    dense,
    denseColumns: Array.from({ length: lines }, (_, k) => k),
    centre,
    scale,
    flagStart,
    flags: flags.subarray(0, next),
    flagColumns: Array.from({ length: flagCount }, (_, k) => lines + k),
    flagBase: new Float64Array(flagCount),
    flagSize: new Float64Array(flagCount).fill(1),
  }
  return { design, places }
}
