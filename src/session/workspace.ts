import type { StoreApi } from 'zustand/vanilla'
import type { RoleAssignment } from '../accounts/role.ts'
import type { Spec } from '../accounts/spec.ts'
import type { AppState, ModelState } from '../store/state.ts'

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
}

/** Writes the decisions down; a browser without storage simply forgets them. */
export function rememberWorkspace(store: StoreApi<AppState>): void {
  const { data, model } = store.getState()
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
    return text === null ? null : (JSON.parse(text) as Workspace)
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
