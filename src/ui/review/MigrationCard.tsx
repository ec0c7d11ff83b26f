import { useState } from 'react'
import type { Review } from '../../review/review.ts'
import { Card } from '../shared/Card.tsx'
import { formatCount, formatShare } from '../shared/format.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import { CutOffTable } from './CutOffTable.tsx'
import styles from './review.module.css'
import { crowdedWords, tierMoves } from './reviewWords.ts'

/** Who changes tier, in accounts or in MRR: a row a tier of the incumbent, a column one of the candidate. */
export function MigrationCard({ report }: { report: Review }) {
  const { migration } = report
  const crowded = crowdedWords(report)
  const [wanted, setWanted] = useState<'accounts' | 'mrr'>('accounts')
  const unit = migration.mrr === null ? 'accounts' : wanted
  const matrix = unit === 'mrr' ? migration.mrr! : migration.accounts
  const { tiers } = migration
  const moves = tierMoves(matrix)
  const most = Math.max(1e-9, ...matrix.flatMap((row, from) => row.filter((_, to) => to !== from)))
  const share = (value: number) => (moves.total === 0 ? '—' : formatShare(value / moves.total, 1))
  const columnTotal = (to: number) => matrix.reduce((sum, row) => sum + row[to]!, 0)
  return (
    <Card
      title="Who changes tier"
      aside={
        // biome-ignore lint/a11y/useSemanticElements: a group of buttons, not of fields
        <span role="group" aria-label="Unit of the matrix" className={styles.switch}>
          <button
            type="button"
            aria-pressed={unit === 'accounts'}
            onClick={() => setWanted('accounts')}
          >
            Accounts
          </button>
          <button
            type="button"
            aria-pressed={unit === 'mrr'}
            disabled={migration.mrr === null}
            title={migration.mrr === null ? 'The data has no MRR' : undefined}
            onClick={() => setWanted('mrr')}
          >
            MRR
          </button>
        </span>
      }
    >
      <TableScroll label="Who changes tier, table">
        <table className={styles.matrix}>
          <caption className="visually-hidden">
            {unit === 'mrr' ? 'MRR a month' : 'Accounts'} by tier under the incumbent (rows) and
            under the candidate (columns)
          </caption>
          <thead>
            <tr>
              <th scope="col">from \ to</th>
              {tiers.map((tier) => (
                <th key={tier} scope="col">
                  {tier}
                </th>
              ))}
              <th scope="col">all</th>
            </tr>
          </thead>
          <tbody>
            {tiers.map((tier, from) => (
              <tr key={tier}>
                <th scope="row">{tier}</th>
                {tiers.map((other, to) => (
                  <Cell
                    key={other}
                    value={matrix[from]![to]!}
                    share={matrix[from]![to]! / most}
                    direction={to < from ? 'up' : to > from ? 'down' : 'stay'}
                  />
                ))}
                <td className={styles.total}>
                  {formatCount(matrix[from]!.reduce((sum, value) => sum + value, 0))}
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row" className={styles.total}>
                all
              </th>
              {tiers.map((tier, to) => (
                <td key={tier} className={styles.total}>
                  {formatCount(columnTotal(to))}
                </td>
              ))}
              <td className={styles.total}>{formatCount(moves.total)}</td>
            </tr>
          </tbody>
        </table>
      </TableScroll>
      <p className={styles.sums}>
        Up ↑ {formatCount(moves.up)} ({share(moves.up)}) · down ↓ {formatCount(moves.down)} (
        {share(moves.down)}) · unchanged {formatCount(moves.stay)} ({share(moves.stay)}).{' '}
        {migration.rows === 'holdout' ? 'Held-out accounts.' : 'Accounts searched.'}
        {crowded !== null && ` ${crowded}`}
      </p>
      <CutOffTable report={report} />
    </Card>
  )
}

interface CellProps {
  value: number
  share: number // of the largest move
  direction: 'up' | 'down' | 'stay'
}

function Cell({ value, share, direction }: CellProps) {
  if (direction === 'stay') return <td className={styles.stay}>{formatCount(value)}</td>
  const color = direction === 'up' ? 'var(--accent)' : 'var(--held-out)'
  const strength = value === 0 ? 0 : 6 + Math.min(1, share) * 34
  return (
    <td style={{ background: `color-mix(in oklab, ${color} ${strength}%, var(--panel))` }}>
      <span className={styles.arrow} aria-hidden="true">
        {value === 0 ? '' : direction === 'up' ? '↑' : '↓'}
      </span>
      {formatCount(value)}
      <span className="visually-hidden"> {direction}</span>
    </td>
  )
}
