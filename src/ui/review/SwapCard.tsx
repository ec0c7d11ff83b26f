import type { Review, SwapSet } from '../../review/review.ts'
import { swapSentence } from '../../review/swapWords.ts'
import { Card } from '../shared/Card.tsx'
import { formatCount, formatShare, plural } from '../shared/format.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import styles from './review.module.css'

/** Who enters and who leaves the best-scored fifth, and what became of them. */
export function SwapCard({ report }: { report: Review }) {
  const { swap } = report
  if (swap === null) return null
  const money = swap.entering.mrr !== null
  const rows: [string, SwapSet['entering']][] = [
    ['enter', swap.entering],
    ['leave', swap.leaving],
  ]
  return (
    <Card
      title={`Who enters and leaves the top ${formatShare(swap.share)}`}
      aside={plural(report.holdoutRows, 'held-out account')}
    >
      <p className={styles.lead}>{swapSentence(swap)}</p>
      <TableScroll label="Who enters and leaves the top, table">
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">they</th>
              <th scope="col" className={table.figure}>
                accounts
              </th>
              {money && (
                <th scope="col" className={table.figure}>
                  MRR
                </th>
              )}
              <th scope="col" className={table.figure}>
                stayed
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([word, side]) => (
              <tr key={word}>
                <th scope="row">{word}</th>
                <td className={table.figure}>{formatCount(side.accounts)}</td>
                {money && <td className={table.figure}>{formatCount(side.mrr)}</td>}
                <td className={`${table.figure} ${table.strong}`}>
                  {formatShare(side.retainedShare, 1)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  )
}
