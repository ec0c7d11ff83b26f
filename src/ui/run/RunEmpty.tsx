import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { RunOptions } from '../../store/state.ts'
import { useAppState, useCommands } from '../context.tsx'
import { EmptyState } from '../shared/EmptyState.tsx'
import { formatCount } from '../shared/format.ts'

interface RunEmptyProps {
  options: Partial<RunOptions>
  toggle: ReactNode
  panel: ReactNode
}

/** No run yet: starts one where the data is ready, or says what is missing. */
export function RunEmpty({ options, toggle, panel }: RunEmptyProps) {
  const data = useAppState((state) => state.data)
  const hasSpec = useAppState((state) => state.model !== null)
  const preparing = useAppState((state) => state.preparing)
  const commands = useCommands()
  if (preparing)
    return (
      <EmptyState
        title="Preparing the run…"
        text="The accounts are divided, held out and put on a grid of whole numbers."
      />
    )
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
        title={`${formatCount(data.rows)} accounts, ready to search`}
        text="A run tries thousands of small changes to the weights, keeps those that do better, and checks each on accounts it never uses to decide. The defaults are a good start."
      >
        {toggle}
        <Button variant="filled" onClick={() => void commands.startRun(options)}>
          Start run
        </Button>
      </EmptyState>
      {blocked > 0 && (
        <p style={{ marginTop: 16, textAlign: 'center' }}>
          The Data view lists {blocked === 1 ? 'a problem' : `${blocked} problems`} that may stop
          it. <Link href="/data">See what to do</Link>
        </p>
      )}
      <div style={{ marginTop: 32 }}>{panel}</div>
    </>
  )
}
