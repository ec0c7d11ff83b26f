import { usedGroups } from '../../accounts/columnGroups.ts'
import type { ChangePoint, CurvePoint } from '../../loop/experiment.ts'
import type { Bounds } from '../bounds.ts'
import { changePoints } from '../deep/changes.ts'
import { isBetter, type Position, preferred } from '../deep/context.ts'
import type { TaskPlan } from '../tasks/task.ts'
import { chooseWay } from './chooseWay.ts'
import { freeFeatures, restWeights } from './groups.ts'
import type { SparseEnd, SparseTask } from './sparseTask.ts'
import { closest, replaceable } from './ways.ts'

/** What the workers know of the rows and the plan needs. */
export interface SparseFacts {
  comparable: number // of the start
  regression: boolean // the outcomes allow one
  folds: number // to compare the ways on; 0: too few rows
  gated: boolean // what a regression found is climbed by standard errors
  mostColumns: number | null // that may have points, by a guardrail
  small: boolean // few enough rows that what fits them best is often luck
}

export interface SparsePlanInput {
  weights: Int32Array // the start: experiment 0
  bounds: Bounds
  groups: Uint16Array // of each weight
  maxFeatures: number | null // null: as many as help
  changesFrom?: Int32Array | null // what the curve of changes counts from; absent: the start, null: no curve
}

/** Features a curve goes up to unless more are asked for. */
const MOST_FEATURES = 12

/** The curve ends where the last additions gained less than this each. */
const SMALL_GAIN = 0.0005
const SMALL_GAINS = 3

type Standing = Pick<Position, 'comparable' | 'refusal'>

interface CurveSpec extends CurvePoint {
  refusal: Position['refusal']
  comparable: number
}

type SparseTaskBody = SparseTask extends infer T
  ? T extends unknown
    ? Omit<T, 'id'>
    : never
  : never

/**
 * The best spec with one feature more, again and again: all free weights begin at 0. By the metric, the
 * best of each feature on its own, then all weights together, then every feature against every other;
 * or by regression. Folds say which.
 */
export function createSparsePlan(input: SparsePlanInput, facts: SparseFacts): TaskPlan {
  const { bounds, groups } = input
  const rest = restWeights(bounds, input.weights)
  const always = usedGroups(groups, rest) // held in the spec by locks and bounds
  const usable = freeFeatures(groups, bounds).flatMap((part, group) =>
    part.length > 0 || always.includes(group) ? [group] : [],
  )
  const limit = Math.min(
    usable.length,
    input.maxFeatures ?? MOST_FEATURES,
    facts.mostColumns ?? Number.POSITIVE_INFINITY,
  )
  let phase:
    | 'begin'
    | 'held'
    | 'folds'
    | 'grow'
    | 'refine'
    | 'swap'
    | 'settle'
    | 'regress'
    | 'changes'
    | 'done'
  phase = 'begin'
  let curve: CurveSpec[] = [] // those that break a guardrail too
  let told: CurvePoint[] | null = null // those that pass
  let changeCurve: ChangePoint[] | null = null
  let ids = 0
  let additions = 0
  let room = rest
  let standing: Standing = { comparable: Number.NEGATIVE_INFINITY, refusal: 'non_zero' } // the curve's last
  let found: SparseEnd | null = null // of this addition so far
  let grows: number[] = [] // groups of the round that adds one
  let others: number[] = []
  let beam = [always]
  let folds = Array.from({ length: facts.folds }, () => ({ room: rest, beam: [always] }))

  function tasks(next: typeof phase, bodies: SparseTaskBody[]): SparseTask[] {
    phase = next
    return bodies.map((body) => ({ ...body, id: ids++ }) as SparseTask)
  }

  /**
   * Last comes what fewer changes would buy, where the curve has a spec that is better than the start. With a
   * number of features asked for none is tried that has more, on the way from one that may.
   */
  function done(): SparseTask[] | null {
    const { weights, changesFrom = weights, maxFeatures } = input
    const best = curve.findLast(({ refusal }) => refusal === null)
    if (
      changesFrom === null ||
      maxFeatures !== null ||
      best === undefined ||
      !(best.comparable > facts.comparable)
    ) {
      phase = 'done'
      return null
    }
    const each = {
      kind: 'changes',
      from: changesFrom,
      best: Int32Array.from(best.weights),
    } as const
    return tasks('changes', [each])
  }

  function size(): number {
    return curve.at(-1)?.features ?? always.length
  }

  /** The first round of the next addition; null where the curve ends. */
  function add(): SparseTask[] | null {
    found = null
    if (size() >= limit || settled() || additions++ >= 2 * usable.length) return done()
    if (folds.length === 0) return curve.length > 0 && facts.regression ? regress() : grow()
    const each = folds.map((state, fold) => ({
      kind: 'fold' as const,
      fold,
      from: state.room,
      beam: state.beam,
      rest,
      always,
      size: size() + 1,
    }))
    return tasks('folds', each)
  }

  function settled(): boolean {
    const passing = curve.filter(({ refusal }) => refusal === null)
    const gains = passing.slice(1).map(({ value }, before) => value - passing[before].value)
    return (
      gains.length >= SMALL_GAINS && gains.slice(-SMALL_GAINS).every((gain) => gain < SMALL_GAIN)
    )
  }

  function grow(): SparseTask[] | null {
    const used = usedGroups(groups, room)
    grows = usable.filter((group) => !used.includes(group))
    if (grows.length === 0) return done()
    return tasks(
      'grow',
      grows.map((group) => ({ kind: 'grow', from: room, group })),
    )
  }

  function regress(): SparseTask[] {
    return tasks('regress', [{ kind: 'regress', from: rest, beam, size: size() + 1 }])
  }

  /** Takes what the addition came to into the curve; one that does not help ends it. */
  function take(end: SparseEnd): SparseTask[] | null {
    const features = usedGroups(groups, end.weights).length
    const before = curve.filter((point) => point.features < features)
    const helps = before.length === curve.length || isBetter(end, standing)
    if (!helps || isBetter(standing, end) || features === 0) return done()
    const { value, comparable, refusal } = end
    const weights = Array.from(end.weights)
    curve = [...before, { features, weights, value, holdoutValue: null, refusal, comparable }]
    told = curve.flatMap(({ refusal: reason, comparable: _, ...point }) =>
      reason === null ? [point] : [],
    )
    standing = { comparable, refusal }
    room = end.room
    return add()
  }

  return {
    next(all) {
      const ends = all as SparseEnd[]
      switch (phase) {
        case 'begin':
          if (always.length > limit) return done()
          return always.length === 0 ? add() : tasks('held', [{ kind: 'refine', from: rest }])
        case 'held':
          return take(ends[0])
        case 'folds': {
          const way = curve.length === 0 ? 'metric' : chooseWay(ends, facts.small)
          folds = ends.map(({ fold, beam: sets }, which) => {
            const side = way === 'regression' ? fold?.regression : fold?.metric
            return { room: side?.room ?? folds[which].room, beam: sets }
          })
          return way === 'regression' ? regress() : grow()
        }
        case 'regress':
          beam = ends[0].beam
          return isBetter(ends[0], standing) ? take(ends[0]) : grow()
        case 'grow': {
          const tried = ends.map(({ comparable }, i) => ({ group: grows[i], comparable }))
          const best = bestOf(ends)
          others = closest(tried, grows[ends.indexOf(best)])
          return tasks('refine', [{ kind: 'refine', from: best.weights }])
        }
        case 'refine': {
          const refined = ends[0]
          found = refined
          const places = replaceable({ groups }, refined.weights, always)
          const alone = places.length + always.length < 2
          if (others.length === 0 || places.length === 0 || alone) return take(refined)
          return tasks(
            'swap',
            places.map((group) => ({ kind: 'swap', from: refined.room, group, others })),
          )
        }
        case 'swap': {
          const best = bestOf(ends)
          if (found === null || !isBetter(best, found)) return take(found ?? best)
          return tasks('settle', [{ kind: 'refine', from: best.weights }])
        }
        case 'settle':
          return take(ends[0])
        case 'changes':
          changeCurve = changePoints(ends[0].changes)
          phase = 'done'
          return null
        case 'done':
          return null
      }
    },
    certificate: () => null,
    curve: () => (told === null || told.length === 0 ? null : told),
    changeCurve: () => changeCurve,
  }
}

function bestOf<End extends Position>(ends: End[]): End {
  return ends.reduce((best, end) => (preferred(end, best) ? end : best))
}
