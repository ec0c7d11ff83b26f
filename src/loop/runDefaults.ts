/** What a run is unless somebody says otherwise, in the page and in the terminal. */
export const RUN_DEFAULTS = {
  strategy: 'random', // the page takes deep where that ends soon
  seed: 42,
  budget: 2000, // experiments
  holdoutShare: 0.3, // of accounts
} as const

/** Above this many experiments x accounts an export leaves the metrics of losing experiments out. */
export const MOST_RECOMPUTED = 40_000_000
