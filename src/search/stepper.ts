import type { Sweep } from '../loop/experiment.ts'
import type { RefusalReason } from '../loop/guardrails.ts'
import type { RefusedCandidate } from './deep/context.ts'
import type { SearchTask, TaskEnd, TaskFacts } from './tasks/task.ts'

/** One stretch of experiments for one worker: indices `from`, `from + stride`, … below `to`. */
export interface StepRequest {
  weights: Int32Array // the incumbent's
  incumbentValue: number // its primary metric
  from: number // first experiment index
  to: number // exclusive
  stride: number // 1 when one worker does the stretch alone
  continueAfterWin: boolean // go on with the winner as incumbent; only with stride 1
  budgetMs: number // stop after the experiment during which this much time has passed
}

/** What was tried, in order of index; stops early after a win unless told to continue. */
export interface StepResult {
  count: number // experiments evaluated: from, from + stride, …
  values: Float64Array
  kept: Uint8Array // 1 where better than the incumbent of that moment
  changeCount: Uint8Array
  changedFeatures: Uint16Array // 3 an experiment
  newWeights: Int32Array // 3 an experiment
  refused: RefusedStep[] // better, and not kept for a guardrail; ascending
  elapsedMs: number
}

export interface RefusedStep {
  at: number // which of the experiments
  reason: RefusalReason
}

/** A slice of a task of a strategy that works in tasks. A task asked for the first time begins anew. */
export interface TaskRequest {
  task: SearchTask
  skip: number // steps to do again without telling: those another worker did before it died
  budgetMs: number // stop after the sweep during which this much time has passed
}

/** Sweeps of a task in order, joined into one batch's columns. */
export interface TaskResult {
  sweeps: Sweep[]
  values: Float64Array
  comparables: Float64Array // of the first candidate of each sweep
  accepted: Uint8Array // 1 a sweep whose first candidate the task took
  refused: RefusedCandidate[] // `at` among all values
  steps: number // done now: sweeps, and what there is nothing to tell of
  end: TaskEnd | null // null: the task goes on
  elapsedMs: number
}

/**
 * A search worker as the pool sees it: in a Web Worker, in a worker thread, or in place. In place it
 * must settle in a later task, not at once, or the run never lets anything else have its turn. It
 * must reject when its worker is dead: the pool waits as long as a stepper does.
 */
export interface Stepper {
  step(request: StepRequest): Promise<StepResult>
}

/** The same for strategies that work in tasks. */
export interface TaskStepper {
  perform(request: TaskRequest): Promise<TaskResult>
  facts(start: Int32Array): Promise<TaskFacts>
}

/** A worker that searches whichever way it is asked to. */
export type AnyStepper = Stepper & TaskStepper
