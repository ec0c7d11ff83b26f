import { useLocation } from 'wouter'
import { useCommands } from '../context.tsx'

/** Makes a spec of a run's curve the spec of the Model view, and goes there. */
export function useTakeCurveSpec(): (runId: string, features: number) => void {
  const { useCurveSpec: takeSpec } = useCommands()
  const [, navigate] = useLocation()
  return (runId, features) => {
    void takeSpec(runId, features)
    navigate('/model')
  }
}
