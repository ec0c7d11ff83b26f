import { useLocation } from 'wouter'
import type { CurveKind } from '../../session/commands.ts'
import { useCommands } from '../context.tsx'

export type { CurveKind } from '../../session/commands.ts'

/** Makes a spec of a run's curve the spec of the Model view, and goes there. */
export function useTakeCurveSpec(): (runId: string, kind: CurveKind, size: number) => void {
  const { useCurveSpec: takeSpec } = useCommands()
  const [, navigate] = useLocation()
  return (runId, kind, size) => {
    void takeSpec(runId, kind, size)
    navigate('/model')
  }
}
