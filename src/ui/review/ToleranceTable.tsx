import type { Spec } from '../../accounts/spec.ts'
import type { WeightTolerance } from '../../studies/summarizeTolerance.ts'
import { IntervalBar } from '../charts/IntervalBar.tsx'
import { formatCount } from '../shared/format.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import styles from './studies.module.css'

/** The values of each weight that are as good within one standard error. */
export function ToleranceTable({ weights, spec }: { weights: WeightTolerance[]; spec: Spec }) {
  return (
    <TableScroll label="Values as good as the weights, table">
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">feature</th>
            <th scope="col" className={table.figure}>
              weight
            </th>
            <th scope="col" className={table.figure}>
              as good
            </th>
            <th scope="col" className={styles.barHead}>
              within its bounds
            </th>
          </tr>
        </thead>
        <tbody>
          {weights.map(({ feature, weight, low, high }) => {
            const { min, max, locked } = spec.features[feature]
            return (
              <tr key={feature}>
                <th scope="row" className={styles.feature} title={feature}>
                  {feature}
                </th>
                <td className={`${table.figure} ${table.strong}`}>{formatCount(weight)}</td>
                <td className={table.figure}>
                  {locked
                    ? 'locked'
                    : low === high
                      ? 'no other'
                      : `${formatCount(low)} to ${formatCount(high)}`}
                </td>
                <td>
                  <IntervalBar
                    min={Math.min(min, weight)}
                    max={Math.max(max, weight)}
                    low={low}
                    high={high}
                    value={weight}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </TableScroll>
  )
}
