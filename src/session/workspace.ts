import type { StoreApi } from 'zustand/vanilla'
import type { RoleAssignment } from '../accounts/role.ts'
import type { Spec } from '../accounts/spec.ts'
import { PRIMARY_METRICS } from '../evaluation/metrics.ts'
import type { AppState, ModelState } from '../store/state.ts'
import { strategies } from './strategies.ts'

const KEY = 'ratchet.workspace'

/** What the user decided about the open file, kept so that a reload returns to it. */
export interface Workspace {
  name: string
  bytes: number
  asOf?: string | null
  roles: RoleAssignment[]
  spec: Spec | null
  source: ModelState['source']
  shapes?: ModelState['shapes']
  incumbent?: ModelState['incumbent']
  runOptions?: AppState['runOptions']
}

/** Writes the decisions down; a browser without storage simply forgets them. */
export function rememberWorkspace(store: StoreApi<AppState>): void {
  const { data, model, runOptions } = store.getState()
  if (data.phase !== 'ready') return
  const workspace: Workspace = {
    name: data.name,
    bytes: data.bytes,
    asOf: data.asOf,
    roles: data.roles,
    spec: model?.spec ?? null,
    source: model?.source ?? 'default',
    shapes: model?.shapes ?? null,
    incumbent: model?.incumbent ?? null,
    runOptions,
  }
  try {
    localStorage.setItem(KEY, JSON.stringify(workspace))
  } catch {
    forgetWorkspace()
  }
}

export function recallWorkspace(): Workspace | null {
  try {
    const text = localStorage.getItem(KEY)
    if (text === null) return null
    const workspace = JSON.parse(text) as Workspace
    return { ...workspace, runOptions: knownOptions(workspace.runOptions) }
  } catch {
    return null
  }
}

export function forgetWorkspace(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {
    // Storage is off: there is nothing to forget.
  }
}

/** Options without a metric or strategy that this version does not have. */
function knownOptions({ metric, strategy, ...others }: AppState['runOptions'] = {}) {
  return {
    ...others,
    ...(PRIMARY_METRICS.some((name) => name === metric) ? { metric } : {}),
    ...(strategies.some(({ name }) => name === strategy) ? { strategy } : {}),
  }
}
