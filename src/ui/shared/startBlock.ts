import { RUN_DEFAULTS } from '../../loop/runDefaults.ts'
import { heldOutKey } from '../../store/heldOutKey.ts'
import type { AppState } from '../../store/state.ts'
import { formatShare, plural } from './format.ts'

/** Why a run cannot start now, as a short phrase for beside the button; null when it can. */
export function startBlock(state: AppState): string | null {
  if (state.data.phase !== 'ready' || state.model === null)
    return state.data.phase === 'ready' && errorCount(state) > 0
      ? `${plural(errorCount(state), 'problem')} to mend first`
      : 'No accounts to search'
  if (state.preparing) return 'A run is being prepared'
  if (state.run?.state === 'running') return 'A run is going'
  if (state.run?.state === 'paused') return 'A run is paused: resume or stop it first'
  if (state.data.readingLater !== null) return `${state.data.readingLater} is being read`
  if (state.shaping) return 'Shapes are being chosen'
  const errors = errorCount(state)
  if (errors > 0) return `${plural(errors, 'problem')} to mend first`
  if (state.data.metrics.length === 0) return 'No outcome to search for'
  return shapesBlock(state)
}

/** Shapes must not have been chosen on accounts the run would hold out. */
function shapesBlock({ data, model, runOptions }: AppState): string | null {
  const shapes = model?.shapes
  if (shapes == null || data.phase !== 'ready') return null
  if (shapes.heldOutBy !== heldOutKey(data, runOptions))
    return 'Shapes were chosen with other accounts held out: choose them again'
  const share = runOptions.holdoutShare ?? RUN_DEFAULTS.holdoutShare
  return data.later !== null || share <= shapes.holdoutShare
    ? null
    : `Shapes were chosen with ${formatShare(shapes.holdoutShare)} held out: choose them again`
}

function errorCount({ data, model }: AppState): number {
  const problems = [...(data.phase === 'ready' ? data.problems : []), ...(model?.problems ?? [])]
  return problems.filter(({ severity }) => severity === 'error').length
}
