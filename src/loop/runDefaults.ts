/** What a run is unless somebody says otherwise, in the page and in the terminal. */
export const RUN_DEFAULTS = {
  strategy: 'random', // the page takes deep where that ends soon
  seed: 42,
  budget: 2000, // experiments
  holdoutShare: 0.3, // of accounts
} as const

/** An evaluation of all metrics costs about as much as reading so many more accounts. */
const EVALUATION_ROWS = 2000

const MOST_RECOMPUTED = 40_000_000 // accounts read

/** Whether an export computes all metrics of losing experiments anew, or leaves them out: it takes too long. */
export function recomputesMetrics(experiments: number, accounts: number): boolean {
  return experiments * (accounts + EVALUATION_ROWS) <= MOST_RECOMPUTED
}
