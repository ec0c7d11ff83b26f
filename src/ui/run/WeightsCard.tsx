import { memo } from 'react'
import type { RunHeader } from '../../journal/entry.ts'
import { WeightRange } from '../charts/WeightRange.tsx'
import { Card } from '../shared/Card.tsx'
import { formatCount } from '../shared/format.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import styles from './run.module.css'
import { startWeights } from './runWorth.ts'

interface WeightsCardProps {
  header: RunHeader
  best: number[] // in the spec's order
  settled: boolean // the run has ended: rows may be put in order
}

const SEEN = 9 // rows that show without scrolling

/** Every weight on its range, where it started and where it is best; the largest first once settled. */
export const WeightsCard = memo(function WeightsCard(props: WeightsCardProps) {
  const { header, best, settled } = props
  const { spec } = header
  const start = startWeights(header)
  const rows = Object.entries(spec.features).map(([name, feature], position) => ({
    name,
    ...feature,
    weight: start[position] ?? feature.weight,
    best: best[position] ?? feature.weight,
  }))
  const sorted = settled && rows.length > SEEN
  if (sorted) rows.sort((a, b) => Math.abs(b.best) - Math.abs(a.best))
  return (
    <Card
      title="Weights"
      aside={
        <span className={styles.legend}>
          {sorted && 'largest first'}
          <span className={styles.dotStart} /> start <span className={styles.dotBest} /> best
        </span>
      }
      className={styles.weights}
    >
      <TableScroll label="Weights, table" className={styles.weightScroll}>
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
              <th scope="col" className={styles.rangeHead}>
                on its range
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row" className={styles.feature} title={row.name}>
                  {row.label ?? row.name}
                  {row.locked === true && <span className={styles.quiet}> · locked</span>}
                </th>
                <td className={`${table.figure} ${table.quiet}`}>{formatCount(row.weight)}</td>
                <td className={`${table.figure} ${table.strong}`}>{formatCount(row.best)}</td>
                <td>
                  <span className={styles.rangeCell}>
                    <span className={styles.bound}>{formatCount(row.min)}</span>
                    <WeightRange
                      min={row.min}
                      max={row.max}
                      start={row.weight}
                      best={row.best}
                      locked={row.locked === true}
                    />
                    <span className={styles.bound}>{formatCount(row.max)}</span>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  )
})
