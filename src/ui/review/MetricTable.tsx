import { useState } from 'react'
import { metricInfo } from '../../evaluation/metricInfo.ts'
import type { Metrics } from '../../evaluation/metrics.ts'
import { incumbentNote } from '../../review/incumbentWords.ts'
import type { Review } from '../../review/review.ts'
import {
  metricChange,
  metricLabel,
  metricText,
  tierKeys,
  tierValues,
  wholeKeys,
  wholeValue,
} from '../charts/metricText.ts'
import { Card } from '../shared/Card.tsx'
import { FoldButton } from '../shared/FoldButton.tsx'
import { plural } from '../shared/format.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import styles from './review.module.css'

type Value = number | null | undefined
type Pick = (metrics: Metrics | null) => Value

/** All metrics of both specs on both row sets, those by tier as tables within the table. */
export function MetricTable({ report }: { report: Review }) {
  const [open, setOpen] = useState(false)
  const { incumbent: baseline, candidate: best } = report
  const all = [baseline.search, best.search, baseline.holdout, best.holdout]
  const whole = wholeKeys(...all)
  const ordered = [report.metric, ...whole.filter((key) => key !== report.metric)].filter((key) =>
    whole.includes(key),
  )
  const heldOut = baseline.holdout !== null && best.holdout !== null
  const byTier = tierKeys(...all).length
  return (
    <Card flush>
      <div className={styles.tableHead}>
        <h2>All metrics</h2>
        <span>incumbent: {incumbentNote(report)}; candidate: the best spec of the run</span>
      </div>
      <TableScroll label="All metrics, table">
        <table className={`${table.table} ${styles.metrics}`}>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                metric
              </th>
              <th scope="colgroup" colSpan={2} className={styles.group}>
                accounts searched
              </th>
              <th scope="colgroup" colSpan={2} className={styles.group}>
                held-out accounts
              </th>
              <th scope="col" rowSpan={2} className={table.figure}>
                change, {heldOut ? 'held out' : 'searched'}
              </th>
            </tr>
            <tr>
              {['incumbent', 'candidate', 'incumbent', 'candidate'].map((word, position) => (
                <th
                  // biome-ignore lint/suspicious/noArrayIndexKey: four fixed columns
                  key={position}
                  scope="col"
                  className={table.figure}
                >
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ordered.map((key) => (
              <tr key={key} className={key === report.metric ? styles.primary : undefined}>
                <th scope="row">
                  <MetricName metricKey={key} primary={key === report.metric} />
                </th>
                <Cells report={report} metricKey={key} pick={(m) => wholeValue(m, key)} />
              </tr>
            ))}
          </tbody>
          {(open ? tierKeys(...all) : []).map((key) => (
            <tbody key={key}>
              <tr>
                <th scope="rowgroup" colSpan={6} className={styles.byTier}>
                  <MetricName metricKey={key} />
                </th>
              </tr>
              {tiersOf(report, key).map((tier) => (
                <tr key={tier} className={styles.tierRow}>
                  <th scope="row">{tier}</th>
                  <Cells
                    report={report}
                    metricKey={key}
                    absent="too few"
                    pick={(m) => {
                      const values = tierValues(m, key)
                      return Object.hasOwn(values, tier) ? values[tier] : undefined
                    }}
                  />
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </TableScroll>
      {byTier > 0 && (
        <div className={styles.tableFoot}>
          <FoldButton open={open} onToggle={() => setOpen(!open)}>
            By tier: {plural(byTier, 'metric')} more
          </FoldButton>
        </div>
      )}
    </Card>
  )
}

function tiersOf(report: Review, key: string): string[] {
  const { incumbent: baseline, candidate: best, migration } = report
  const seen = new Set<string>()
  for (const metrics of [baseline.search, best.search, baseline.holdout, best.holdout])
    for (const tier of Object.keys(tierValues(metrics, key))) seen.add(tier)
  if (key.startsWith('winback_')) return [...seen]
  const others = [...seen].filter((tier) => !migration.tiers.includes(tier))
  return [...migration.tiers, ...others]
}

interface CellsProps {
  report: Review
  metricKey: string
  pick: Pick
  absent?: string // instead of '—'
}

function Cells({ report, metricKey, pick, absent = '—' }: CellsProps) {
  const { incumbent: baseline, candidate: best } = report
  const text = (metrics: Metrics | null) => {
    const value = pick(metrics)
    return metrics !== null && value === undefined ? absent : metricText(metricKey, value)
  }
  const heldOut = baseline.holdout !== null && best.holdout !== null
  const change = heldOut
    ? metricChange(metricKey, pick(baseline.holdout), pick(best.holdout))
    : metricChange(metricKey, pick(baseline.search), pick(best.search))
  const quiet = `${table.figure} ${table.quiet}`
  return (
    <>
      <td className={quiet}>{text(baseline.search)}</td>
      <td className={table.figure}>{text(best.search)}</td>
      <td className={quiet}>{text(baseline.holdout)}</td>
      <td className={table.figure}>{text(best.holdout)}</td>
      <td className={table.figure}>{change}</td>
    </>
  )
}

function MetricName({ metricKey, primary = false }: { metricKey: string; primary?: boolean }) {
  const info = metricInfo(metricKey)
  if (info === null) return <>{metricLabel(metricKey)}</>
  return (
    <details className={styles.metricName}>
      <summary>
        {metricLabel(metricKey)}
        {primary && <span className={styles.badge}>primary</span>}
      </summary>
      <p>{info.meaning}</p>
      <p>
        <b>Formula</b> {info.formula}
      </p>
      {info.good !== null && (
        <p>
          <b>Typical</b> {info.good}
        </p>
      )}
      <p>
        <b>Misleading when</b> {info.misleading}
      </p>
    </details>
  )
}
