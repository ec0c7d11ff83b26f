import type { Review } from '../../review/review.ts'
import { formatNumber, formatShare } from '../shared/format.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import styles from './review.module.css'

/** From which score on each tier holds accounts, and what share of those searched, under both specs. */
export function CutOffTable({ report }: { report: Review }) {
  const { tiers, tierFit, incumbent, candidate } = report
  return (
    <div className={styles.cutOffs}>
      <TableScroll label="Where tiers begin, table">
        <table className={table.table}>
          <caption className="visually-hidden">Where tiers begin</caption>
          <thead>
            <tr>
              <th scope="col">tier</th>
              <th scope="col" className={table.figure}>
                from, incumbent
              </th>
              <th scope="col" className={table.figure}>
                from, candidate
              </th>
              <th scope="col" className={table.figure}>
                accounts searched
              </th>
            </tr>
          </thead>
          <tbody>
            {tiers.candidate.map(({ label, min }, index) => {
              const before = tiers.incumbent[index]!.min
              return (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <td className={`${table.figure} ${table.quiet}`}>{formatNumber(before)}</td>
                  <td className={`${table.figure} ${min === before ? table.quiet : table.strong}`}>
                    {formatNumber(min)}
                  </td>
                  <td className={table.figure}>
                    {formatShare(incumbent.search[`pct_${label}_tier`], 1)} →{' '}
                    {formatShare(candidate.search[`pct_${label}_tier`], 1)}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </TableScroll>
      <p className={styles.sums}>{tierFit.sentence}</p>
    </div>
  )
}
