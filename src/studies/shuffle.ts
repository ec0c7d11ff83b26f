import type { Dataset } from '../accounts/dataset.ts'
import { takeOutcomes } from '../accounts/takeRows.ts'
import { primaryValue } from '../evaluation/evaluator.ts'
import { buildScoreTable } from '../evaluation/scoreTable.ts'
import type { ScoreVector } from '../evaluation/scoreVector.ts'
import type { FoundSpec } from '../search/searchAll.ts'
import { permutation, studySeed } from './draws.ts'
import { orNull, searchAgain } from './search.ts'
import { type ShapedRows, shapedSearch } from './shapedSearch.ts'
import type { ShapesAgain, ShuffleReplicate, StudyRows, StudySetup } from './study.ts'
import { suitedOn } from './suitedOn.ts'

const MOST_BANDS = 20
const LEAST_IN_BAND = 50 // accounts

/**
 * The search after each account was given the outcomes of another whose score under the incumbent is
 * about the same. What the incumbent tells stays, and beyond it there is nothing to find: what is gained
 * over it is what noise alone buys, the choice of shapes included. Outcomes of an account move together.
 */
export function shuffleReplicate(
  setup: StudySetup,
  { dataset, incumbent, table }: StudyRows,
  index: number,
): ShuffleReplicate {
  const seed = studySeed(setup.seed, 'shuffle', index)
  const order = shuffledRows(incumbent, seed)
  const outcomes = takeOutcomes(dataset.outcomes, order)
  const { shapes } = setup
  const found =
    shapes === undefined || table === undefined
      ? searchUnshaped(setup, { ...dataset, outcomes })
      : searchShaped(setup, shapes, { table, order })
  const start = primaryValue(buildScoreTable(incumbent, outcomes), setup.metric)
  return { study: 'shuffle', index, start, best: orNull(found.value) }
}

function searchUnshaped(setup: StudySetup, rows: Dataset): FoundSpec {
  const own = suitedOn(setup, rows)
  return searchAgain(own.setup, own.dataset)
}

function searchShaped(
  setup: StudySetup,
  shapes: ShapesAgain,
  { table, order }: Required<Pick<ShapedRows, 'table' | 'order'>>,
): FoundSpec {
  const inside = Uint32Array.from(order.keys())
  const outside = new Uint32Array(0)
  const shaped = shapedSearch(setup, shapes, { table, inside, outside, order })
  return searchAgain(shaped.setup, shaped.inside)
}

/** For each row another one of its band: at most 20 bands of equal scores' neighbours, of at least 50 rows. */
export function shuffledRows({ values }: ScoreVector, seed: number): Uint32Array {
  const rows = Uint32Array.from(values.keys()).sort((a, b) => values[a] - values[b] || a - b)
  const bands = Math.max(1, Math.min(MOST_BANDS, Math.floor(rows.length / LEAST_IN_BAND)))
  const order = new Uint32Array(rows.length)
  for (let band = 0, from = 0; from < rows.length; band++) {
    const to = endOfBand(rows, values, band + 1, bands)
    if (to <= from) continue // equal scores fill the band before
    const moved = permutation(to - from, studySeed(seed, 'shuffle', band))
    for (let i = 0; i < moved.length; i++) order[rows[from + i]] = rows[from + moved[i]]
    from = to
  }
  return order
}

/** Where the first bands end among rows in order of their scores; equal scores are not parted. */
function endOfBand(
  rows: Uint32Array,
  values: ArrayLike<number>,
  band: number,
  bands: number,
): number {
  let end = band >= bands ? rows.length : Math.round((rows.length * band) / bands)
  while (end > 0 && end < rows.length && values[rows[end]] === values[rows[end - 1]]) end++
  return end
}
