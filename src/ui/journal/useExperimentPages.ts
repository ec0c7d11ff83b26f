import { useEffect, useRef, useState } from 'react'
import type { ExperimentFilter } from '../../session/commands.ts'
import type { ExperimentRow } from '../../store/state.ts'
import { useCommands } from '../context.tsx'

const PAGE = 200 // experiments asked for at once
const HELD = 30 // pages kept in memory

interface ExperimentPages {
  row(position: number): ExperimentRow | undefined // undefined: not read yet
  failed: boolean
}

/** Reads the part of a run's experiments that is on screen, page by page, and forgets the rest. */
export function useExperimentPages(
  runId: string,
  filter: ExperimentFilter,
  first: number,
  last: number,
): ExperimentPages {
  const commands = useCommands()
  const [pages, setPages] = useState<ReadonlyMap<number, ExperimentRow[]>>(new Map())
  const [failed, setFailed] = useState(false)
  const asked = useRef(new Set<number>())
  const from = Math.floor(Math.max(0, first) / PAGE)
  const to = Math.floor(Math.max(0, last) / PAGE)

  useEffect(() => {
    for (let page = from; page <= to; page++) {
      if (asked.current.has(page)) continue
      asked.current.add(page)
      commands
        .experiments(runId, filter, page * PAGE, PAGE)
        .then((rows) => {
          setFailed(false)
          setPages((before) => {
            const next = new Map(before).set(page, rows)
            while (next.size > HELD) {
              const oldest = next.keys().next().value as number
              next.delete(oldest)
              asked.current.delete(oldest)
            }
            return next
          })
        })
        .catch(() => {
          asked.current.delete(page)
          setFailed(true)
        })
    }
  }, [commands, runId, filter, from, to])

  return { row: (position) => pages.get(Math.floor(position / PAGE))?.[position % PAGE], failed }
}
