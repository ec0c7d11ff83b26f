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

/** Adds one feature after another; see `sparse/`. */
export const SPARSE: StrategyInfo = {
  name: 'sparse',
  sentence:
    'Finds the best spec with one feature, with two, with three and so on, for you to choose from: a curve of the metric against the number of features.',
}

/** Strategies that work in tasks, until they are done. */
export const TASK_STRATEGIES: readonly StrategyInfo[] = [DEEP, SPARSE]

/** All strategies. */
export const STRATEGIES: readonly StrategyInfo[] = [random, ...TASK_STRATEGIES]

/** Whether a strategy ends by itself, so that it needs no budget. */
export function endsByItself(strategy: string): boolean {
  return TASK_STRATEGIES.some(({ name }) => name === strategy)
}

/** The proposing strategy of that name; throws when there is none. */
export function findStrategy(name: string): Strategy {
  const strategy = PROPOSERS.find((candidate) => candidate.name === name)
  if (strategy === undefined) throw new Error(`strategy unknown: ${name}`)
  return strategy
}
