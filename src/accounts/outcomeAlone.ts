import type { ColumnProfile } from './profile.ts'
import type { Column, TextColumn } from './table.ts'

/** Texts with more values order themselves after any outcome, so their AUC would say nothing. */
const MOST_TEXTS = 12
const CELLS_PER_ROW = 4
const CELLS_AT_LEAST = 65_536

/**
 * AUC of one column for retention, whichever way it points (0.5 to 1), over rows with a value and a
 * known outcome (`retained` 0 or 1). Texts are ordered by the share retained. Null for texts of more
 * than 12 values and where one class is absent.
 */
export function outcomeAlone(
  column: Column,
  profile: ColumnProfile,
  retained: Uint8Array,
): number | null {
  if (column.kind === 'text') {
    return profile.distinct > MOST_TEXTS ? null : textAuc(column, retained)
  }
  const { decimals, min, max } = profile
  if (min === null || max === null) return null
  const scale = column.kind === 'boolean' ? 1 : decimals === null ? 0 : 10 ** decimals
  const cells = Math.round((max - min) * scale) + 1
  const limit = Math.max(CELLS_AT_LEAST, CELLS_PER_ROW * retained.length)
  const auc =
    scale > 0 && cells <= limit
      ? countedAuc(column.values, column.missing, retained, min, scale, cells)
      : sortedAuc(column.values, column.missing, retained)
  return auc === null ? null : Math.max(auc, 1 - auc)
}

/**
 * The same for a column of at most 12 numbers read as names without an order: a code of which the middle
 * one means churned gives the outcome away too. Null for other columns.
 */
export function codeAlone(
  column: Column,
  profile: ColumnProfile,
  retained: Uint8Array,
): number | null {
  if (column.kind !== 'number' || profile.distinct > MOST_TEXTS) return null
  const codes = new Map<number, number>()
  const values = Uint32Array.from(column.values, (value) => {
    const code = codes.get(value) ?? codes.size
    codes.set(value, code)
    return code
  })
  const { name, physical, missing } = column
  const dictionary = [...codes.keys()].map(String)
  return textAuc({ kind: 'text', name, physical, missing, values, dictionary }, retained)
}

function countedAuc(
  values: ArrayLike<number>,
  missing: Uint8Array | null,
  retained: Uint8Array,
  min: number,
  scale: number,
  cells: number,
): number | null {
  const counts = new Uint32Array(2 * cells) // churned, retained of each cell
  const first = Math.round(min * scale)
  for (let row = 0; row < retained.length; row++) {
    const kept = retained[row]
    if (kept > 1 || (missing !== null && missing[row] === 1)) continue
    const place = 2 * (Math.round(values[row] * scale) - first) + kept
    counts[place] = counts[place] + 1
  }
  return pairedAuc(counts)
}

function sortedAuc(
  values: ArrayLike<number>,
  missing: Uint8Array | null,
  retained: Uint8Array,
): number | null {
  const sizes = [0, 0]
  for (let row = 0; row < retained.length; row++) {
    const kept = retained[row]
    if (kept > 1 || (missing !== null && missing[row] === 1)) continue
    sizes[kept] = sizes[kept] + 1
  }
  const churnedValues = new Float64Array(sizes[0])
  const retainedValues = new Float64Array(sizes[1])
  let churned = 0
  let kept = 0
  for (let row = 0; row < retained.length; row++) {
    if (retained[row] > 1 || (missing !== null && missing[row] === 1)) continue
    if (retained[row] === 1) retainedValues[kept++] = values[row]
    else churnedValues[churned++] = values[row]
  }
  if (churned === 0 || kept === 0) return null
  churnedValues.sort()
  retainedValues.sort()
  let below = 0
  let through = 0
  let twice = 0
  for (const value of retainedValues) {
    while (below < churned && churnedValues[below] < value) below++
    while (through < churned && churnedValues[through] <= value) through++
    twice += below + through
  }
  return twice / (2 * churned * kept)
}

function textAuc({ values, missing, dictionary }: TextColumn, retained: Uint8Array): number | null {
  const counts = new Uint32Array(2 * dictionary.length)
  for (let row = 0; row < retained.length; row++) {
    const kept = retained[row]
    if (kept > 1 || (missing !== null && missing[row] === 1)) continue
    const place = 2 * values[row] + kept
    counts[place] = counts[place] + 1
  }
  const share = (code: number) =>
    counts[2 * code + 1] / Math.max(1, counts[2 * code] + counts[2 * code + 1])
  const order = dictionary.map((_, code) => code).sort((a, b) => share(a) - share(b))
  return pairedAuc(order.flatMap((code) => [counts[2 * code], counts[2 * code + 1]]))
}

/** AUC from counts [churned, retained] of ascending values. */
export function pairedAuc(counts: ArrayLike<number>): number | null {
  let churned = 0
  let kept = 0
  let twice = 0
  for (let i = 0; i < counts.length; i += 2) {
    twice += counts[i + 1] * (2 * churned + counts[i])
    churned += counts[i]
    kept += counts[i + 1]
  }
  return churned === 0 || kept === 0 ? null : twice / (2 * churned * kept)
}
