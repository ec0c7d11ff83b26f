import { useState } from 'react'
import { lossWords } from '../../loop/guardrails.ts'
import type { ExperimentFilter } from '../../session/commands.ts'
import type { ExperimentRow } from '../../store/state.ts'
import controls from '../shared/controls.module.css'
import {
  formatChanges,
  formatCount,
  formatGain,
  formatKeptGain,
  formatMetric,
} from '../shared/format.ts'
import { TieMark } from '../shared/TieMark.tsx'
import {
  RowSpacer,
  type SteeredRow,
  useRowButton,
  useSteeredRows,
} from '../shared/useSteeredRows.tsx'
import styles from './journal.module.css'
import { useExperimentPages } from './useExperimentPages.ts'

// Browsers cap an element's height at 17 to 33 million px, so a list shows this many at a time.
const WINDOW = 100_000

interface ExperimentListProps {
  runId: string
  filter: ExperimentFilter
  total: number
  open: number | null // index of the experiment in the panel
  onOpen(index: number): void
}

/** Every experiment of a run, only what is on screen in memory; arrows move, Enter opens. */
export function ExperimentList({ runId, filter, total, open, onOpen }: ExperimentListProps) {
  const [window, setWindow] = useState(0)
  const start = window * WINDOW
  const count = Math.min(WINDOW, total - start)
  const rows = useSteeredRows(count)
  const { items } = rows
  const pages = useExperimentPages(
    runId,
    filter,
    start + (items[0]?.index ?? 0),
    start + (items.at(-1)?.index ?? 0),
  )

  function show(next: number) {
    setWindow(next)
    rows.reset()
  }

  return (
    <div className={styles.list}>
      <div ref={rows.box} className={styles.listBody}>
        <table className={styles.experiments} aria-label="Experiments" aria-rowcount={total + 1}>
          <thead>
            <tr>
              <th scope="col">experiment</th>
              <th scope="col">change</th>
              <th scope="col">value</th>
              <th scope="col">vs best so far</th>
            </tr>
          </thead>
          <tbody onKeyDown={rows.press}>
            <RowSpacer height={rows.above} className={styles.spacer} />
            {items.map((item) => (
              <ExperimentLine
                key={item.key}
                row={pages.row(start + item.index)}
                rowIndex={start + item.index + 2}
                open={open}
                {...rows.row(item.index)}
                onOpen={onOpen}
              />
            ))}
            <RowSpacer height={rows.below} className={styles.spacer} />
          </tbody>
        </table>
      </div>
      {pages.failed && (
        <p role="alert" className={styles.none}>
          Some experiments could not be read from the journal. Scroll to try again.
        </p>
      )}
      {total > WINDOW && (
        <div className={styles.pager}>
          <button
            type="button"
            className={controls.link}
            disabled={window === 0}
            onClick={() => show(window - 1)}
          >
            Previous
          </button>
          <span>
            {formatCount(start + 1)}–{formatCount(start + count)} of {formatCount(total)}
          </span>
          <button
            type="button"
            className={controls.link}
            disabled={start + count >= total}
            onClick={() => show(window + 1)}
          >
            Next
          </button>
        </div>
      )}
    </div>
  )
}

interface ExperimentLineProps extends SteeredRow {
  row: ExperimentRow | undefined
  rowIndex: number
  open: number | null
  onOpen(index: number): void
}

function ExperimentLine(props: ExperimentLineProps) {
  const { row, rowIndex, tabStop, open, takesFocus, onFocus, onOpen } = props
  const button = useRowButton(takesFocus, row !== undefined)

  if (row === undefined)
    return (
      <tr aria-rowindex={rowIndex}>
        <td colSpan={2} className={styles.quiet}>
          reading…
        </td>
      </tr>
    )
  return (
    <tr
      aria-rowindex={rowIndex}
      className={styles.experiment}
      data-open={row.index === open}
      onClick={() => onOpen(row.index)}
    >
      <th scope="row">
        <button
          ref={button}
          type="button"
          tabIndex={tabStop ? 0 : -1}
          aria-pressed={row.index === open}
          aria-label={`Experiment ${formatCount(row.index)}`}
          onFocus={onFocus}
        >
          #{formatCount(row.index)}
        </button>
        <span className={row.kept ? styles.keptMark : styles.revertedMark}>
          {row.kept ? 'kept' : 'reverted'}
        </span>
        <span className={styles.tie}>
          <TieMark kept={row} />
        </span>
      </th>
      <td className={styles.change}>
        <span>{formatChanges(row.changes)}</span>
        {row.reason !== null && <span className={styles.quiet}> · {lossWords(row.reason)}</span>}
      </td>
      <td>{formatMetric(row.value)}</td>
      <td className={styles.quiet}>
        {(row.kept ? formatKeptGain : formatGain)(row.value - row.baselineValue, 4)}
      </td>
    </tr>
  )
}
