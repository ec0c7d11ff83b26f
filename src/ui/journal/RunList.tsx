import { Button } from '@mantine/core'
import { useState } from 'react'
import type { JournalState } from '../../store/state.ts'
import { useCommands } from '../context.tsx'
import { ActionRow } from '../run/ActionRow.tsx'
import { Card } from '../shared/Card.tsx'
import controls from '../shared/controls.module.css'
import { formatBytes, plural } from '../shared/format.ts'
import { Headline } from '../shared/Headline.tsx'
import { ProblemList } from '../shared/ProblemList.tsx'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import { View } from '../shared/View.tsx'
import { ImportJournal } from './ImportJournal.tsx'
import { RunRow } from './RunRow.tsx'
import styles from './runs.module.css'
import { journalSub, matchingRuns } from './runText.ts'

/** All runs, newest first. */
export function RunList({ journal }: { journal: JournalState }) {
  const commands = useCommands()
  const [search, setSearch] = useState('')
  const shown = matchingRuns(journal.runs, search)
  const newest = journal.runs[0]!.header
  return (
    <View
      name="Journal"
      context={
        journal.bytesUsed === null ? '' : `${formatBytes(journal.bytesUsed)} in this browser`
      }
      actions={
        <ActionRow>
          <ImportJournal />
          <Button
            title={`The newest run, ${newest.data.name}; others from their row`}
            onClick={() => void commands.exportJournal(newest.runId)}
          >
            Export journal (JSONL)
          </Button>
        </ActionRow>
      }
    >
      <Headline
        title={`${plural(journal.runs.length, 'run')} in the journal`}
        sub={journalSub(journal.runs)}
      />
      {journal.problem !== null && <ProblemList problems={[journal.problem]} />}
      {journal.runs.length > 3 && (
        <div className={styles.searchLine}>
          <input
            type="search"
            className={`${controls.text} ${styles.search}`}
            placeholder="Search names and notes"
            aria-label="Search runs"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <span role="status" className={styles.quiet}>
            {search === '' ? '' : `${plural(shown.length, 'run')} found`}
          </span>
        </div>
      )}
      <Card flush>
        {shown.length === 0 ? (
          <p className={styles.none}>No run has these words in its name, note or metric.</p>
        ) : (
          <TableScroll label="Runs, table">
            <table className={`${table.table} ${styles.runs}`}>
              <thead>
                <tr>
                  <th scope="col">run</th>
                  <th scope="col">metric</th>
                  <th scope="col" className={table.figure}>
                    experiments
                  </th>
                  <th scope="col" className={table.figure}>
                    searched
                  </th>
                  <th scope="col" className={table.figure}>
                    held out
                  </th>
                  <th scope="col">state</th>
                  <th scope="col">note</th>
                  <th scope="col" className={styles.menuHead}>
                    <span className="visually-hidden">actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {shown.map((run) => (
                  <RunRow
                    key={run.header.runId}
                    run={run}
                    interrupted={journal.interrupted.includes(run.header.runId)}
                  />
                ))}
              </tbody>
            </table>
          </TableScroll>
        )}
      </Card>
    </View>
  )
}
