import { ProblemError } from '../lib/problem.ts'
import { RUN_DEFAULTS } from '../loop/runDefaults.ts'
import { heldOutKey } from '../store/heldOutKey.ts'
import type { ModelShapes, ShapeName } from '../store/state.ts'
import { askedSplit } from './askedSplit.ts'
import type { Commands } from './commands.ts'
import { readyData, type SessionContext, tell } from './context.ts'
import type { ApplyContract } from './dataCommands.ts'
import { showBest } from './showBest.ts'

type ShapeCommands = Pick<Commands, 'chooseShapes' | 'cancelShapes' | 'undoShapes'>

interface ShapeCommandsInput {
  context: SessionContext
  applyContract: ApplyContract
  searching(): boolean // a run needs the worker that would choose
}

/** Choosing the best shape for each feature, and going back to the shapes as they were. */
export function createShapeCommands(input: ShapeCommandsInput): ShapeCommands {
  const { context, applyContract, searching } = input
  const { store } = context
  let turn = 0

  async function choose(overrule: Record<string, ShapeName>): Promise<void> {
    const data = readyData(store)
    const { model, runOptions } = store.getState()
    if (data === null || model === null) return
    const { shapes, spec } = model
    const before = shapes?.before ?? { spec, source: model.source }
    const holdoutShare = runOptions.holdoutShare ?? RUN_DEFAULTS.holdoutShare
    const heldOutBy = heldOutKey(data, runOptions)
    const split = await askedSplit(context, before.spec, runOptions)
    const result = await context
      .data()
      .call((service) => service.bestShapes(before.spec, data.roles, split, overrule))
    if (!result.ok) throw new ProblemError(result.problems[0])
    const now = store.getState().model
    if (now === null || readyData(store) === null) return
    if (now.spec !== spec)
      throw new Error('The spec was changed while its shapes were chosen: choose them again.')
    const { contract, report } = result.value
    const isFree = Object.keys(overrule).length === 0
    const same = shapes?.holdoutShare === holdoutShare && shapes.heldOutBy === heldOutBy
    const free = isFree || !same ? report : shapes.free
    const chosen: ModelShapes = {
      report,
      free,
      overrule,
      holdoutShare,
      heldOutBy,
      splitKind: split.kind,
      before,
    }
    await applyContract(contract, 'shaped', { shapes: chosen, best: null })
  }

  return {
    async chooseShapes(overrule) {
      if (store.getState().shaping || searching()) return
      const mine = ++turn
      store.setState({ shaping: true, notice: null })
      try {
        await choose(overrule)
      } catch (error) {
        if (mine === turn) tell(store, error)
      } finally {
        if (mine === turn) store.setState({ shaping: false })
      }
    },

    cancelShapes() {
      if (!store.getState().shaping) return
      turn += 1
      context.data().terminate() // it computes without a pause; another one opens the file again
      context.data()
      store.setState({ shaping: false })
    },

    async undoShapes() {
      const shapes = store.getState().model?.shapes
      const data = readyData(store)
      if (shapes == null || data === null || store.getState().shaping) return
      const { spec, source } = shapes.before
      try {
        const contract = await context
          .data()
          .call((service) => service.restoreContract(data.roles, spec))
        await applyContract(contract, source, { shapes: null, best: null })
        const { run } = store.getState()
        if (run !== null) showBest(store, run)
      } catch (error) {
        tell(store, error)
      }
    },
  }
}
