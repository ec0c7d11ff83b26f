import type { StoreApi } from 'zustand/vanilla'
import type { AppState, RunView } from '../store/state.ts'

/**
 * Puts a run's best weights beside the spec of the Model view, where that has the same features and the base
 * score that the run came from.
 */
export function showBest(store: StoreApi<AppState>, { header, best }: RunView): void {
  const { model } = store.getState()
  if (model === null) return
  const base = model.spec.base_score ?? 0
  const { spec, suited } = header
  if (base !== (spec.base_score ?? 0) && base !== suited?.baseScore?.from) return
  const names = Object.keys(spec.features)
  const shown = Object.keys(model.spec.features)
  if (names.length !== shown.length || names.some((name, i) => name !== shown[i])) return
  const entries = names.map((name, i) => [name, best.weights[i]] as const)
  store.setState({ model: { ...model, best: Object.fromEntries(entries) } })
}
