import type { ReactNode } from 'react'
import { metricInfo } from '../../evaluation/metricInfo.ts'
import type { Metrics } from '../../evaluation/metrics.ts'
import {
  metricLabel,
  metricText,
  tierKeys,
  tierValues,
  wholeKeys,
  wholeValue,
} from '../charts/metricText.ts'
import styles from './panel.module.css'

interface MetricListProps {
  metrics: Metrics | null // null: not stored, and the accounts are not open
  fileName: string
}

/** All metrics of one experiment; each opens to what it means. */
export function MetricList({ metrics, fileName }: MetricListProps) {
  if (metrics === null)
    return (
      <>
        <h3>Metrics</h3>
        <p className={styles.quiet}>
          Only kept experiments store all metrics. Open {fileName} in the Data view to compute them
          for this one.
        </p>
      </>
    )
  return (
    <>
      <h3>Metrics, accounts searched</h3>
      <div className={styles.metrics}>
        {wholeKeys(metrics).map((key) => (
          <MetricLine key={key} metricKey={key}>
            {metricText(key, wholeValue(metrics, key))}
          </MetricLine>
        ))}
        {tierKeys(metrics).map((key) => (
          <MetricLine key={key} metricKey={key}>
            {Object.entries(tierValues(metrics, key)).map(([tier, value]) => (
              <span key={tier} className={styles.tierValue}>
                <span className={styles.quiet}>{tier}</span> {metricText(key, value)}
              </span>
            ))}
          </MetricLine>
        ))}
      </div>
    </>
  )
}

function MetricLine({ metricKey, children }: { metricKey: string; children: ReactNode }) {
  const info = metricInfo(metricKey)
  return (
    <details className={styles.metric}>
      <summary>
        <span>{metricLabel(metricKey)}</span>
        <span className={styles.metricValue}>{children}</span>
      </summary>
      {info !== null && (
        <p className={styles.quiet}>
          {info.meaning} <code>{info.formula}</code>
        </p>
      )}
    </details>
  )
}
