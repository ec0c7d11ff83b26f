import type { FlagTransform } from '../../accounts/spec.ts'
import type { CodedColumn } from './codedColumn.ts'
import { type Levels, NO_LEVEL } from './levels.ts'

/** Consecutive levels of one column. */
export interface LevelSet {
  levels: Levels
  from: number
  to: number // exclusive
}

/** 1 where an account is in both sets. */
export interface PairFlag {
  sets: [LevelSet, LevelSet]
  strength: number // squared standard scores of the interaction
}

const LEAST_SHARE = 0.01 // of the rows, in the flag
const LEAST_ROWS = 25

/**
 * The pair of level sets whose interaction is the clearest in what the model leaves over: of the four
 * cells a cut through each column makes, the sum of outcomes minus chances along the diagonal against
 * its variance, which main effects at these cuts cannot change. Null where no cell has enough rows.
 */
export function strongestPair(
  columns: readonly Levels[],
  coded: readonly CodedColumn[],
  rows: Uint32Array,
  odds: Float64Array, // of every row
  outcome: Uint8Array, // of every row
): PairFlag | null {
  const miss = new Float64Array(rows.length)
  const weight = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const chance = 1 / (1 + Math.exp(-odds[rows[i]]))
    miss[i] = outcome[rows[i]] - chance
    weight[i] = chance * (1 - chance)
  }
  const levelRows = columns.map(({ column, levelOf }) => {
    const { codes } = coded[column]
    return Uint8Array.from(rows, (row) => levelOf[codes[row]])
  })
  let best: PairFlag | null = null
  for (let a = 0; a < columns.length; a++) {
    for (let b = a + 1; b < columns.length; b++) {
      const cells = cellSums(columns[a], columns[b], levelRows[a], levelRows[b], miss, weight)
      const found = strongestCut(columns[a], columns[b], cells, rows.length)
      if (found !== null && found.strength > (best?.strength ?? 0)) best = found
    }
  }
  return best
}

/** Sums over levels below (i, j), with a row and a column of zeros first. */
interface Cells {
  width: number
  rows: Float64Array
  misses: Float64Array
  weights: Float64Array
}

function cellSums(
  a: Levels,
  b: Levels,
  levelsA: Uint8Array,
  levelsB: Uint8Array,
  miss: Float64Array,
  weight: Float64Array,
): Cells {
  const width = b.count + 1
  const cells = (a.count + 1) * width
  const rows = new Float64Array(cells)
  const misses = new Float64Array(cells)
  const weights = new Float64Array(cells)
  for (let i = 0; i < miss.length; i++) {
    const la = levelsA[i]
    const lb = levelsB[i]
    if (la === NO_LEVEL || lb === NO_LEVEL) continue
    const cell = (la + 1) * width + lb + 1
    rows[cell] += 1
    misses[cell] += miss[i]
    weights[cell] += weight[i]
  }
  for (const sums of [rows, misses, weights]) {
    for (let i = 1; i <= a.count; i++) {
      for (let j = 1, line = 0; j <= b.count; j++) {
        line += sums[i * width + j]
        sums[i * width + j] = sums[(i - 1) * width + j] + line
      }
    }
  }
  return { width, rows, misses, weights }
}

function strongestCut(a: Levels, b: Levels, cells: Cells, total: number): PairFlag | null {
  const least = Math.max(LEAST_ROWS, LEAST_SHARE * total)
  let best: PairFlag | null = null
  for (const setA of halves(a)) {
    for (const setB of halves(b)) {
      const quarters = [
        [setA, setB],
        [setA, outside(setB)],
        [outside(setA), setB],
        [outside(setA), outside(setB)],
      ].map(([x, y]) => ({
        rows: within(cells, cells.rows, x, y),
        miss: within(cells, cells.misses, x, y),
        weight: within(cells, cells.weights, x, y) + 1e-9,
      }))
      if (quarters.some(({ rows }) => rows < least)) continue
      let information = 0
      let slope = 0
      quarters.forEach(({ miss, weight }, quarter) => {
        information += 1 / weight
        slope += ((quarter === 0 || quarter === 3 ? 1 : -1) * miss) / weight
      })
      const strength = (slope * slope) / information
      if (strength <= (best?.strength ?? 0)) continue
      const allowed = quarters.map(({ miss, weight }, quarter) => {
        const possible =
          (quarter < 2 || setA.other !== null) && (quarter % 2 === 0 || setB.other !== null)
        return possible ? (miss * miss) / weight : -1
      })
      const chosen = allowed.indexOf(Math.max(...allowed))
      const side = (half: Half, other: boolean): LevelSet =>
        other && half.other !== null ? half.other : half
      best = { sets: [side(setA, chosen >= 2), side(setB, chosen % 2 === 1)], strength }
    }
  }
  return best
}

interface Half extends LevelSet {
  other: LevelSet | null // the rest, where it is consecutive too
  negative?: boolean
}

/** Ordered levels cut once; or each level of texts against all others. */
function halves(levels: Levels): Half[] {
  const { count, cuts } = levels
  if (cuts !== null || count === 2) {
    return Array.from({ length: count - 1 }, (_, i) => ({
      levels,
      from: 0,
      to: i + 1,
      other: { levels, from: i + 1, to: count },
    }))
  }
  return Array.from({ length: count }, (_, i) => ({ levels, from: i, to: i + 1, other: null }))
}

function outside(half: Half): Half {
  return { ...half, negative: !half.negative }
}

function within(cells: Cells, sums: Float64Array, a: Half, b: Half): number {
  const rect = (a0: number, a1: number, b0: number, b1: number) =>
    sums[a1 * cells.width + b1] -
    sums[a0 * cells.width + b1] -
    sums[a1 * cells.width + b0] +
    sums[a0 * cells.width + b0]
  const fullA = a.levels.count
  const fullB = b.levels.count
  const both = rect(a.from, a.to, b.from, b.to)
  const onlyA = rect(a.from, a.to, 0, fullB)
  const onlyB = rect(0, fullA, b.from, b.to)
  if (a.negative && b.negative) return rect(0, fullA, 0, fullB) - onlyA - onlyB + both
  if (a.negative) return onlyB - both
  return b.negative ? onlyA - both : both
}

/** 1 where the row is in both sets, else 0. */
export function pairCodes({ sets }: PairFlag, coded: readonly CodedColumn[]): Uint32Array {
  const [a, b] = sets.map(({ levels, from, to }) => ({
    codes: coded[levels.column].codes,
    inside: levels.levelOf.map((level) => (level >= from && level < to ? 1 : 0)),
  }))
  return a.codes.map((code, row) => a.inside[code] & b.inside[b.codes[row]])
}

/** The flag of one set, as a spec says it. */
export function setTransform(set: LevelSet, coded: readonly CodedColumn[]): FlagTransform {
  const { levels, from, to } = set
  const column = coded[levels.column].name
  if (levels.groups !== null) {
    const values = levels.groups.slice(from, to).flat()
    return values.length === 1
      ? { kind: 'equals', column, value: values[0] }
      : { kind: 'any_of', column, values }
  }
  const cuts = levels.cuts ?? []
  return {
    kind: 'range',
    column,
    ...(from === 0 ? {} : { from: cuts[from - 1] }),
    ...(to === levels.count ? {} : { to: cuts[to - 1] }),
  }
}
