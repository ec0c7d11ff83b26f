/**
 * Seed of the division into search rows and holdout rows. Not the run's seed: trying several seeds
 * must never move an account from the holdout rows to the search rows.
 */
export const SPLIT_SEED = 42
