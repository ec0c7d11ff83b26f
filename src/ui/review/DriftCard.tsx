import { useState } from 'react'
import type { DriftRow, Review } from '../../review/review.ts'
import { Card } from '../shared/Card.tsx'
import { FoldButton } from '../shared/FoldButton.tsx'
import { formatFixed, formatNumber, formatShare, plural } from '../shared/format.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import { driftSentence, isDrifting, isTelling } from './driftWords.ts'
import styles from './review.module.css'

/** Whether the held-out accounts look like those searched: what moved first, the rest on demand. */
export function DriftCard({ drift }: { drift: Review['drift'] }) {
  const [open, setOpen] = useState(false)
  if (drift === null) return null
  const rows = drift.filter((row) => open || isTelling(row))
  rows.sort((a, b) => Number(b.turned) - Number(a.turned) || b.psi - a.psi)
  return (
    <Card title="Do the held-out accounts look like those searched?">
      <p className={styles.lead}>{driftSentence(drift)}</p>
      {rows.length > 0 && <DriftTable rows={rows} />}
      <div className={styles.more}>
        <FoldButton open={open} onToggle={() => setOpen(!open)}>
          All {plural(drift.length, 'column')}
        </FoldButton>
      </div>
    </Card>
  )
}

function DriftTable({ rows }: { rows: DriftRow[] }) {
  const pair = (before: number | null, after: number | null, text: (value: number) => string) =>
    before === null || after === null ? '—' : `${text(before)} → ${text(after)}`
  const isTold = rows.some(({ aloneSearch }) => aloneSearch !== null)
  return (
    <>
      <TableScroll label="Drift, table">
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">column</th>
              {isTold && (
                <th scope="col" className={table.figure}>
                  alone
                </th>
              )}
              <th scope="col" className={table.figure}>
                mean
              </th>
              <th scope="col" className={table.figure}>
                zero
              </th>
              <th scope="col" className={table.figure}>
                missing
              </th>
              <th scope="col" className={table.figure}>
                PSI
              </th>
              <th scope="col" className={table.figure}>
                chance makes
              </th>
              <th scope="col">
                <span className="visually-hidden">verdict</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.kind} ${row.name}`}>
                <th scope="row" className={styles.feature} title={row.name}>
                  {row.name}
                </th>
                {isTold && (
                  <td className={table.figure}>
                    {pair(row.aloneSearch, row.aloneHoldout, (auc) => formatFixed(auc, 2))}
                    {row.turned && <span className={styles.fault}> turned</span>}
                  </td>
                )}
                <td className={table.figure}>
                  {pair(row.meanSearch, row.meanHoldout, formatNumber)}
                </td>
                <td className={table.figure}>
                  {pair(row.zeroSearch, row.zeroHoldout, (share) => formatShare(share))}
                </td>
                <td className={table.figure}>
                  {pair(row.missingSearch, row.missingHoldout, (share) => formatShare(share))}
                </td>
                <td className={`${table.figure} ${table.strong}`}>{formatFixed(row.psi, 3)}</td>
                <td className={`${table.figure} ${table.quiet}`}>{formatFixed(row.critical, 3)}</td>
                <td>
                  <span className={isDrifting(row) ? styles.fault : table.quiet}>
                    {isDrifting(row) ? row.band : 'stable'}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <p className={styles.sums}>
        Searched → held out. PSI, the population stability index: below 0.1 stable, above 0.25
        shifted; up to “chance makes” the same accounts drawn twice differ as much.
        {isTold &&
          ' Alone: the AUC of the column by itself; above 0.5 more of it goes with staying, below with churning, and where it turned it did one and then the other by more than chance.'}
      </p>
    </>
  )
}
