import { Button } from '@mantine/core'
import { useLocation } from 'wouter'
import type { ResampleSummary } from '../../studies/summarizeResample.ts'
import { IntervalBar } from '../charts/IntervalBar.tsx'
import { useCommands } from '../context.tsx'
import { formatCount, formatNumber, formatShare } from '../shared/format.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import styles from './studies.module.css'

const ENOUGH = 20 // searches before their medians are offered as a spec

/** How firm each weight is when the accounts are drawn anew, and the spec of the medians. */
export function StabilityTable({
  runId,
  searches,
  weights,
  sentence,
}: ResampleSummary & { runId: string }) {
  const { useConsensusSpec: takeConsensus } = useCommands()
  const [, navigate] = useLocation()
  const min = Math.min(0, ...weights.map(({ low, weight }) => Math.min(low, weight)))
  const max = Math.max(1, ...weights.map(({ high, weight }) => Math.max(high, weight)))
  return (
    <>
      <p className={styles.answer}>{sentence}</p>
      <TableScroll label="Weights on resampled accounts, table">
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">feature</th>
              <th scope="col" className={table.figure}>
                this run
              </th>
              <th scope="col" className={table.figure}>
                median
              </th>
              <th scope="col" className={table.figure}>
                5 % to 95 %
              </th>
              <th scope="col" className={styles.barHead}>
                interval
              </th>
              <th scope="col" className={table.figure}>
                same sign
              </th>
              <th scope="col" className={table.figure}>
                not 0
              </th>
            </tr>
          </thead>
          <tbody>
            {weights.map(({ feature, weight, median, low, high, sameSign, nonZero, noise }) => (
              <tr key={feature}>
                <th scope="row" className={styles.feature} title={feature}>
                  {feature}
                  {noise && <span className={styles.noise}>noise</span>}
                </th>
                <td className={`${table.figure} ${table.strong}`}>{formatCount(weight)}</td>
                <td className={table.figure}>{formatNumber(median)}</td>
                <td className={table.figure}>
                  {formatCount(low)} to {formatCount(high)}
                </td>
                <td>
                  <IntervalBar min={min} max={max} low={low} high={high} value={weight} />
                </td>
                <td className={table.figure}>{formatShare(sameSign)}</td>
                <td className={table.figure}>{formatShare(nonZero)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <p className={styles.text}>
        A weight is called noise where 0 is inside its interval or at its end.
      </p>
      {searches >= ENOUGH && (
        <div className={styles.head}>
          <p className={styles.text}>
            The consensus spec gives every feature the median of its weights, rounded and within its
            bounds. Run it, or review it, like any other.
          </p>
          <Button
            onClick={() => {
              void takeConsensus(runId)
              navigate('/model')
            }}
          >
            Use consensus spec
          </Button>
        </div>
      )}
    </>
  )
}
