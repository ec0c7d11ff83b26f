import type { Term } from './additiveFit.ts'
import { blockRows, fitBlock } from './blockFit.ts'
import type { CodedColumn } from './codedColumn.ts'
import { type FoldModel, logLoss, pairedGain, refit, testLoss } from './crossValidate.ts'
import { sampleOf } from './folds.ts'
import { type Levels, levelsOf } from './levels.ts'
import { flagName } from './orientedFeatures.ts'
import { type PairFlag, pairCodes, pairKey, setTransform, strongestPair } from './pairFlag.ts'
import { type ShapesProgress, shapesProgress } from './progress.ts'
import type { PairReport } from './report.ts'
import { NO_BIN } from './shape.ts'

export interface PairInput {
  folds: readonly FoldModel[]
  foldColumns: readonly CodedColumn[] // on the rows of the folds
  foldOutcome: Uint8Array
  model: FoldModel // on all rows: the flags found become its terms
  columns: readonly CodedColumn[] // on its rows
  outcome: Uint8Array
  most: number
  onProgress?: (progress: ShapesProgress) => void
}

export interface FoundPairs {
  flags: PairFlag[]
  reports: PairReport[]
}

const MOST_ROWS = 20_000
/** Columns looked at in pairs: those that say the most by themselves. */
const MOST_COLUMNS = 40
/** Standard errors a flag of two columns must gain: it is the least simple shape of all. */
const errorsNeeded = (rows: number) => (rows < MANY_ROWS ? 2.5 : 1.5)
const MANY_ROWS = 5000
const MOST_REFUSED = 3

/**
 * Adds the strongest flag of two columns as long as the procedure pays out of fold: each fold finds its
 * own flag on its other rows and is judged on rows that had no say. Where that does not pay, the next
 * strongest pair of columns has its turn.
 */
export function findPairs(input: PairInput): FoundPairs {
  const { folds, foldColumns, foldOutcome, model, columns, outcome, most } = input
  const found: FoundPairs = { flags: [], reports: [] }
  const refused = new Set<string>()
  while (found.flags.length < most && refused.size < MOST_REFUSED) {
    input.onProgress?.(shapesProgress('pairs', found.reports.length, most + MOST_REFUSED - 1))
    const flag = strongestOn(model, columns, outcome, refused)
    if (flag === null) break
    const before = new Float64Array(foldOutcome.length)
    const after = new Float64Array(foldOutcome.length)
    const terms = folds.map((fold) => {
      for (const row of fold.test) before[row] = logLoss(fold.odds[row], foldOutcome[row])
      const own = strongestOn(fold, foldColumns, foldOutcome, refused)
      if (own === null) {
        for (const row of fold.test) after[row] = before[row]
        return null
      }
      const term = pairTerm(own, foldColumns)
      const rest = blockRows(fold.train, foldOutcome, term.codes, fold.odds, 0)
      testLoss(fold, term.codes, fitBlock(rest, term.table), foldOutcome, after)
      return term
    })
    const { gain, gainError } = pairedGain(before, after)
    const kept = gain > errorsNeeded(foldOutcome.length) * gainError
    const words = flag.sets.map((set) => flagName(setTransform(set, columns))).join(' and ')
    found.reports.push({ flag: words, gain, standardError: gainError, kept })
    if (!kept) {
      refused.add(pairKey(flag.sets[0].levels, flag.sets[1].levels))
      continue
    }
    folds.forEach((fold, f) => {
      const term = terms[f]
      if (term === null) return
      fold.terms.push(term)
      refit(fold, foldOutcome)
    })
    model.terms.push(pairTerm(flag, columns))
    refit(model, outcome)
    found.flags.push(flag)
  }
  return found
}

function strongestOn(
  model: FoldModel,
  columns: readonly CodedColumn[],
  outcome: Uint8Array,
  refused: ReadonlySet<string>,
): PairFlag | null {
  const levels = columns.flatMap((column, place): { levels: Levels; spread: number }[] => {
    const counts = new Float64Array(column.size + 1)
    for (const row of model.train) counts[column.codes[row]] += 1
    const made = levelsOf(column, place, model.shapes[place], counts)
    if (made === null) return []
    return [{ levels: made, spread: spreadOf(model.fit.effects[place], counts) }]
  })
  const widest = levels
    .sort((a, b) => b.spread - a.spread || a.levels.column - b.levels.column)
    .slice(0, MOST_COLUMNS)
    .map((each) => each.levels)
    .sort((a, b) => a.column - b.column)
  const rows = sampleOf(model.train, MOST_ROWS, MOST_ROWS)
  return strongestPair(widest, columns, rows, model.odds, outcome, refused)
}

/** Variance of a column's effect over the rows. */
function spreadOf(effects: Float64Array, counts: Float64Array): number {
  let rows = 0
  let sum = 0
  let squares = 0
  for (let code = 0; code < counts.length; code++) {
    rows += counts[code]
    sum += counts[code] * effects[code]
    squares += counts[code] * effects[code] * effects[code]
  }
  return squares / rows - (sum / rows) ** 2
}

function pairTerm(flag: PairFlag, columns: readonly CodedColumn[]): Term {
  return {
    codes: pairCodes(flag, columns),
    table: { kind: 'bins', bins: Uint8Array.of(NO_BIN, 0, NO_BIN), count: 1 },
  }
}
