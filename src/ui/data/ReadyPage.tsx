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
import { problemRemedy } from './problemRemedy.ts'

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
        action={(problem) => <Remedy problem={problem} data={data} />}
      />
      <ColumnTable data={data} />
    </View>
  )
}

function Remedy({ problem, data }: { problem: Problem; data: DataReady }) {
  const commands = useCommands()
  const remedy = problemRemedy(problem, data)
  if (remedy === null) return null
  function take(): void {
    if (remedy === 'leave-out-rows') void commands.leaveOutRowsWithoutOutcome()
    if (remedy === 'use-column' && problem.column !== undefined)
      void commands.setRole(problem.column, 'feature')
    if (remedy === 'ignore-column' && problem.column !== undefined)
      void commands.setRole(problem.column, 'ignored')
  }
  return (
    <button type="button" className={controls.link} onClick={take}>
      {REMEDY_TEXT[remedy]}
    </button>
  )
}

const REMEDY_TEXT = {
  'leave-out-rows': 'Leave those rows out',
  'use-column': 'Include it anyway',
  'ignore-column': 'Ignore it',
}
