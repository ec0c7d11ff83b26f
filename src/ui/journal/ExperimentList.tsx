import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { reasonWords } from '../../loop/guardrails.ts'
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
import styles from './journal.module.css'
import { useExperimentPages } from './useExperimentPages.ts'

const ROW = 44 // px
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
  const [active, setActive] = useState(0)
  const [steered, setSteered] = useState(false) // the keys moved the active row: it takes the focus
  const box = useRef<HTMLDivElement>(null)
  const start = window * WINDOW
  const count = Math.min(WINDOW, total - start)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 12,
    scrollPaddingEnd: ROW,
  })
  const items = virtual.getVirtualItems()
  const pages = useExperimentPages(
    runId,
    filter,
    start + (items[0]?.index ?? 0),
    start + (items.at(-1)?.index ?? 0),
  )

  function move(to: number) {
    const next = Math.min(count - 1, Math.max(0, to))
    setActive(next)
    setSteered(true)
    virtual.scrollToIndex(next)
  }

  function press(event: KeyboardEvent) {
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 400) / ROW) - 2)
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: count - 1,
    }
    const to = steps[event.key]
    if (to !== undefined) {
      event.preventDefault()
      move(to)
    }
  }

  function show(next: number) {
    setWindow(next)
    setActive(0)
    setSteered(false)
    virtual.scrollToOffset(0)
  }

  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  const tabStop = items.some((item) => item.index === active) ? active : items[0]?.index

  return (
    <div className={styles.list}>
      <div ref={box} className={styles.listBody}>
        <table className={styles.experiments} aria-label="Experiments" aria-rowcount={total + 1}>
          <thead>
            <tr>
              <th scope="col">experiment</th>
              <th scope="col">change</th>
              <th scope="col">value</th>
              <th scope="col">vs best so far</th>
            </tr>
          </thead>
          <tbody onKeyDown={press}>
            <Spacer height={above} />
            {items.map((item) => (
              <ExperimentLine
                key={item.key}
                row={pages.row(start + item.index)}
                rowIndex={start + item.index + 2}
                tabStop={item.index === tabStop}
                open={open}
                takesFocus={steered && item.index === active}
                onFocus={() => {
                  setActive(item.index)
                  setSteered(false)
                }}
                onOpen={onOpen}
              />
            ))}
            <Spacer height={below} />
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

/** The room of the rows that are not drawn. */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tr className={styles.spacer}>
      <td style={{ height }} />
    </tr>
  )
}

interface ExperimentLineProps {
  row: ExperimentRow | undefined
  rowIndex: number
  tabStop: boolean
  open: number | null
  takesFocus: boolean
  onFocus(): void
  onOpen(index: number): void
}

function ExperimentLine(props: ExperimentLineProps) {
  const { row, rowIndex, tabStop, open, takesFocus, onFocus, onOpen } = props
  const button = useRef<HTMLButtonElement>(null)
  const loaded = row !== undefined

  useEffect(() => {
    if (takesFocus && loaded) button.current?.focus({ preventScroll: true })
  }, [takesFocus, loaded])

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
      </th>
      <td className={styles.change}>
        <span>{formatChanges(row.changes)}</span>
        {row.reason !== null && (
          <span className={styles.quiet}> · refused for {reasonWords(row.reason)}</span>
        )}
      </td>
      <td>{formatMetric(row.value)}</td>
      <td className={styles.quiet}>
        {(row.kept ? formatKeptGain : formatGain)(row.value - row.baselineValue, 4)}
      </td>
    </tr>
  )
}
