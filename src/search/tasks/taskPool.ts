import type { CurvePoint, ExperimentBatch, Sweep } from '../../loop/experiment.ts'
import { groupRefusals, type LossReason, type RefusalReason } from '../../loop/guardrails.ts'
import { sweptBatch } from '../../loop/joinBatches.ts'
import type { ExperimentPool } from '../../loop/pool.ts'
import { sweepWeights } from '../../loop/sweep.ts'
import { type Position, preferred } from '../deep/context.ts'
import type { PoolOptions } from '../pool.ts'
import type { TaskResult, TaskStepper } from '../stepper.ts'
import type { SearchTask, TaskEnd, TaskFacts, TaskPlan } from './task.ts'

export interface TaskPoolInput {
  weights: Int32Array // the start: experiment 0
  plan(facts: TaskFacts): TaskPlan // a fresh plan of the strategy
}

interface TaskState {
  task: SearchTask
  done: number // steps
  waiting: TaskResult[] // received, not in the queue yet
  end: TaskEnd | null
  failures: number // since its last slice that was done
}

/** A sweep in order, partly given out. */
interface Queued {
  sweep: Sweep
  values: Float64Array
  kept: boolean // its first candidate
  refused: { slot: number; reason: RefusalReason }[] // of its candidates
  given: number
}

const SLICE_MS = 30
const MAX_ATTEMPTS = 3

/**
 * A search in tasks by many workers with the result of one: tasks of a round are done by whoever is free,
 * and given out in order of the round. Which worker does a task, and in what slices, never changes what
 * comes out. A run that is taken up again makes what it has journaled once more, without giving it out.
 */
export function createTaskPool(
  steppers: TaskStepper[],
  input: TaskPoolInput,
  options: PoolOptions<TaskStepper>,
): ExperimentPool {
  const { now } = options
  const doing = new Map<TaskStepper, TaskState | null>(steppers.map((stepper) => [stepper, null]))
  const reserved = new Set<TaskState>() // of workers that failed, until others take their places
  let plan: TaskPlan | null = null
  let gated = false // a move has to gain so many standard errors
  let round: TaskState[] = []
  let queued = 0 // tasks of the round that are in the queue whole
  let made = 0 // experiments of the round
  let queue: Queued[] = []
  let nextIndex = 1
  let incumbent: Position = { weights: input.weights, comparable: Number.NaN, refusal: null }
  let finished = false
  let told: CurvePoint[] | null = null // what the plan's curve was when it was last given out

  async function begin(): Promise<TaskPlan> {
    const facts = await withSomebody((stepper) => stepper.facts(input.weights))
    incumbent = { weights: input.weights, comparable: facts.comparable, refusal: null }
    const fresh = input.plan(facts)
    gated = facts.gated
    startRound(fresh.next([], 0))
    return fresh
  }

  function startRound(tasks: SearchTask[] | null): void {
    finished = tasks === null
    round = (tasks ?? []).map((task) => ({ task, done: 0, waiting: [], end: null, failures: 0 }))
    queued = 0
    made = 0
  }

  /** Drops a worker that failed and puts a new one in its place, which does the same task. */
  async function replace(stepper: TaskStepper, reason: unknown): Promise<TaskStepper> {
    const error = reason instanceof Error ? reason : new Error(String(reason))
    const task = doing.get(stepper) ?? null
    doing.delete(stepper)
    if (task !== null) reserved.add(task)
    options.onLost?.(stepper, error)
    const fresh = (await options.replace?.().catch(() => null)) ?? null
    if (task !== null) reserved.delete(task)
    if (fresh === null) throw error
    doing.set(fresh, task)
    return fresh
  }

  async function withSomebody<T>(work: (stepper: TaskStepper) => Promise<T>): Promise<T> {
    const [first] = doing.keys()
    if (first === undefined) throw new Error('search workers left: 0')
    let stepper = first
    for (let attempts = 1; ; attempts++) {
      try {
        return await work(stepper)
      } catch (reason) {
        if (attempts === MAX_ATTEMPTS) throw reason
        stepper = await replace(stepper, reason)
      }
    }
  }

  /** The task a worker has begun, else the earliest that nobody does. */
  function taskFor(stepper: TaskStepper): TaskState | null {
    const own = doing.get(stepper) ?? null
    if (own !== null && own.end === null && round.includes(own)) return own
    const others = new Set(doing.values())
    const free = (state: TaskState) => !others.has(state) && !reserved.has(state)
    return round.find((state) => state.end === null && free(state)) ?? null
  }

  /** One worker at its tasks until the time is over; where it is lost for good, the others go on. */
  async function serve(first: TaskStepper, endAt: number): Promise<void> {
    let stepper = first
    for (let slices = 0; ; slices++) {
      const state = taskFor(stepper)
      const left = endAt - now()
      if (state === null || (left <= 0 && slices > 0)) return
      doing.set(stepper, state)
      try {
        const budgetMs = Math.max(1, Math.min(left, SLICE_MS))
        const result = await stepper.perform({ task: state.task, skip: state.done, budgetMs })
        state.done += result.steps
        state.waiting.push(result)
        state.end = result.end
        state.failures = 0
      } catch (reason) {
        if (++state.failures === MAX_ATTEMPTS) {
          state.failures = 0 // a run that is resumed tries it again
          throw reason
        }
        const fresh = await replace(stepper, reason).catch(() => null)
        if (fresh === null && doing.size === 0) throw reason
        if (fresh === null) return
        stepper = fresh
      }
    }
  }

  async function work(budgetMs: number): Promise<void> {
    if (doing.size === 0) throw new Error('search workers left: 0')
    const endAt = now() + budgetMs
    const parts = [...doing.keys()].map((stepper) => serve(stepper, endAt))
    const failed = (await Promise.allSettled(parts)).find(({ status }) => status === 'rejected')
    if (failed !== undefined) throw (failed as PromiseRejectedResult).reason
  }

  /** Queues what is in order: finished tasks, and the part of the first unfinished one. */
  function enqueue(): void {
    while (queued < round.length) {
      const state = round[queued]
      for (const result of state.waiting) {
        for (const [which, sweep] of result.sweeps.entries()) {
          const end = result.sweeps[which + 1]?.at ?? result.values.length
          const values = result.values.subarray(sweep.at, end)
          made += values.length
          const kept = keeps(sweep, result, which)
          const refused = refusedAgainst(incumbent, result, sweep.at, end)
          queue.push({ sweep, values, kept, refused, given: 0 })
        }
      }
      state.waiting = []
      if (state.end === null) return
      queued++
    }
  }

  function keeps(sweep: Sweep, { comparables, accepted }: TaskResult, which: number): boolean {
    if (accepted[which] === 0) return false
    const weights = sweepWeights(sweep, sweep.first)
    const candidate = { weights, comparable: comparables[which], refusal: null }
    if (!preferred(candidate, incumbent)) return false
    incumbent = candidate
    return true
  }

  /** Leaves out what lies before `from`: it has been given out before. */
  function drop(from: number): void {
    for (const each of queue) {
      const skipped = Math.min(each.values.length - each.given, from - nextIndex)
      if (skipped <= 0) break
      each.given += skipped
      nextIndex += skipped
    }
    queue = queue.filter(({ values, given }) => given < values.length)
  }

  /** Up to `most` experiments of the queue, the next of which is `from`; `value`: of the incumbent before it. */
  function take(
    from: number,
    most: number,
    value: number,
    durationMs: number,
  ): ExperimentBatch | null {
    const sweeps: Sweep[] = []
    const parts: Float64Array[] = []
    const keptSlots: number[] = []
    const refused: { slot: number; reason: LossReason }[] = []
    let count = 0
    let done = 0
    while (done < queue.length && count < most) {
      const each = queue[done]
      const part = each.values.subarray(each.given, each.given + most - count)
      if (part.length > 0) {
        if (each.kept && each.given === 0) keptSlots.push(count)
        for (const { slot, reason } of each.refused) {
          const place = slot - each.given
          if (place >= 0 && place < part.length) refused.push({ slot: count + place, reason })
        }
        sweeps.push({ ...each.sweep, at: count, from: each.given })
        parts.push(part)
      }
      each.given += part.length
      nextIndex += part.length
      count += part.length
      if (each.given === each.values.length) done++
    }
    queue = queue.slice(done)
    if (count === 0) return null
    const values = new Float64Array(count)
    const kept = new Uint8Array(count)
    for (const [i, part] of parts.entries()) values.set(part, sweeps[i].at)
    for (const slot of keptSlots) kept[slot] = 1
    const known = new Set(refused.map(({ slot }) => slot))
    const noise = gated ? noiseOf(values, kept, value, known) : [] // may be all: too many to spread into a call
    const batch = sweptBatch(from, count, durationMs, values, kept, sweeps)
    const grouped = groupRefusals(refused.concat(noise))
    return grouped === undefined ? batch : { ...batch, refused: grouped }
  }

  /** Experiments that may be given out: the last one waits until it is known what follows it. */
  function available(): number {
    const left = queue.reduce((sum, { values, given }) => sum + values.length - given, 0)
    return finished ? left : Math.max(0, left - 1)
  }

  return {
    async run({ from, to, incumbentValue, budgetMs }) {
      const begun = now()
      for (;;) {
        plan ??= await begin()
        while (!finished && queued === round.length) {
          startRound(
            plan.next(
              round.map(({ end }) => end as TaskEnd),
              made,
            ),
          )
        }
        drop(from)
        if (finished && queue.length === 0) return null
        if (available() === 0) {
          await work(Math.max(1, budgetMs - (now() - begun)))
          enqueue()
          continue
        }
        const batch = take(from, Math.min(to - from, available()), incumbentValue, now() - begun)
        if (batch === null) continue
        const certificate = queue.length === 0 ? plan.certificate() : null
        const changeCurve = queue.length === 0 ? plan.changeCurve() : null
        const curve = plan.curve()
        const grown = curve !== null && curve !== told
        told = curve
        return {
          ...batch,
          ...(certificate === null ? {} : { certificate }),
          ...(grown ? { curve } : {}),
          ...(changeCurve === null ? {} : { changeCurve }),
        }
      }
    },
  }
}

/** Candidates of one sweep that only a guardrail kept from being better than the incumbent, ascending. */
function refusedAgainst(
  { comparable }: Position,
  { refused }: TaskResult,
  at: number,
  end: number,
): Queued['refused'] {
  return refused
    .filter((each) => each.at >= at && each.at < end && each.comparable > comparable)
    .map((each) => ({ slot: each.at - at, reason: each.reason }))
    .sort((a, b) => a.slot - b.slot)
}

/** Candidates above the incumbent, whose value was `value` at first, that no guardrail stood against. */
function noiseOf(
  values: Float64Array,
  kept: Uint8Array,
  value: number,
  refused: ReadonlySet<number>,
): { slot: number; reason: 'noise' }[] {
  const slots: { slot: number; reason: 'noise' }[] = []
  let best = value
  for (let slot = 0; slot < values.length; slot++) {
    if (kept[slot] === 1) best = values[slot]
    else if (values[slot] > best && !refused.has(slot)) slots.push({ slot, reason: 'noise' })
  }
  return slots
}
