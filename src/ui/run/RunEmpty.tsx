import type { ReactNode } from 'react'
import { useAppState } from '../context.tsx'
import { EmptyState } from '../shared/EmptyState.tsx'
import { formatCount } from '../shared/format.ts'
import { NextStep } from '../shared/NextStep.tsx'
import { ProblemList } from '../shared/ProblemList.tsx'
import { StartRunButton } from '../shared/StartRunButton.tsx'
import { canResumeHere } from './interruptedRun.ts'

interface RunEmptyProps {
  toggle: ReactNode
  panel: ReactNode
  onStart(): void
}

/** No run yet: starts one where the data is ready, or says what is missing. */
export function RunEmpty({ toggle, panel, onStart }: RunEmptyProps) {
  const data = useAppState((state) => state.data)
  const specProblems = useAppState((state) => state.model?.problems) ?? []
  const canResume = useAppState(canResumeHere)
  if (data.phase === 'loading')
    return (
      <EmptyState title="Reading the accounts…" text="A run can start once they are read.">
        <NextStep />
      </EmptyState>
    )
  if (data.phase === 'empty')
    return (
      <EmptyState
        title="No accounts to search yet"
        text="Open a parquet file of accounts with known outcomes, or try the sample accounts. Then a run can start here."
      >
        <NextStep />
      </EmptyState>
    )
  const blocking = [...data.problems, ...specProblems].filter(
    ({ severity }) => severity === 'error',
  )
  if (blocking.length > 0)
    return (
      <>
        <EmptyState
          title="A run cannot start yet"
          text="What stands in the way is told below, with what to do."
        >
          {toggle}
          <StartRunButton primary={false} onStart={onStart} />
          <NextStep />
        </EmptyState>
        <div style={{ maxWidth: 720, margin: '24px auto' }}>
          <ProblemList problems={blocking} />
        </div>
        {panel}
      </>
    )
  return (
    <>
      <EmptyState
        title={`${formatCount(data.rows)} accounts, ready to search`}
        text="A run tries thousands of small changes to the weights, keeps those that do better, and checks each on accounts it never uses to decide. The defaults are a good start."
      >
        {toggle}
        <StartRunButton primary={!canResume} onStart={onStart} />
      </EmptyState>
      <div style={{ marginTop: 32 }}>{panel}</div>
    </>
  )
}
