import type { SplitRequest } from '../accounts/rowSets.ts'
import type { Spec } from '../accounts/spec.ts'
import { RUN_DEFAULTS } from '../loop/runDefaults.ts'
import type { RunOptions } from '../store/state.ts'
import type { SessionContext } from './context.ts'

/** The split that the options ask for on the open data. */
export function askedSplit(
  context: SessionContext,
  spec: Spec,
  { holdoutShare = RUN_DEFAULTS.holdoutShare, splitBy }: Partial<RunOptions>,
): Promise<SplitRequest> {
  return context.data().call((service) => service.usualSplit(spec, holdoutShare, splitBy ?? null))
}
