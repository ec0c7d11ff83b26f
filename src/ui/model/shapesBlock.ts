import type { AppState } from '../../store/state.ts'

/** Why shapes cannot be chosen now, as a short phrase; null when they can. */
export function shapesBlock({ data, model, run, preparing, shaping }: AppState): string | null {
  if (data.phase !== 'ready' || model === null) return 'No accounts to choose on'
  if (shaping !== null) return 'Shapes are being chosen'
  if (preparing || run?.state === 'running' || run?.state === 'paused') return 'A run is going'
  if (data.retainedShare === null) return 'No column says which accounts stayed'
  return null
}
