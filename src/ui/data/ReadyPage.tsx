import { Fragment } from 'react'
import type { Problem } from '../../lib/problem.ts'
import type { DataReady } from '../../store/state.ts'
import { useCommands } from '../context.tsx'
import controls from '../shared/controls.module.css'
import { formatSeconds } from '../shared/format.ts'
import { Headline } from '../shared/Headline.tsx'
import { ProblemList } from '../shared/ProblemList.tsx'
import { StartRunButton } from '../shared/StartRunButton.tsx'
import { View } from '../shared/View.tsx'
import { AsOfField } from './AsOfField.tsx'
import { ColumnTable } from './ColumnTable.tsx'
import { dataHeadline } from './dataHeadline.ts'
import { FileInput } from './FileInput.tsx'
import { PeriodFiles } from './PeriodFiles.tsx'
import { problemRemedies, type Remedy } from './problemRemedies.ts'

/** An open file: what it amounts to, what is wrong with it, and every column with its role. */
export function ReadyPage({ data }: { data: DataReady }) {
  const headline = dataHeadline(data)
  return (
    <View
      name="Data"
      context={`read in ${formatSeconds(data.readSeconds)}`}
      actions={
        <>
          <FileInput text="Open another file" short="Open…" />
          <StartRunButton />
        </>
      }
    >
      <Headline title={headline.title} sub={headline.sub} />
      <PeriodFiles data={data} />
      <AsOfField data={data} />
      <ProblemList
        problems={data.problems}
        action={(problem) => <Remedies problem={problem} data={data} />}
      />
      <ColumnTable data={data} />
    </View>
  )
}

function Remedies({ problem, data }: { problem: Problem; data: DataReady }) {
  const commands = useCommands()
  function take(remedy: Remedy): void {
    const { column } = problem
    if (remedy === 'leave-out-rows') void commands.leaveOutRowsWithoutOutcome()
    if (column === undefined) return
    if (remedy === 'zero-points') void commands.setMissingPolicy(column, 'zero_points')
    if (remedy === 'use-column') void commands.setRole(column, 'feature')
    if (remedy === 'ignore-column') void commands.setRole(column, 'ignored')
  }
  return problemRemedies(problem, data).map((remedy, index) => (
    <Fragment key={remedy}>
      {index > 0 && ' · '}
      <button type="button" className={controls.link} onClick={() => take(remedy)}>
        {REMEDY_TEXT[remedy]}
      </button>
    </Fragment>
  ))
}

const REMEDY_TEXT: Record<Remedy, string> = {
  'leave-out-rows': 'Leave those rows out',
  'zero-points': 'Give them zero points',
  'use-column': 'Include it anyway',
  'ignore-column': 'Ignore it',
}
