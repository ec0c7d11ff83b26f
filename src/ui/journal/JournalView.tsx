import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import { useAppState } from '../context.tsx'
import { EmptyState } from '../shared/EmptyState.tsx'
import { LinkButton } from '../shared/LinkButton.tsx'
import { NextStep } from '../shared/NextStep.tsx'
import { ProblemList } from '../shared/ProblemList.tsx'
import { View } from '../shared/View.tsx'
import { ImportJournal } from './ImportJournal.tsx'
import { liveRuns } from './liveRuns.ts'
import { RunDetail } from './RunDetail.tsx'
import { RunList } from './RunList.tsx'

/** Every run made here, and inside a run every experiment. */
export function JournalView() {
  const stored = useAppState((state) => state.journal)
  const run = useAppState((state) => state.run)
  const journal = useMemo(() => ({ ...stored, runs: liveRuns(stored.runs, run) }), [stored, run])
  const [search] = useSearchParams()
  const runId = search.get('run')

  if (journal.phase === 'loading' && journal.runs.length === 0)
    return (
      <View name="Journal">
        <EmptyState title="Reading the journal…" text="Runs made in this browser appear here." />
      </View>
    )
  if (journal.phase === 'error' && journal.runs.length === 0)
    return (
      <View name="Journal">
        <EmptyState
          title="The journal cannot be read"
          text="Every experiment is written to it as it is tried, so no run can start until it can be."
        >
          <Button variant="filled" onClick={() => window.location.reload()}>
            Reload the page
          </Button>
        </EmptyState>
        <div style={{ maxWidth: 720, margin: '24px auto 0' }}>
          <ProblemList problems={journal.problem === null ? [] : [journal.problem]} />
        </div>
      </View>
    )
  if (runId !== null) {
    const summary = journal.runs.find((run) => run.header.runId === runId)
    if (summary !== undefined)
      return (
        <RunDetail key={runId} run={summary} interrupted={journal.interrupted.includes(runId)} />
      )
    return (
      <View name="Journal">
        <EmptyState
          title="This run is not in the journal"
          text="It was deleted, or it was made in another browser."
        >
          <LinkButton href="/journal" primary>
            Back to the list
          </LinkButton>
        </EmptyState>
      </View>
    )
  }
  if (journal.runs.length === 0)
    return (
      <View name="Journal" actions={<ImportJournal />}>
        <EmptyState
          title="No runs yet"
          text="Every run and every experiment of it is remembered here, in this browser only. Start one in the Run view, or import a journal exported elsewhere."
        >
          <NextStep />
        </EmptyState>
      </View>
    )
  return <RunList journal={journal} />
}
