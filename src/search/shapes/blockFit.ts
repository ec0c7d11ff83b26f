import { cholesky, solveCholesky } from '../logistic/solve.ts'
import { NO_BIN, type ShapeTable } from './shape.ts'

/** Log odds one column adds, by code of its value (the last entry: none), with a shift for all rows. */
export interface BlockFit {
  shift: number
  effects: Float64Array
}

/** The rows to fit on, one entry each. */
export interface BlockRows {
  outcome: Uint8Array // 0 or 1
  codes: Uint32Array // of the column
  offset: Float64Array // log odds of everything else
  shift: number // to begin at: near what the column adds on average, or the steps go astray
}

const PENALTY = 1
const MOST_STEPS = 8
const SMALL_GAIN = 2e-4 // of the loss, a row: what remains after such a step is its square
const LONGEST_STEP = 4 // log odds

/** Ridge logistic regression of one shaped column, everything else held fixed. */
export function fitBlock(input: BlockRows, table: ShapeTable): BlockFit {
  return table.kind === 'bins' ? fitBins(input, table) : fitLine(input, table.values)
}

/** The entries of the given rows. */
export function blockRows(
  rows: Uint32Array,
  outcome: Uint8Array,
  codes: Uint32Array,
  offset: Float64Array,
  shift: number,
): BlockRows {
  const taken: BlockRows = {
    shift,
    outcome: new Uint8Array(rows.length),
    codes: new Uint32Array(rows.length),
    offset: new Float64Array(rows.length),
  }
  for (let i = 0; i < rows.length; i++) {
    taken.outcome[i] = outcome[rows[i]]
    taken.codes[i] = codes[rows[i]]
    taken.offset[i] = offset[rows[i]]
  }
  return taken
}

function fitBins(
  { outcome, codes, offset, shift: begin }: BlockRows,
  { bins, count }: Extract<ShapeTable, { kind: 'bins' }>,
): BlockFit {
  const rowCount = codes.length
  const held = new Float64Array(count + 1) // rows of each bin; the last place: of no bin
  const binOf = bins.map((bin) => (bin === NO_BIN ? count : bin))
  const binOfRow = new Uint8Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    const bin = binOf[codes[row]]
    binOfRow[row] = bin
    held[bin] += 1
  }
  const ridge = held.map((number, bin) => {
    const share = number / rowCount
    return bin === count || number === 0 ? 1e12 : PENALTY * share * (1 - share) + 1e-9
  })
  const points = new Float64Array(count + 1)
  const total = new Float64Array(count + 1).fill(begin) // points and shift
  const slope = new Float64Array(count + 1)
  const curvature = new Float64Array(count + 1)
  let shift = begin
  for (let step = 0; step < MOST_STEPS; step++) {
    slope.fill(0)
    curvature.fill(0)
    for (let row = 0; row < rowCount; row++) {
      const bin = binOfRow[row]
      const chance = 1 / (1 + Math.exp(-offset[row] - total[bin]))
      slope[bin] += outcome[row] - chance
      curvature[bin] += chance * (1 - chance)
    }
    // Each bin's step follows from the common shift's: (H + r) d = g − r β − H s.
    let top = 0
    let bottom = 0
    for (let bin = 0; bin <= count; bin++) {
      const h = curvature[bin]
      top += slope[bin] - ((slope[bin] - ridge[bin] * points[bin]) * h) / (h + ridge[bin])
      bottom += (h * ridge[bin]) / (h + ridge[bin])
    }
    const move = bottom > 0 ? limited(top / bottom) : 0
    shift += move
    let gain = Math.abs(move * top)
    for (let bin = 0; bin <= count; bin++) {
      const right = slope[bin] - ridge[bin] * points[bin] - curvature[bin] * move
      const own = limited(right / (curvature[bin] + ridge[bin]))
      points[bin] += own
      total[bin] = points[bin] + shift
      gain += Math.abs(own * right)
    }
    if (gain < SMALL_GAIN * rowCount) break
  }
  return { shift, effects: Float64Array.from(binOf, (bin) => points[bin]) }
}

/** Three unknowns: a shift, a slope, and what rows without a value add to the mean of the others. */
function fitLine(
  { outcome, codes, offset, shift: begin }: BlockRows,
  values: Float64Array,
): BlockFit {
  const none = values.length - 1
  let unknown = 0
  let sum = 0
  let squares = 0
  for (const code of codes) {
    if (code === none) {
      unknown += 1
      continue
    }
    sum += values[code]
    squares += values[code] * values[code]
  }
  const count = codes.length
  const mean = unknown === count ? 0 : sum / (count - unknown)
  const share = unknown / count
  const ridge = [
    0,
    PENALTY * ((squares - sum * mean) / count) + 1e-9,
    unknown === 0 ? 1 : PENALTY * share * (1 - share),
  ]
  const at = Float64Array.of(begin, 0, 0)
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
    let h12 = 0
    const [shift, slope, points] = at
    for (let row = 0; row < count; row++) {
      const code = codes[row]
      const x = code === none ? mean : values[code]
      const own = code === none ? points : 0
      const chance = 1 / (1 + Math.exp(-offset[row] - shift - slope * x - own))
      const miss = outcome[row] - chance
      const weight = chance * (1 - chance)
      g0 += miss
      g1 += miss * x
      h00 += weight
      h01 += weight * x
      h11 += weight * x * x
      if (code === none) {
        g2 += miss
        h02 += weight
        h12 += weight * x
      }
    }
    right.set([g0, g1 - ridge[1] * at[1], g2 - ridge[2] * at[2]])
    matrix.set([h00 + 1e-9, h01, h02, h01, h11 + ridge[1], h12, h02, h12, h02 + ridge[2]])
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
  effects[none] = at[1] * mean + at[2]
  return { shift: at[0], effects }
}

function limited(step: number): number {
  return Math.min(LONGEST_STEP, Math.max(-LONGEST_STEP, step))
}
