import type { ClassCounts } from '../statistics/classCounts.ts'
import { hanleyMcNeil } from '../statistics/hanleyMcNeil.ts'
import { Z_95 } from '../statistics/normal.ts'
import { type ValuesAuc, valuesAuc } from '../statistics/valuesAuc.ts'

/** Values of a column on one row set, NaN where a row has none, with what became of its accounts. */
export interface AloneSample {
  values: Float64Array
  classes: ClassCounts | null // retained above churned; null: the data does not tell
}

/** How one column alone goes with what happened, on both row sets. */
export interface AloneFigures {
  aloneSearch: number | null // AUC: above 0.5, more of it goes with staying; null: no account of a class
  aloneHoldout: number | null
  turned: boolean // the two lie on different sides of 0.5, each by more than chance makes
}

/**
 * AUC of a column's values for retention on the searched and on the held-out rows, over accounts that
 * have a value. Names have no order: they get that of the share retained on the searched rows, which
 * `areNames` asks for.
 */
export function aloneFigures(
  search: AloneSample,
  holdout: AloneSample,
  areNames: boolean,
): AloneFigures {
  const order = areNames ? byShareRetained(search) : null
  const [before, after] = [search, holdout].map((sample) => aucOf(sample, order))
  return {
    aloneSearch: before?.auc ?? null,
    aloneHoldout: after?.auc ?? null,
    turned: before !== null && after !== null && sideOf(before) * sideOf(after) < 0,
  }
}

function aucOf({ values, classes }: AloneSample, order: Map<number, number> | null) {
  if (classes === null) return null
  const own = order === null ? values : values.map((value) => order.get(value) ?? Number.NaN)
  return valuesAuc(own, classes)
}

/** 1 or −1: which side of 0.5 an AUC lies on; 0 where chance may have put it there. */
function sideOf({ auc, upper, lower }: ValuesAuc): number {
  const standardError = hanleyMcNeil(auc, upper, lower)
  return Math.abs(auc - 0.5) > Z_95 * standardError ? Math.sign(auc - 0.5) : 0
}

/** The place of each value, by the share of its accounts that were retained. */
function byShareRetained({ values, classes }: AloneSample): Map<number, number> {
  const sums = new Map<number, { upper: number; all: number }>()
  if (classes === null) return new Map()
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    if (Number.isNaN(value)) continue
    const sum = sums.get(value) ?? { upper: 0, all: 0 }
    sum.upper += classes.upper[row]
    sum.all += classes.upper[row] + classes.lower[row]
    sums.set(value, sum)
  }
  const shares = [...sums].map(([value, { upper, all }]) => ({ value, share: upper / all }))
  shares.sort((a, b) => a.share - b.share || a.value - b.value)
  return new Map(shares.map(({ value }, place) => [value, place]))
}
