import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { RunOptions } from '../../store/state.ts'
import { useAppState } from '../context.tsx'
import { EmptyState } from '../shared/EmptyState.tsx'
import { formatCount } from '../shared/format.ts'
import { StartRunButton } from '../shared/StartRunButton.tsx'
import { interruptedRun } from './interruptedRun.ts'

interface RunEmptyProps {
  options: Partial<RunOptions>
  toggle: ReactNode
  panel: ReactNode
  onStart(): void
}

/** No run yet: starts one where the data is ready, or says what is missing. */
export function RunEmpty({ options, toggle, panel, onStart }: RunEmptyProps) {
  const data = useAppState((state) => state.data)
  const hasSpec = useAppState((state) => state.model !== null)
  const canResume = useAppState((state) => interruptedRun(state) !== undefined)
  if (data.phase === 'loading')
    return <EmptyState title="Reading the accounts…" text="A run can start once they are read." />
  if (data.phase === 'empty' || !hasSpec)
    return (
      <EmptyState
        title="No accounts to search yet"
        text="Open a parquet file of accounts with known outcomes, or try the sample accounts. Then a run can start here."
      >
        <Button component={Link} href="/data" variant="filled">
          Open accounts
        </Button>
      </EmptyState>
    )
  const blocked = data.problems.filter((problem) => problem.severity === 'error').length
  return (
    <>
      <EmptyState
        title={
          blocked > 0
            ? 'A run cannot start yet'
            : `${formatCount(data.rows)} accounts, ready to search`
        }
        text="A run tries thousands of small changes to the weights, keeps those that do better, and checks each on accounts it never uses to decide. The defaults are a good start."
      >
        {toggle}
        <StartRunButton options={options} primary={!canResume} onStart={onStart} />
      </EmptyState>
      {blocked > 0 && (
        <p style={{ marginTop: 16, textAlign: 'center' }}>
          The first step lists {blocked === 1 ? 'a problem' : `${blocked} problems`} that must be
          mended first. <Link href="/data">See what to do</Link>
        </p>
      )}
      <div style={{ marginTop: 32 }}>{panel}</div>
    </>
  )
}
