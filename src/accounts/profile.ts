/** What the Data view shows of a column; computed once, in the worker. */
export interface ColumnProfile {
  name: string
  kind: 'number' | 'boolean' | 'text' | 'time'
  physical: string
  rows: number
  missing: number // rows without a value
  distinct: number // exact
  min: number | null // numbers, booleans (0/1) and times (ms)
  max: number | null
  decimals: number | null // numbers: the smallest d <= 3 with every value * 10^d whole; null when none
  bars: number[] // up to 16 equal-width bins of numbers and times, or counts of the most frequent texts
  values: { value: string; count: number }[] // the most frequent values, at most 12; empty for numbers with more
  aucAlone: number | null // AUC of this column alone for retention, orientation-free (>= 0.5); null: not computable
}
