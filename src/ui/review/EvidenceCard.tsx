import type { RunSummary } from '../../journal/entry.ts'
import type { Review } from '../../review/review.ts'
import { GainFigure } from '../charts/GainFigure.tsx'
import { wholeValue } from '../charts/metricText.ts'
import { METRIC_WORDS } from '../run/runWords.ts'
import { Card } from '../shared/Card.tsx'
import { Gain } from '../shared/Figure.tsx'
import { formatGain, formatMetric, plural } from '../shared/format.ts'
import { NoiseLine } from './NoiseLine.tsx'
import styles from './verdict.module.css'

/** The gain in figures and drawn, and what noise alone would have bought. */
export function EvidenceCard({ report, run }: { report: Review; run: RunSummary | undefined }) {
  const { gain, searchGain, metric, holdoutRows } = report
  const searched = wholeValue(report.candidate.search, metric)
  const isPlain = gain === null && searchGain === null
  return (
    <div className={styles.evidence}>
      <Card>
        <div className={styles.figures}>
          <div>
            <h2>
              Gain on{' '}
              {holdoutRows === 0 ? 'held-out accounts' : plural(holdoutRows, 'held-out account')}
            </h2>
            {gain === null ? (
              <>
                <p className={styles.value}>—</p>
                <p className={styles.sub}>
                  {holdoutRows === 0 ? 'none were held out' : 'the metric has no value there'}
                </p>
              </>
            ) : (
              <>
                <p className={styles.value}>
                  <Gain
                    text={formatGain(gain.value)}
                    better={gain.low > 0 ? true : gain.high < 0 ? false : null}
                  />
                </p>
                <p className={styles.sub}>
                  95 % interval {formatGain(gain.low)} to {formatGain(gain.high)}
                </p>
              </>
            )}
          </div>
          <div>
            <h2>{sentenceCase(METRIC_WORDS[metric].name)}</h2>
            <p className={styles.value}>{formatMetric(gain?.candidate ?? searched, 3)}</p>
            <p className={styles.sub}>
              {gain === null
                ? 'on the accounts it was tuned on: '
                : `incumbent ${formatMetric(gain.incumbent, 3)}: `}
              {METRIC_WORDS[metric].says}
            </p>
          </div>
        </div>
        <NoiseLine report={report} run={run} />
      </Card>
      {!isPlain && <GainFigure report={report} />}
    </div>
  )
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
