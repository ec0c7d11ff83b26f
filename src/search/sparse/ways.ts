import { usedGroups } from '../../accounts/columnGroups.ts'
import { climb, sweepOne } from '../deep/climb.ts'
import { at, isBetter, type Position, point, preferred, type Tried } from '../deep/context.ts'
import { scalings } from '../deep/starts.ts'
import { extendBeam, groupCoefficients } from './beam.ts'
import type { SparseContext } from './context.ts'

/** A spec with few features, and the same order with room for finer weights of further ones. */
export interface Found extends Position {
  room: Int32Array
}

/** Points the largest weight is given where there is room, so that another can be a fraction of it. */
const ROOM = 12

/** Other groups that are tried in the place of one: those that came closest as one more feature. */
const MOST_SWAPPED = 10
const MOST_SWAPPED_IN_FOLDS = 3

/** The weights with the best values of one more group; those of the other groups stay. */
export function* grown(
  context: SparseContext,
  from: Int32Array,
  group: number,
  task: number,
): Generator<Tried, Position> {
  const free = { ...context, gate: null }
  const features = context.parts[group]
  if (isEmpty(context, from)) return yield* first(free, from, features, task)
  const position = at(free, from)
  yield* climb(free, position, task, features)
  return position
}

/** The best weights of the first feature, other than none at all: no score may be better than these. */
function* first(
  context: SparseContext,
  from: Int32Array,
  features: number[],
  task: number,
): Generator<Tried, Position> {
  const none = { ...at(context, from), comparable: Number.NEGATIVE_INFINITY }
  let best: Position = none
  for (const feature of features) {
    const alone = { ...none }
    yield sweepOne(context, alone, feature)
    if (preferred(alone, best)) best = alone
  }
  if (features.length < 2) return best
  const position = { ...best }
  yield* climb(context, position, task, features)
  return isEmpty(context, position.weights) ? best : position
}

function isEmpty({ groups }: SparseContext, weights: Int32Array): boolean {
  return usedGroups(groups, weights).length === 0
}

/** The best weights of the groups a spec uses: climbed from it, and from their regression rounded. */
export function* refined(
  context: SparseContext,
  from: Int32Array,
  task: number,
): Generator<Tried, Found> {
  const free = { ...context, gate: null }
  const groups = usedGroups(context.groups, from)
  const features = groups.flatMap((group) => context.parts[group])
  const position = at(free, from)
  yield* climb(free, position, task, features)
  const rounded = yield* bestRounding(context, from, groups)
  if (rounded !== null) {
    yield* climb(free, rounded, task, features)
    if (preferred(rounded, position)) Object.assign(position, rounded)
  }
  if (isEmpty(context, position.weights)) Object.assign(position, at(free, from))
  return yield* finished(context, position)
}

/** The best of other groups in the place of one. */
export function* swapped(
  context: SparseContext,
  from: Int32Array,
  group: number,
  others: number[],
  task: number,
): Generator<Tried, Position> {
  const { bounds, parts } = context
  const without = from.slice()
  for (const feature of parts[group]) {
    without[feature] = Math.min(bounds.max[feature], Math.max(bounds.min[feature], 0))
  }
  let best = at(context, from)
  for (const other of others) {
    const position = yield* grown(context, without, other, task)
    if (preferred(position, best)) best = position
  }
  return best
}

/** Groups to try in the place of another, given how well each did as one more. */
export function closest(tried: { group: number; comparable: number }[], chosen: number): number[] {
  return tried
    .filter(({ group }) => group !== chosen)
    .sort((a, b) => b.comparable - a.comparable || a.group - b.group)
    .slice(0, MOST_SWAPPED)
    .map(({ group }) => group)
}

/** One more feature by the metric itself, in one go: a plan divides it into tasks, and swaps more. */
export function* byMetric(
  context: SparseContext,
  from: Int32Array,
  always: number[],
  task: number,
): Generator<Tried, Found> {
  const used = usedGroups(context.groups, from)
  const tried: { group: number; comparable: number }[] = []
  let best: Position | null = null
  let chosen = -1
  for (const [group, part] of context.parts.entries()) {
    if (part.length === 0 || used.includes(group)) continue
    const position = yield* grown(context, from, group, task)
    tried.push({ group, comparable: position.comparable })
    if (best !== null && !preferred(position, best)) continue
    best = position
    chosen = group
  }
  if (best === null) return yield* finished(context, at(context, from))
  let found = yield* refined(context, best.weights, task)
  let swap: Position = { ...found, weights: found.room }
  const others = closest(tried, chosen).slice(0, MOST_SWAPPED_IN_FOLDS)
  if (used.length > 0) {
    for (const group of replaceable(context, found.weights, always)) {
      const position = yield* swapped(context, found.room, group, others, task)
      if (isBetter(position, swap)) swap = position
    }
  }
  if (isBetter(swap, found)) found = yield* refined(context, swap.weights, task)
  return found
}

/** Used groups that another can take the place of. */
export function replaceable(
  { groups }: Pick<SparseContext, 'groups'>,
  weights: Int32Array,
  always: number[],
): number[] {
  return usedGroups(groups, weights).filter((group) => !always.includes(group))
}

/** The set of so many groups of the least log loss, its regression rounded, then climbed by the gate. */
export function* byRegression(
  context: SparseContext,
  rest: Int32Array,
  beam: number[][],
  size: number,
  task: number,
): Generator<Tried | null, { found: Found | null; beam: number[][] }> {
  let sets = beam
  while (sets.length > 0 && sets[0].length < size) {
    sets = extendBeam(context, sets)
    yield null
  }
  if (sets.length === 0) return { found: null, beam }
  const position = yield* bestRounding(context, rest, sets[0])
  if (position === null) return { found: null, beam: sets }
  const features = sets[0].flatMap((group) => context.parts[group])
  yield* climb(context, position, task, features)
  return { found: yield* finished(context, position), beam: sets }
}

/** The regression on some groups at the size whose rounding is best by the metric. */
function* bestRounding(
  context: SparseContext,
  fixed: Int32Array, // weights that are not free are these
  groups: number[],
): Generator<Tried, Position | null> {
  const coefficients = groupCoefficients(context, groups)
  if (coefficients === null) return null
  const points = scalings(context, fixed, coefficients).map((weights) => at(context, weights))
  const [first, ...others] = points
  if (first === undefined) return null
  const best = others.reduce((a, b) => (preferred(b, a) ? b : a), first)
  yield point(context, best)
  for (const other of points) if (other !== best) yield point(context, other)
  return { ...best }
}

/** Brings a spec to its smallest points, and says where the next feature is added. */
function* finished(context: SparseContext, position: Position): Generator<Tried, Found> {
  const { weights } = position
  let least = { ...position }
  const divisor = context.movable.reduce((common, feature) => gcd(common, weights[feature]), 0)
  const fewer = divisor > 1 ? multiplied(context, weights, 1 / divisor) : weights
  if (divisor > 1 && inside(context, fewer)) {
    const divided = yield* tried(context, fewer)
    if (preferred(divided, least)) least = divided
  }
  let room = least.weights
  const largest = context.movable.reduce((most, f) => Math.max(most, Math.abs(room[f])), 0)
  for (let factor = Math.floor(ROOM / Math.max(1, largest)); factor > 1 && largest > 0; factor--) {
    const larger = multiplied(context, least.weights, factor)
    if (!inside(context, larger)) continue
    const candidate = yield* tried(context, larger)
    if (isBetter(least, candidate)) continue
    room = larger
    break
  }
  return { ...least, room }
}

function* tried(context: SparseContext, weights: Int32Array): Generator<Tried, Position> {
  const position = at(context, weights)
  yield point(context, position)
  return position
}

function multiplied({ movable }: SparseContext, weights: Int32Array, factor: number): Int32Array {
  const result = weights.slice()
  for (const feature of movable) result[feature] = Math.round(weights[feature] * factor)
  return result
}

function inside({ movable, bounds }: SparseContext, weights: Int32Array): boolean {
  return movable.every(
    (feature) => weights[feature] >= bounds.min[feature] && weights[feature] <= bounds.max[feature],
  )
}

function gcd(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)]
  while (y > 0) [x, y] = [y, x % y]
  return x
}
