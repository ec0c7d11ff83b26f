import { useState } from 'react'
import type { Review } from '../../review/review.ts'
import { useAppState } from '../context.tsx'
import { FoldButton } from '../shared/FoldButton.tsx'
import { formatGain, formatMoment, formatNumber, formatShare } from '../shared/format.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import styles from './gates.module.css'
import { looksSentence } from './gateWords.ts'

/** How many decisions were drawn from these held-out accounts, and which. */
export function LooksLine({ report }: { report: Review }) {
  const [open, setOpen] = useState(false)
  const looks = useAppState(({ review }) => (review.phase === 'ready' ? review.looks : NONE))
  if (report.looks === null) return null
  const runs = looks.map(({ runId }) => runId)
  return (
    <div className={styles.looks}>
      <p>{looksSentence(report.looks, report.runId, runs)}</p>
      {looks.length > 1 && (
        <>
          <FoldButton open={open} onToggle={() => setOpen(!open)}>
            All decisions
          </FoldButton>
          {open && (
            <TableScroll label="Decisions drawn from these held-out accounts, table">
              <table className={table.table}>
                <thead>
                  <tr>
                    <th scope="col">when</th>
                    <th scope="col">decision</th>
                    <th scope="col" className={table.figure}>
                      gain
                    </th>
                    <th scope="col" className={table.figure}>
                      gain asked for
                    </th>
                    <th scope="col" className={table.figure}>
                      tier changes allowed
                    </th>
                    <th scope="col" className={table.figure}>
                      fall allowed
                    </th>
                    <th scope="col" className={table.figure}>
                      p allowed
                    </th>
                    <th scope="col">tier sizes</th>
                    <th scope="col">run</th>
                  </tr>
                </thead>
                <tbody>
                  {looks.map(({ id, at, decision, gain, thresholds, runId }) => (
                    <tr key={id}>
                      <th scope="row">{formatMoment(at)}</th>
                      <td>{decision === 'READY_FOR_REVIEW' ? 'ready for review' : 'keep'}</td>
                      <td className={table.figure}>{formatGain(gain?.value)}</td>
                      <td className={table.figure}>{formatNumber(thresholds.minGain)}</td>
                      <td className={table.figure}>{formatShare(thresholds.maxTierMovement, 1)}</td>
                      <td className={table.figure}>{formatNumber(thresholds.maxSegmentDrop)}</td>
                      <td className={table.figure}>{formatNumber(thresholds.maxNoiseP)}</td>
                      <td>{thresholds.keepTierSizes ? 'kept' : 'as in the run'}</td>
                      <td>{runId === report.runId ? 'this one' : runId}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableScroll>
          )}
        </>
      )}
    </div>
  )
}

const NONE: [] = []
