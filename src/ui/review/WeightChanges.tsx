import type { Review, WeightPair } from '../../review/review.ts'
import { Card } from '../shared/Card.tsx'
import { formatCount, plural } from '../shared/format.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import styles from './review.module.css'

/** Weights before and after, the largest change first. */
export function WeightChanges({ weights }: { weights: Review['weights'] }) {
  const changed = weights.filter((weight) => weight.before !== weight.after).length
  const rows = [...weights].sort((a, b) => Math.abs(changeOf(b)) - Math.abs(changeOf(a)))
  const most = Math.max(1, ...weights.map((weight) => Math.abs(changeOf(weight))))
  return (
    <Card
      title="Weights"
      aside={`${formatCount(changed)} of ${plural(weights.length, 'weight')} changed`}
    >
      <TableScroll label="Weights before and after, table" className={styles.weights}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">feature</th>
              <th scope="col" className={table.figure}>
                start
              </th>
              <th scope="col" className={table.figure}>
                best
              </th>
              <th scope="col" className={styles.changeHead}>
                change
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((weight) => (
              <tr key={weight.feature}>
                <th scope="row" className={styles.feature} title={weight.feature}>
                  {weight.feature}
                </th>
                <td className={`${table.figure} ${table.quiet}`}>{formatCount(weight.before)}</td>
                <td className={`${table.figure} ${table.strong}`}>{formatCount(weight.after)}</td>
                <td>
                  <ChangeBar change={changeOf(weight)} most={most} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  )
}

/** A feature that a spec lacks gives no points there. */
function changeOf({ before, after }: WeightPair): number {
  return (after ?? 0) - (before ?? 0)
}

function ChangeBar({ change, most }: { change: number; most: number }) {
  const width = `${(Math.abs(change) / most) * 50}%`
  return (
    <span className={styles.changeCell}>
      <span className={styles.changeTrack} aria-hidden="true">
        <span
          className={styles.changeBar}
          style={{ width, [change < 0 ? 'right' : 'left']: '50%' }}
        />
      </span>
      <span className={change === 0 ? table.quiet : undefined}>
        {change === 0 ? '0' : change < 0 ? `−${formatCount(-change)}` : `+${formatCount(change)}`}
      </span>
    </span>
  )
}
