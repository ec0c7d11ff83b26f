import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { RunHeader } from '../../journal/entry.ts'
import { lossWords, NOISE_SENTENCE } from '../../loop/guardrails.ts'
import type { ExperimentDetail } from '../../store/state.ts'
import { useCommands } from '../context.tsx'
import {
  formatCount,
  formatErrors,
  formatGain,
  formatKeptGain,
  formatMetric,
  isAbridged,
  plural,
} from '../shared/format.ts'
import { TieMark } from '../shared/TieMark.tsx'
import { MetricList } from './MetricList.tsx'
import styles from './panel.module.css'
import { useTakeSpec } from './useTakeSpec.ts'

interface ExperimentPanelProps {
  header: RunHeader
  index: number
  onClose(): void
}

/** One experiment whole: its change, all its metrics, all its weights, and its spec for use. */
export function ExperimentPanel({ header, index, onClose }: ExperimentPanelProps) {
  const commands = useCommands()
  const takeSpec = useTakeSpec()
  const [loaded, setLoaded] = useState<{ index: number; detail: ExperimentDetail | null } | null>(
    null,
  )
  const panel = useRef<HTMLElement>(null)

  useEffect(() => {
    let wanted = true
    panel.current?.focus({ preventScroll: window.innerWidth > 960 })
    commands
      .experiment(header.runId, index)
      .catch(() => null)
      .then((detail) => {
        if (wanted) setLoaded({ index, detail })
      })
    return () => {
      wanted = false
    }
  }, [commands, header.runId, index])

  const detail = loaded?.index === index ? loaded.detail : undefined
  return (
    <section
      ref={panel}
      tabIndex={-1}
      className={styles.panel}
      aria-label={`Experiment ${formatCount(index)}`}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <div className={styles.panelHead}>
        <h2>
          Experiment {formatCount(index)}
          {detail && <span className={styles.quiet}> · {detail.kept ? 'kept' : 'reverted'}</span>}{' '}
          {detail && <TieMark kept={detail} />}
          {detail && detail.reason !== null && (
            <span className={styles.quiet}>, {lossWords(detail.reason)}</span>
          )}
        </h2>
        <button type="button" className={styles.more} aria-label="Close" onClick={onClose}>
          <svg width="12" height="12" viewBox="0 0 10 10" aria-hidden="true">
            <path d="m1.5 1.5 7 7m0-7-7 7" stroke="currentColor" strokeWidth="1.4" />
          </svg>
        </button>
      </div>
      {detail === undefined && <p className={styles.quiet}>Reading…</p>}
      {detail === null && <p>The journal could not give this experiment.</p>}
      {detail && (
        <>
          {isAbridged(detail.changes) && <h3>{plural(detail.changes.length, 'weight')} changed</h3>}
          <ul className={styles.panelChanges} data-many={isAbridged(detail.changes)}>
            {detail.changes.map((change) => (
              <li key={change.feature}>
                <b>{change.feature}</b> {formatCount(change.from)} → {formatCount(change.to)}
              </li>
            ))}
          </ul>
          <p className={styles.quiet}>
            {formatMetric(detail.value)} on accounts searched, {againstBest(detail)}
            {detail.holdoutValue === null
              ? '.'
              : `; ${formatMetric(detail.holdoutValue)} held out.`}
            {detail.reason === 'noise' && ` ${NOISE_SENTENCE}`}
          </p>
          <Button className={styles.use} onClick={() => takeSpec(header.runId, index)}>
            Use this spec
          </Button>
          <MetricList metrics={detail.metrics} fileName={header.data.name} />
          <h3>Weights</h3>
          <dl className={styles.weights}>
            {Object.entries(detail.weights).map(([feature, weight]) => (
              <div key={feature}>
                <dt title={feature}>{feature}</dt>
                <dd>{formatCount(weight)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  )
}

function againstBest(detail: ExperimentDetail): string {
  const { kept, value, baselineValue, gainInStandardErrors } = detail
  const gain = value - baselineValue
  if (kept && gain === 0) return 'equal to the best so far with smaller weights'
  const size =
    gainInStandardErrors === undefined
      ? ''
      : ` (${formatErrors(gainInStandardErrors)} standard errors)`
  return `${(kept ? formatKeptGain : formatGain)(gain, 4)}${size} against the best so far`
}
