import type { DataReady, RunOptions } from './state.ts'

/** Which accounts a run would hold out, their share aside: equal keys, the same accounts. */
export function heldOutKey({ later }: DataReady, { splitBy }: Partial<RunOptions>): string {
  if (later !== null) return `file ${later.name} ${later.bytes}`
  return splitBy ?? 'usual'
}
