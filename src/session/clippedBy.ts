import type { Problem } from '../lib/problem.ts'
import type { RunView } from '../store/state.ts'
import type { SessionContext } from './context.ts'

/** A warning of accounts that the best spec of a run clips; null where there are few, or it cannot be told. */
export async function clippedBy(
  context: SessionContext,
  { header, best }: RunView,
): Promise<Problem | null> {
  return context
    .data()
    .call((service) => service.clippedBest(header, best.weights))
    .catch(() => null)
}
