import { useState } from 'react'
import { Link } from 'wouter'
import type { Review, SegmentFigures } from '../../review/review.ts'
import { Card } from '../shared/Card.tsx'
import controls from '../shared/controls.module.css'
import { FoldButton } from '../shared/FoldButton.tsx'
import { formatCount, formatGain, formatMetric, formatShare, plural } from '../shared/format.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import styles from './review.module.css'

const SHOWN = 8

/** Whether some group of customers is scored worse: each segment with the metric of both specs. */
export function SegmentsCard({ report }: { report: Review }) {
  const [open, setOpen] = useState(false)
  const { segments, thresholds, holdoutRows } = report
  if (segments === null)
    return (
      <Card title="Segments">
        <p className={styles.none}>
          {holdoutRows === 0
            ? 'No accounts were held out, so no segment can be checked.'
            : 'Whether some group of customers is scored worse is not known: no column is named a segment.'}{' '}
          {holdoutRows > 0 && (
            <>
              Give a column such as plan or region that role under{' '}
              <Link href="/data" className={controls.link}>
                Data
              </Link>
              , then run again.
            </>
          )}
        </p>
      </Card>
    )
  const sorted = [...segments].sort(worstFirst)
  const rows = open ? sorted : sorted.slice(0, SHOWN)
  return (
    <Card title="Segments" aside={`${plural(segments.length, 'segment')}, worst first`}>
      <TableScroll label="Segments, table">
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">segment</th>
              <th scope="col" className={table.figure}>
                held-out accounts
              </th>
              <th scope="col" className={table.figure}>
                incumbent
              </th>
              <th scope="col" className={table.figure}>
                candidate
              </th>
              <th scope="col" className={table.figure}>
                change
              </th>
              <th scope="col" className={table.figure}>
                in the best tier
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((segment) => {
              const { column, label, accounts, incumbent, candidate, change, topShare } = segment
              const fell = change !== null && -change > thresholds.maxSegmentDrop
              return (
                <tr key={`${column} ${label}`}>
                  <th scope="row">
                    {column} <b>{label}</b>
                    {fell && <span className={styles.fault}>falls too far</span>}
                    {segment.problem !== null && (
                      <span className={styles.fault}>{segment.problem}</span>
                    )}
                  </th>
                  <td className={table.figure}>{formatCount(accounts)}</td>
                  <td className={`${table.figure} ${table.quiet}`}>{formatMetric(incumbent, 3)}</td>
                  <td className={table.figure}>{formatMetric(candidate, 3)}</td>
                  <td className={`${table.figure} ${table.strong}`}>{formatGain(change)}</td>
                  <td className={table.figure}>
                    {formatShare(topShare.incumbent, 1)} → {formatShare(topShare.candidate, 1)}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </TableScroll>
      {segments.length > SHOWN && (
        <div className={styles.more}>
          <FoldButton open={open} onToggle={() => setOpen(!open)}>
            All {plural(segments.length, 'segment')}
          </FoldButton>
        </div>
      )}
    </Card>
  )
}

/** What cannot be checked first, then by change. */
function worstFirst(a: SegmentFigures, b: SegmentFigures): number {
  return (a.change ?? Number.NEGATIVE_INFINITY) - (b.change ?? Number.NEGATIVE_INFINITY) || 0
}
