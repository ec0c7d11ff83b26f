import type { Bounds } from './bounds.ts'
import type { Move } from './move.ts'
import { random } from './strategies/random.ts'

export type { Bounds } from './bounds.ts'
export type { Move } from './move.ts'

/** Proposes candidates; stateless, so that any worker can make any of them. */
export interface Strategy {
  name: string // as in the journal
  sentence: string // for people
  /**
   * Writes candidate `index` into `move`: a pure function of seed, index, incumbent and bounds that
   * changes 1 to 3 distinct unlocked features to other whole values inside their bounds.
   * False when the bounds leave nothing to change.
   */
  propose(
    seed: number,
    index: number,
    weights: Int32Array, // the incumbent's
    bounds: Bounds,
    move: Move,
  ): boolean
}

/** A strategy as people choose it. */
export interface StrategyInfo {
  name: string // as in the journal
  sentence: string // for people
}

/** Strategies that propose one candidate after another. */
export const PROPOSERS: readonly Strategy[] = [random]

/** Climbs by whole sweeps instead of proposing candidates; see `deep/`. */
export const DEEP: StrategyInfo = {
  name: 'deep',
  sentence:
    'Tries every value of every weight from several starts, then every pair, until no change of one or two weights improves the metric.',
}

/** All strategies. */
export const STRATEGIES: readonly StrategyInfo[] = [random, DEEP]

/** The proposing strategy of that name; throws when there is none. */
export function findStrategy(name: string): Strategy {
  const strategy = PROPOSERS.find((candidate) => candidate.name === name)
  if (strategy === undefined) throw new Error(`strategy unknown: ${name}`)
  return strategy
}
