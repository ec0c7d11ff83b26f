import type { AppState } from '../../store/state.ts'
import { startBlock } from './startBlock.ts'

export type Step = 'open' | 'mend' | 'correct' | 'search' | 'watch' | 'wait'

/** What leads to a first result from here; the same answer in every view that has nothing to show. */
export function findNextStep(state: AppState): Step {
  if (state.preparing || state.run?.state === 'running' || state.run?.state === 'paused')
    return 'watch'
  if (state.data.phase === 'loading') return 'wait'
  if (state.data.phase === 'empty') return 'open'
  if (startBlock(state) === null) return 'search'
  const isFileSound = state.data.problems.every(({ severity }) => severity !== 'error')
  return isFileSound && state.model?.problems.length ? 'correct' : 'mend'
}
