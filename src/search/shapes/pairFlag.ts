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
  refused: ReadonlySet<string>, // keys of pairs of columns not to look at
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
    const levels = new Uint8Array(rows.length)
    for (let i = 0; i < rows.length; i++) levels[i] = levelOf[codes[rows[i]]]
    return levels
  })
  let best: PairFlag | null = null
  for (let a = 0; a < columns.length; a++) {
    for (let b = a + 1; b < columns.length; b++) {
      if (refused.has(pairKey(columns[a], columns[b]))) continue
      const cells = cellSums(columns[a], columns[b], levelRows[a], levelRows[b], miss, weight)
      const found = strongestCut(columns[a], columns[b], cells, rows.length)
      if (found !== null && found.strength > (best?.strength ?? 0)) best = found
    }
  }
  return best
}

/** Names two columns. */
export function pairKey(a: Levels, b: Levels): string {
  return `${a.column} ${b.column}`
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

/** The four cells two halves make: both, only a's, only b's, none. */
const rowsOf = new Float64Array(4)
const missesOf = new Float64Array(4)
const weightsOf = new Float64Array(4)

function strongestCut(a: Levels, b: Levels, cells: Cells, total: number): PairFlag | null {
  const least = Math.max(LEAST_ROWS, LEAST_SHARE * total)
  const halvesA = halves(a)
  const halvesB = halves(b)
  let best: PairFlag | null = null
  for (const halfA of halvesA) {
    for (const halfB of halvesB) {
      fourCells(cells, cells.rows, halfA, halfB, rowsOf)
      if (Math.min(rowsOf[0], rowsOf[1], rowsOf[2], rowsOf[3]) < least) continue
      fourCells(cells, cells.misses, halfA, halfB, missesOf)
      fourCells(cells, cells.weights, halfA, halfB, weightsOf)
      let information = 0
      let slope = 0
      for (let cell = 0; cell < 4; cell++) {
        information += 1 / weightsOf[cell]
        slope += ((cell === 0 || cell === 3 ? 1 : -1) * missesOf[cell]) / weightsOf[cell]
      }
      const strength = (slope * slope) / information
      if (strength <= (best?.strength ?? 0)) continue
      best = { sets: clearestCell(halfA, halfB), strength }
    }
  }
  return best
}

/** The cell with the most left over, of those that a flag can say. */
function clearestCell(a: Half, b: Half): [LevelSet, LevelSet] {
  let chosen = 0
  let most = -1
  for (let cell = 0; cell < 4; cell++) {
    const possible = (cell < 2 || a.other !== null) && (cell % 2 === 0 || b.other !== null)
    const left = (missesOf[cell] * missesOf[cell]) / weightsOf[cell]
    if (!possible || left <= most) continue
    chosen = cell
    most = left
  }
  const setA = chosen >= 2 && a.other !== null ? a.other : a
  const setB = chosen % 2 === 1 && b.other !== null ? b.other : b
  return [setA, setB]
}

interface Half extends LevelSet {
  other: LevelSet | null // the rest, where it is consecutive too
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

function fourCells(
  { width }: Cells,
  sums: Float64Array,
  a: LevelSet,
  b: LevelSet,
  into: Float64Array,
): void {
  const from = a.from * width
  const to = a.to * width
  const last = (sums.length / width - 1) * width
  const both = sums[to + b.to] - sums[from + b.to] - sums[to + b.from] + sums[from + b.from]
  const onlyA = sums[to + width - 1] - sums[from + width - 1] - both
  const onlyB = sums[last + b.to] - sums[last + b.from] - both
  into[0] = both
  into[1] = onlyA
  into[2] = onlyB
  into[3] = sums[last + width - 1] - both - onlyA - onlyB
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
