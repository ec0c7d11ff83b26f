/** What was tried for one column, and what was chosen. */
export interface ColumnReport {
  column: string
  chosen: string // in words: 'straight line', '5 bins with fitted cuts'
  why: string
  tried: ShapeGain[] // the simplest first
}

export interface ShapeGain {
  shape: string
  gain: number // of out-of-fold log loss over the simplest shape, a row; below 0: worse
  standardError: number // of the gain
}

/** A flag of two columns: found on all search rows, its worth measured out of fold. */
export interface PairReport {
  flag: string
  gain: number // of out-of-fold log loss, a row
  standardError: number
  kept: boolean
}

export interface ShapesReport {
  columns: ColumnReport[]
  pairs: PairReport[]
  rows: number // search rows the shapes were chosen on
  folds: number
  common: string // the shape all columns began with, in words: as such they tell the most together
  clippedShare: number // of these rows, beyond either end of the score with the starting weights
  auc: number // of the starting weights on these rows: apparent, they were fitted to them
}
