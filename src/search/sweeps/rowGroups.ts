import type { Channels } from './channels.ts'
import type { Levels } from './levels.ts'

/** What is swept: rows, or groups of rows that no weights can tell apart. */
export interface SweptRows {
  rows: Uint32Array // of the dataset, one a group
  first: Float64Array
  second: Float64Array
  upperRows: number | null // as in `Channels`
  grouped: boolean
}

/** The rows of the channels; those no weights can tell apart become one where that pays. */
export function sweptRows(channels: Channels, levels: (Levels | null)[]): SweptRows {
  const { rows, first, second, upperRows } = channels
  const groups = groupRows(levels, rows)
  if (groups === null) return { rows, first, second, upperRows, grouped: false }
  const grouped: SweptRows = {
    rows: new Uint32Array(groups.count),
    first: new Float64Array(groups.count),
    second: new Float64Array(groups.count),
    upperRows: null,
    grouped: true,
  }
  for (let i = 0; i < rows.length; i++) {
    const group = groups.group[i]
    grouped.rows[group] = rows[i]
    grouped.first[group] += first[i]
    grouped.second[group] += second[i]
  }
  return grouped
}

/** Row groups of equal levels in every feature: `group` of each row, and how many there are. */
interface RowGroups {
  group: Uint32Array
  count: number
}

/** Groups rows that no weights can tell apart; null where that does not at least halve them. */
function groupRows(levels: readonly (Levels | null)[], rows: Uint32Array): RowGroups | null {
  if (levels.length === 0) return null
  const group = new Uint32Array(rows.length)
  let count = 1
  for (const feature of levels) {
    if (feature === null) return null
    const { codes, values } = feature
    const number = new Int32Array(count * values.length).fill(-1) // at most 16 times the rows
    let next = 0
    for (let i = 0; i < rows.length; i++) {
      const key = group[i] * values.length + codes[rows[i]]
      if (number[key] < 0) {
        number[key] = next++
        if (next * 2 > rows.length) return null
      }
      group[i] = number[key]
    }
    count = next
  }
  return { group, count }
}
