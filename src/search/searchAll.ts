import { usedGroups } from '../accounts/columnGroups.ts'
import type { Dataset } from '../accounts/dataset.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { MAX_CHANGES } from '../loop/experiment.ts'
import { type Bounds, checkWeights, movableFeatures } from './bounds.ts'
import { MOST_AT_ONCE, type Tried } from './candidateLoop.ts'
import { searchDeep } from './deep/searchDeep.ts'
import { createCandidateLoop, refuseLast } from './engine.ts'
import { createGuard, type GuardTerms } from './guard.ts'
import { createSparseRows, sparseFacts } from './sparse/performer.ts'
import { createSparsePlan } from './sparse/sparsePlan.ts'
import { performSparseTask, type SparseTask } from './sparse/sparseTask.ts'
import { DEEP, SPARSE } from './strategy.ts'
import { performAll } from './tasks/performAll.ts'

export interface WholeSearchInput {
  dataset: Dataset
  metric: PrimaryMetric
  strategy: string
  seed: number
  budget: number // experiments; Infinity: until the strategy is done
  bounds: Bounds
  groups: Uint16Array // of each weight: those of one group are one feature
  start: Int32Array // experiment 0
  maxFeatures?: number // of `sparse`; absent: as many as help
  guard?: GuardTerms // what a better spec must keep besides; absent: nothing
}

export interface FoundSpec {
  weights: Int32Array // those of the start where nothing was better
  value: number // primary metric; NaN where it is not defined
  startValue: number
}

/**
 * A whole search on this thread, nothing journaled: the spec that a run with the same input hands out,
 * whatever the number of its workers. Throws when the start is outside the bounds or no weight can move.
 */
export function searchAll(input: WholeSearchInput): FoundSpec {
  const { dataset, metric, strategy, seed, budget, bounds, start } = input
  checkWeights(bounds, start)
  if (movableFeatures(bounds).length === 0) {
    throw new Error('bounds leave no weight to change: all locked or fixed')
  }
  if (strategy === DEEP.name) {
    return searchDeep(dataset, metric, bounds, start, seed, budget, input.guard)
  }
  if (strategy === SPARSE.name) return searchSparse(input)
  return searchOneByOne(input)
}

function searchOneByOne(input: WholeSearchInput): FoundSpec {
  const { budget, start } = input
  if (!Number.isFinite(budget)) throw new Error(`budget of a strategy without an end: ${budget}`)
  const loop = createCandidateLoop(input, start)
  const startValue = loop.reset(start)
  const found = { weights: start.slice(), value: startValue, startValue }
  const guard =
    input.guard === undefined ? null : createGuard(input.dataset, input.metric, input.guard)
  for (let next = 1; next <= budget; ) {
    const most = Math.min(MOST_AT_ONCE, budget - next + 1)
    const count = loop.run(next, 1, most, guard === null)
    if (guard !== null) refuseLast(loop, guard, found.weights, count)
    follow(found, loop.tried, count)
    next += count
  }
  return found
}

function follow(found: FoundSpec, tried: Tried, count: number): void {
  for (let slot = 0; slot < count; slot++) {
    if (tried.kept[slot] === 0) continue
    for (let change = 0; change < tried.changeCount[slot]; change++) {
      const at = slot * MAX_CHANGES + change
      found.weights[tried.changedFeatures[at]] = tried.newWeights[at]
    }
    found.value = tried.values[slot]
  }
}

/** Where the start has more features than a spec may have, the curve's last spec, as a run hands out. */
function searchSparse(input: WholeSearchInput): FoundSpec {
  const { budget, bounds, groups, start, maxFeatures = null } = input
  const rows = createSparseRows(input, start)
  const { context } = rows
  const facts = sparseFacts(context, start)
  const plan = createSparsePlan(
    { weights: start, bounds, groups, maxFeatures, changesFrom: null },
    facts,
  )
  const { best, kept, curve } = performAll(
    plan,
    (task: SparseTask) => performSparseTask(rows, task),
    { weights: start, comparable: facts.comparable, refusal: null },
    budget,
  )
  const { toValue } = context.sweeper
  const startValue = toValue(facts.comparable)
  const last = curve?.at(-1)
  if (
    kept === 0 &&
    last !== undefined &&
    usedGroups(groups, start).length > (maxFeatures ?? Infinity)
  )
    return { weights: Int32Array.from(last.weights), value: last.value, startValue }
  return { weights: best.weights, value: toValue(best.comparable), startValue }
}
