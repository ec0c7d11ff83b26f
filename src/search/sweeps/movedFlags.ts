import { holding } from '../../lib/heldBytes.ts'
import type { Cells } from './cells.ts'
import { createCrossing, type MovedGroup } from './crossing.ts'
import { createCuts, createScoreGroup, fillCuts, fillGroup, wonWithin } from './scoreGroup.ts'

/** Values of a weight: `change` from where it stands, and `more` above that. */
export interface Changes {
  change: number
  more: number
}

/** 2U (see `createAucObjective`) of all values of the weights of flags, from the cells of their levels. */
export interface MovedFlags {
  /** Of one: the rows of cell `moves` move `step` a point, those of the other cell stay. */
  one(cells: Cells, moves: number, step: number, of: Changes, out: Float64Array, at: number): void
  /**
   * Of two, the second running fastest: cells are those of `ofFirst` (0 or 1: which level moves) and
   * `ofSecond`, and the same `step` a point moves both.
   */
  two(
    cells: Cells,
    moves: [first: number, second: number],
    step: number,
    first: Changes,
    second: Changes,
    out: Float64Array,
  ): void
}

/** Scores are clipped to 0 and `last`. */
export function createMovedFlags(last: number): MovedFlags {
  const [staying, byFirst, bySecond, byBoth] = [
    movedGroup(),
    movedGroup(),
    movedGroup(),
    movedGroup(),
  ]
  const crossing = createCrossing()
  let sums = new Float64Array(0)

  function fill(to: MovedGroup, cells: Cells, cell: number, step: number, of: Changes): void {
    fillGroup(to.group, cells, cell)
    fillCuts(to.cuts, to.group, last, step, of.change, of.more)
  }

  /** Adds what moving a group gives: pairs inside it, and with the rows that stay. */
  function addMoved(
    moved: MovedGroup,
    step: number,
    { change, more }: Changes,
    out: Float64Array,
    at: number,
  ): void {
    crossing.of(moved, staying)
    for (let i = 0; i <= more; i++) {
      crossing.add((change + i) * step, i, 0, 1, out, at + i, 1)
      out[at + i] += wonWithin(moved.group, moved.cuts, i)
    }
  }

  return holding(() => [staying, byFirst, bySecond, byBoth, crossing, sums], {
    one(cells, moves, step, of, out, at) {
      fill(staying, cells, 1 - moves, step, STAY)
      fill(byFirst, cells, moves, step, of)
      out.fill(wonWithin(staying.group, staying.cuts, 0), at, at + of.more + 1)
      addMoved(byFirst, step, of, out, at)
    },

    two(cells, [ofFirst, ofSecond], step, first, second, out) {
      const both = { change: first.change + second.change, more: first.more + second.more }
      const [rows, columns] = [first.more + 1, second.more + 1]
      fill(staying, cells, 2 * (1 - ofFirst) + 1 - ofSecond, step, STAY)
      fill(byFirst, cells, 2 * ofFirst + 1 - ofSecond, step, first)
      fill(bySecond, cells, 2 * (1 - ofFirst) + ofSecond, step, second)
      fill(byBoth, cells, 2 * ofFirst + ofSecond, step, both)
      if (sums.length < 2 * (rows + columns)) sums = new Float64Array(2 * (rows + columns))
      else sums.fill(0)
      const [ofRows, ofColumns, ofBoth] = [0, rows, rows + columns] // places in `sums`
      addMoved(byFirst, step, first, sums, ofRows)
      addMoved(bySecond, step, second, sums, ofColumns)
      addMoved(byBoth, step, both, sums, ofBoth)
      const stays = wonWithin(staying.group, staying.cuts, 0)
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          out[row * columns + column] =
            stays + sums[ofRows + row] + sums[ofColumns + column] + sums[ofBoth + row + column]
        }
      }
      crossing.of(byFirst, byBoth)
      for (let column = 0; column < columns; column++) {
        crossing.add(-(second.change + column) * step, 0, column, rows, out, column, columns)
      }
      crossing.of(bySecond, byBoth)
      for (let row = 0; row < rows; row++) {
        crossing.add(-(first.change + row) * step, 0, row, columns, out, row * columns, 1)
      }
      crossing.of(byFirst, bySecond)
      for (let ahead = 1 - columns; ahead < rows; ahead++) {
        const lag = (first.change - second.change + ahead) * step
        const row = Math.max(0, ahead)
        const count = Math.min(rows, columns + ahead) - row
        const to = row * columns + row - ahead
        crossing.add(lag, row, row - ahead, count, out, to, columns + 1)
      }
    },
  })
}

const STAY: Changes = { change: 0, more: 0 }

function movedGroup(): MovedGroup {
  return { group: createScoreGroup(), cuts: createCuts() }
}
