import type { Certificate, ChangePoint } from '../../loop/experiment.ts'
import type { Bounds } from '../bounds.ts'
import { movableFeatures } from '../bounds.ts'
import type { TaskPlan } from '../tasks/task.ts'
import { type ChangeFound, changePoints } from './changes.ts'
import { type Position, preferred } from './context.ts'
import type { DeepEnd, DeepTask } from './deepTask.ts'
import { MOST_ASKED, PAIR_WINDOW, type PairMove } from './pairs.ts'
import type { Start } from './starts.ts'

/** What the workers know of the rows and the plan needs. */
export interface DeepFacts {
  comparable: number // of the start
  passes: boolean // the guardrails
  bounds: Bounds // without values that change no score
  starts: Start[]
  gated: boolean
  standardErrors?: number // that the gate asks for
  dividedBy: number // feature whose values all specs are divided by where they are gone through
  exhaustible: boolean // few enough specs, on few enough groups of rows, to try them all
  guarded: boolean // there are guardrails
  provable: boolean // the same for going through more of them without telling each
}

export interface DeepPlan extends TaskPlan {
  next(ends: DeepEnd[], experiments: number): DeepTask[] | null
  best(): Position | null
}

/** Where climbs without the gate begin: at the best so far, and far from it. */
const FREE_STARTS: Start[] = [
  { kind: 'incumbent' },
  { kind: 'equal' },
  ...[0, 1, 2, 3].map((draw): Start => ({ kind: 'random', draw })),
]

const RESTARTS = 8
const MOST_RESTART_ROUNDS = 6

type DeepTaskBody = DeepTask extends infer T ? (T extends unknown ? Omit<T, 'id'> : never) : never

/** Features whose pairs are swept before what improves is taken. */
const PAIRS_A_ROUND = 8

/**
 * Climbs from several starts, restarts from the best one kicked until a round finds nothing (behind a
 * gate: climbs without it, each taken as a whole where it gains enough), then pairs of weights, some
 * features' at a time and round and round, until those of all features in a row do not improve: they, and
 * the climb before them, are the certificate. Last comes what fewer changes of the start would buy.
 */
export function createDeepPlan(
  incumbent: Int32Array,
  facts: DeepFacts,
  changesFrom: Int32Array | null = incumbent, // what the curve counts from; null: no curve, which behind a gate takes nothing over
): DeepPlan {
  const { bounds } = facts
  const movable = movableFeatures(bounds)
  let phase: 'starts' | 'restarts' | 'freely' | 'pairs' | 'combine' | 'all' | 'changes' | 'done'
  phase = 'starts'
  let best: Position | null = null
  let rounds = 0
  let ids = 0
  let certificate: Certificate | null = null
  let changeCurve: ChangePoint[] | null = null
  let begun = false
  let nextPairs = 0 // position in `movable`, whose last one has no pairs of its own
  let fruitless = nothingSwept() // since the last improvement

  function tasks(bodies: DeepTaskBody[]): DeepTask[] {
    return bodies.map((body) => ({ ...body, id: ids++ }) as DeepTask)
  }

  function standing(): Int32Array {
    return best?.weights ?? incumbent
  }

  /** Takes the best end over; whether it is an improvement. */
  function take(ends: DeepEnd[]): boolean {
    let improved = false
    for (const { weights, comparable, refusal } of ends) {
      const candidate = { weights, comparable, refusal }
      if (best !== null && !preferred(candidate, best)) continue
      improved = best === null || comparable > best.comparable
      best = candidate
    }
    return improved
  }

  function restarts(): DeepTask[] {
    phase = 'restarts'
    rounds++
    const each = { kind: 'restart', incumbent: standing() } as const
    return tasks(Array.from({ length: RESTARTS }, () => each))
  }

  function pairs(): DeepTask[] {
    phase = 'pairs'
    const all = Math.max(0, movable.length - 1)
    const count = Math.min(PAIRS_A_ROUND, all - fruitless.features)
    const each = Array.from({ length: count }, (_, i) => ({
      kind: 'pairs' as const,
      incumbent: standing(),
      feature: movable[(nextPairs + i) % all],
    }))
    nextPairs = (nextPairs + count) % Math.max(1, all)
    return tasks(each)
  }

  /** Whether the best so far is what the run hands out, not a start outside the guardrails that is better. */
  function isKept(): boolean {
    const start = { weights: incumbent, comparable: facts.comparable, refusal: null }
    return facts.passes || (best !== null && preferred(best, start))
  }

  function proven(proof: Omit<Certificate, 'single'>): DeepTask[] | null {
    certificate =
      proof.global || isKept()
        ? { single: true, ...proof, ...(facts.guarded ? { guarded: true } : {}) }
        : null
    phase = changesFrom === null ? 'done' : 'changes'
    if (changesFrom === null) return null
    return tasks([{ kind: 'changes', start: changesFrom, incumbent: standing() }])
  }

  /** Ends with the curve, unless a spec of it is better than the best known: then that is gone on from. */
  function changesTried(found: ChangeFound[]): DeepTask[] | null {
    if (!facts.gated) {
      const known = best?.comparable ?? facts.comparable
      const better = found.filter(({ comparable }) => comparable > known)
      if (better.length > 0) {
        best = better[better.length - 1]
        certificate = null
        fruitless = nothingSwept()
        phase = 'combine'
        return tasks([{ kind: 'combine', incumbent: standing(), moves: [] }])
      }
    }
    phase = 'done'
    changeCurve = changePoints(found)
    return null
  }

  return {
    next(ends, experiments) {
      if (!begun) {
        begun = true
        if (facts.exhaustible) {
          phase = 'all'
          return tasks([{ kind: 'all', incumbent }])
        }
        if (facts.provable) {
          phase = 'all'
          const { min, max } = bounds
          const { dividedBy } = facts
          const values = max[dividedBy] - min[dividedBy] + 1
          const each = { kind: 'prove', incumbent } as const
          return tasks(
            Array.from({ length: values }, (_, i) => ({ ...each, weight: min[dividedBy] + i })),
          )
        }
        return tasks(facts.starts.map((start) => ({ kind: 'start', incumbent, start })))
      }
      switch (phase) {
        case 'all':
          take(ends)
          return proven({
            ...{ pairs: true, global: true, byStandardError: false },
            checked: facts.provable ? specCount(bounds, movable) : experiments,
          })
        case 'starts':
          take(ends)
          if (facts.gated) {
            phase = 'freely'
            return tasks(
              FREE_STARTS.map((start) => ({ kind: 'freely', incumbent: standing(), start })),
            )
          }
          return movable.length < 2 ? pairs() : restarts()
        case 'freely':
          take(ends)
          return pairs()
        case 'restarts':
          return take(ends) && rounds < MOST_RESTART_ROUNDS ? restarts() : pairs()
        case 'pairs': {
          const moves = ends.flatMap(({ move }): PairMove[] => (move === null ? [] : [move]))
          if (moves.length === 0) {
            fruitless.features += ends.length
            fruitless.checked += experiments
            fruitless.whole &&= ends.every((each) => each.whole)
            fruitless.wholePairs += ends.reduce((sum, each) => sum + each.wholePairs, 0)
            if (fruitless.features < movable.length - 1) return pairs()
            const checked = fruitless.checked + singles(bounds, movable)
            const pairsTried = fruitless.whole ? true : `window ${PAIR_WINDOW}`
            const mixed = !fruitless.whole && fruitless.wholePairs > 0
            const some = mixed ? { wholePairs: fruitless.wholePairs } : {}
            const byStandardError = facts.gated
            const few = (facts.standardErrors ?? 1) > 1
            const errors = {
              ...(few ? { standardErrors: facts.standardErrors } : {}),
              ...(facts.gated ? { asked: MOST_ASKED } : {}),
            }
            return proven({
              ...{ pairs: pairsTried, ...some, global: false, byStandardError, ...errors, checked },
            })
          }
          fruitless = nothingSwept()
          phase = 'combine'
          moves.sort((a, b) => b.comparable - a.comparable)
          return tasks([{ kind: 'combine', incumbent: standing(), moves }])
        }
        case 'combine':
          take(ends)
          return pairs()
        case 'changes':
          return changesTried(ends[0].changes)
        case 'done':
          return null
      }
    },
    best: () => best,
    certificate: () => certificate,
    curve: () => null,
    changeCurve: () => changeCurve,
  }
}

/** Weights there are within bounds. */
export function specCount({ min, max }: Bounds, movable: Uint16Array): number {
  return movable.reduce((product, feature) => product * (max[feature] - min[feature] + 1), 1)
}

/** Pairs swept in a row that did not improve. */
function nothingSwept() {
  return { features: 0, checked: 0, whole: true, wholePairs: 0 }
}

/** Candidates of the fruitless sweeps that a climb ends with. */
function singles({ min, max }: Bounds, movable: Uint16Array): number {
  return movable.reduce((sum, feature) => sum + max[feature] - min[feature], 0)
}
