import { useState } from 'react'
import { pairNote } from '../../review/metricWords.ts'
import type { Review } from '../../review/review.ts'
import { verdictOf } from '../../review/verdict.ts'
import { FoldButton } from '../shared/FoldButton.tsx'
import { StateIcon } from './StateIcon.tsx'
import styles from './verdict.module.css'

/** The decision in one large sentence, and the three answers everyone needs. */
export function VerdictCard({ report }: { report: Review }) {
  const { decision, headline, answer, why, wrong } = verdictOf(report)
  const ready = report.decision === 'READY_FOR_REVIEW'
  const note = pairNote(report.metric)
  return (
    <section className={styles.verdict} data-ready={ready} aria-labelledby="review-decision">
      <p className={styles.decision}>
        <StateIcon state={ready ? 'passes' : 'keep'} />
        {decision}
      </p>
      <h1 id="review-decision" className={styles.headline}>
        {headline}
      </h1>
      <dl className={styles.answers}>
        <div>
          <dt>Should we switch?</dt>
          <dd>{answer}</dd>
        </div>
        <div>
          <dt>Why?</dt>
          <dd>
            {why}
            {note !== null && <small>{note}</small>}
          </dd>
        </div>
        <div>
          <dt>What could still be wrong?</dt>
          <dd>
            {wrong}
            <Cautions all={report.cautions} />
          </dd>
        </div>
      </dl>
    </section>
  )
}

const SAID = 2 // cautions that the answer holds already

/** All that could still be wrong, where the answer names only the gravest. */
function Cautions({ all }: { all: string[] }) {
  const [open, setOpen] = useState(false)
  if (all.length <= SAID) return null
  return (
    <div className={styles.cautions}>
      <FoldButton open={open} onToggle={() => setOpen(!open)}>
        All {all.length}
      </FoldButton>
      {open && (
        <ul>
          {all.map((caution) => (
            <li key={caution}>{caution}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
