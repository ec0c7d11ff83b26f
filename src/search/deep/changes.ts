import type { ChangePoint } from '../../loop/experiment.ts'
import { climb, sweepOne } from './climb.ts'
import { at, type DeepContext, type Position, point, preferred, type Tried } from './context.ts'

/** The best spec found that differs from the start in so many weights at most. */
export interface ChangeFound extends Position {
  changes: number
  value: number // primary metric
}

/**
 * What the fewest changes buy: from the start the best single change again and again, all changed weights
 * climbed after each; and from the best spec back, each time without the change that costs least. The
 * better of both by number of changes, as long as one more gains, up to the best spec; none where the start
 * is not beaten. Where the best spec is the limit, what scores higher is left out: behind a gate it did not
 * gain enough. Else it is told too, whatever its number of changes, and there is something to go on from.
 */
export function* sweepChanges(
  context: DeepContext,
  start: Int32Array,
  best: Int32Array,
  task: number,
  isLimit: boolean,
): Generator<Tried, ChangeFound[]> {
  const found: Position[] = [] // by number of changes
  const last = at(context, best)
  const offer = (position: Position): boolean => {
    if (isLimit && position.comparable > last.comparable) return false
    const count = changed(context, start, position.weights).length
    const known = found[count]
    if (known === undefined || preferred(position, known)) found[count] = { ...position }
    return true
  }
  const first = at(context, start)
  offer(first)
  if (first.refusal === null) yield* forward(context, first, task, offer)
  yield* backward(context, start, { ...last }, task, offer)
  const gaining: [changes: number, position: Position][] = []
  let reached = first.comparable
  for (const [changes, position] of found.entries()) {
    if (position === undefined || position.refusal !== null) continue
    if (!(position.comparable > reached)) continue
    reached = position.comparable
    gaining.push([changes, position])
  }
  if (reached === last.comparable && last.refusal === null && gaining.length > 0) {
    const all = changed(context, start, last.weights).length
    while ((gaining.at(-1)?.[0] ?? 0) >= all) gaining.pop()
    gaining.push([all, last])
  }
  const { toValue } = context.sweeper
  return gaining.map(([changes, position]) => ({
    ...{ ...position, changes },
    value: toValue(position.comparable),
  }))
}

/** The curve of what was found, on searched accounts alone. */
export function changePoints(found: readonly ChangeFound[]): ChangePoint[] {
  return found.map(({ changes, weights, value }) => ({
    ...{ changes, weights: Array.from(weights), value, holdoutValue: null },
  }))
}

function changed({ movable }: DeepContext, start: Int32Array, weights: Int32Array): number[] {
  return Array.from(movable).filter((feature) => weights[feature] !== start[feature])
}

function* forward(
  context: DeepContext,
  from: Position,
  task: number,
  offer: (position: Position) => boolean, // false: beyond the limit
): Generator<Tried> {
  let position = from
  for (let round = 0; round < context.movable.length; round++) {
    const used = changed(context, from.weights, position.weights)
    let next = position
    for (const feature of context.movable) {
      if (used.includes(feature)) continue
      const candidate = { ...position }
      yield untaken(sweepOne(context, candidate, feature))
      if (candidate.comparable > next.comparable) next = candidate
    }
    if (next === position) return
    position = { ...next }
    yield* settled(context, position, task, changed(context, from.weights, position.weights))
    if (!offer(position)) return // what follows scores higher still
  }
}

function* backward(
  context: DeepContext,
  start: Int32Array,
  best: Position,
  task: number,
  offer: (position: Position) => boolean, // false: beyond the limit
): Generator<Tried> {
  let position = best
  offer(position)
  for (;;) {
    const left = changed(context, start, position.weights)
    if (left.length < 2) return
    let next: Position | null = null
    for (const feature of left) {
      const weights = position.weights.slice()
      weights[feature] = start[feature]
      const candidate = at(context, weights)
      yield untaken(point(context, candidate))
      if (next === null || preferred(candidate, next)) next = candidate
    }
    position = { ...next! }
    yield* settled(context, position, task, changed(context, start, position.weights))
    offer(position)
  }
}

/** Climbs by some weights. */
function* settled(
  context: DeepContext,
  position: Position,
  task: number,
  features: number[],
): Generator<Tried> {
  for (const tried of climb(context, position, task, features)) yield untaken(tried)
}

/** Nothing of the curve is kept: its best spec is known before. */
function untaken(tried: Tried): Tried {
  return { ...tried, accepted: false }
}
