import { cholesky, solveCholesky } from '../logistic/solve.ts'
import { NO_BIN, type ShapeTable } from './shape.ts'

/** Log odds one column adds, by code of its value (the last entry: none), with a shift for all rows. */
export interface BlockFit {
  shift: number
  effects: Float64Array
}

/** What all fits on some rows share. */
export interface BlockRows {
  rows: Uint32Array // rows to fit on
  outcome: Uint8Array // 0 or 1, of every row
  offset: Float64Array // log odds of everything else, of every row
}

const PENALTY = 1
const MOST_STEPS = 8
const SMALL_GAIN = 1e-7 // a row
const LONGEST_STEP = 4 // log odds

/** Ridge logistic regression of one shaped column, everything else held fixed. */
export function fitBlock(input: BlockRows, codes: Uint32Array, table: ShapeTable): BlockFit {
  return table.kind === 'bins' ? fitBins(input, codes, table) : fitLine(input, codes, table.values)
}

function fitBins(
  { rows, outcome, offset }: BlockRows,
  codes: Uint32Array,
  { bins, count }: Extract<ShapeTable, { kind: 'bins' }>,
): BlockFit {
  const held = new Float64Array(count + 1) // rows of each bin; the last place: of no bin
  const binOf = bins.map((bin) => (bin === NO_BIN ? count : bin))
  for (const row of rows) held[binOf[codes[row]]] += 1
  const ridge = held.map((number, bin) => {
    const share = number / rows.length
    return bin === count || number === 0 ? 1e12 : PENALTY * share * (1 - share) + 1e-9
  })
  const points = new Float64Array(count + 1)
  const slope = new Float64Array(count + 1)
  const curvature = new Float64Array(count + 1)
  let shift = 0
  for (let step = 0; step < MOST_STEPS; step++) {
    slope.fill(0)
    curvature.fill(0)
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]
      const bin = binOf[codes[row]]
      const share = 1 / (1 + Math.exp(-offset[row] - shift - points[bin]))
      slope[bin] += outcome[row] - share
      curvature[bin] += share * (1 - share)
    }
    // Each bin's step follows from the common shift's: (H + r) d = g − r β − H s.
    let top = 0
    let bottom = 0
    for (let bin = 0; bin <= count; bin++) {
      const h = curvature[bin]
      const kept = ridge[bin] / (h + ridge[bin])
      top += slope[bin] - ((slope[bin] - ridge[bin] * points[bin]) * h) / (h + ridge[bin])
      bottom += h * kept
    }
    const move = bottom > 0 ? limited(top / bottom) : 0
    shift += move
    let gain = Math.abs(move * top)
    for (let bin = 0; bin <= count; bin++) {
      const right = slope[bin] - ridge[bin] * points[bin] - curvature[bin] * move
      const own = limited(right / (curvature[bin] + ridge[bin]))
      points[bin] += own
      gain += Math.abs(own * right)
    }
    if (gain < SMALL_GAIN * rows.length) break
  }
  return { shift, effects: Float64Array.from(binOf, (bin) => points[bin]) }
}

/** Three unknowns: a shift, a slope, and the points of rows without a value. */
function fitLine(
  { rows, outcome, offset }: BlockRows,
  codes: Uint32Array,
  values: Float64Array,
): BlockFit {
  const none = values.length - 1
  let unknown = 0
  let sum = 0
  let squares = 0
  for (const row of rows) {
    const code = codes[row]
    if (code === none) unknown += 1
    sum += values[code]
    squares += values[code] * values[code]
  }
  const count = rows.length
  const share = unknown / count
  const ridge = [
    0,
    PENALTY * (squares / count - (sum / count) ** 2) + 1e-9,
    unknown === 0 ? 1 : PENALTY * share * (1 - share),
  ]
  const at = new Float64Array(3)
  const right = new Float64Array(3)
  const matrix = new Float64Array(9)
  for (let step = 0; step < MOST_STEPS; step++) {
    let g0 = 0
    let g1 = 0
    let g2 = 0
    let h00 = 0
    let h01 = 0
    let h11 = 0
    let h02 = 0
    const [shift, slope, points] = at
    for (let i = 0; i < count; i++) {
      const row = rows[i]
      const code = codes[row]
      const x = values[code]
      const known = code === none ? points : slope * x
      const chance = 1 / (1 + Math.exp(-offset[row] - shift - known))
      const miss = outcome[row] - chance
      const weight = chance * (1 - chance)
      g0 += miss
      h00 += weight
      if (code === none) {
        g2 += miss
        h02 += weight
      } else {
        g1 += miss * x
        h01 += weight * x
        h11 += weight * x * x
      }
    }
    right.set([g0, g1 - ridge[1] * at[1], g2 - ridge[2] * at[2]])
    matrix.set([h00 + 1e-9, h01, h02, h01, h11 + ridge[1], 0, h02, 0, h02 + ridge[2]])
    cholesky(matrix, 3)
    const move = solveCholesky(matrix, 3, right)
    let gain = 0
    for (let k = 0; k < 3; k++) {
      at[k] += limited(move[k])
      gain += Math.abs(move[k] * right[k])
    }
    if (gain < SMALL_GAIN * count) break
  }
  const effects = values.map((value) => at[1] * value)
  effects[none] = at[2]
  return { shift: at[0], effects }
}

function limited(step: number): number {
  return Math.min(LONGEST_STEP, Math.max(-LONGEST_STEP, step))
}
