import { useLocation } from 'wouter'
import { useCommands } from '../context.tsx'

/** Makes an experiment's weights the spec of the Model view, and goes there. */
export function useTakeSpec(): (runId: string, index: number) => void {
  const { useSpec: takeSpec } = useCommands()
  const [, navigate] = useLocation()
  return (runId, index) => {
    void takeSpec(runId, index)
    navigate('/model')
  }
}
