import { Button } from '@mantine/core'
import { useState } from 'react'
import { DEFAULT_THRESHOLDS, sameThresholds, type Thresholds } from '../../review/review.ts'
import { useAppState, useCommands } from '../context.tsx'
import controls from '../shared/controls.module.css'
import { FoldButton } from '../shared/FoldButton.tsx'
import { NumberField } from '../shared/NumberField.tsx'
import styles from './gates.module.css'

/** The thresholds a decision was made by, and a way to decide by others: another look, and said so. */
export function ThresholdsFold({ thresholds }: { thresholds: Thresholds }) {
  const [open, setOpen] = useState(false)
  const { setThresholds } = useCommands()
  const judging = useAppState(({ review }) => review.phase === 'ready' && review.judging)
  return (
    <div>
      <FoldButton open={open} onToggle={() => setOpen(!open)}>
        Thresholds
      </FoldButton>
      {open && (
        <div className={styles.thresholds}>
          <p>
            You have seen the result. To judge by other thresholds now is another look at the same
            held-out accounts: it is counted, and written in the report.
          </p>
          <ThresholdsForm
            key={JSON.stringify(thresholds)}
            thresholds={thresholds}
            action="Judge by these"
            busy={judging}
            onApply={(next) => void setThresholds(next)}
          />
        </div>
      )}
    </div>
  )
}

/** The thresholds of reviews to come, set before there is anything to see. */
export function ThresholdsBefore() {
  const [open, setOpen] = useState(false)
  const thresholds = useAppState((state) => state.thresholds)
  const { setThresholds } = useCommands()
  const usual = sameThresholds(thresholds, DEFAULT_THRESHOLDS)
  return (
    <div className={styles.before}>
      <FoldButton open={open} onToggle={() => setOpen(!open)}>
        {usual ? 'What a switch must bring: usual thresholds' : 'What a switch must bring: yours'}
      </FoldButton>
      {open && (
        <div className={styles.thresholds}>
          <p>Set before anything is seen, they cannot be bent to fit the result.</p>
          <ThresholdsForm
            key={JSON.stringify(thresholds)}
            thresholds={thresholds}
            action="Keep these"
            busy={false}
            onApply={(next) => void setThresholds(next)}
          />
        </div>
      )}
    </div>
  )
}

interface FieldWords {
  name: Exclude<keyof Thresholds, 'keepTierSizes'>
  label: string
  hint: string
  max: number
  percent: boolean
}

const FIELDS: FieldWords[] = [
  {
    name: 'minGain',
    label: 'Least gain',
    hint: 'in units of the metric, on held-out accounts',
    max: 1000,
    percent: false,
  },
  {
    name: 'maxTierMovement',
    label: 'Accounts that change tier, %, at most',
    hint: 'more unsettles whoever works with tiers',
    max: 100,
    percent: true,
  },
  {
    name: 'maxSegmentDrop',
    label: 'Fall of a segment at most',
    hint: 'in units of the metric',
    max: 1000,
    percent: false,
  },
  {
    name: 'maxNoiseP',
    label: 'Noise, p at most',
    hint: 'share of searches on shuffled outcomes that gain as much',
    max: 1,
    percent: false,
  },
]

interface ThresholdsFormProps {
  thresholds: Thresholds
  action: string
  busy: boolean
  onApply(thresholds: Thresholds): void
}

function ThresholdsForm({ thresholds, action, busy, onApply }: ThresholdsFormProps) {
  const [draft, setDraft] = useState(thresholds)
  return (
    <div className={styles.form}>
      {FIELDS.map(({ name, label, hint, max, percent }) => {
        const scale = percent ? 100 : 1
        return (
          <div key={name} className={styles.field}>
            <span>{label}</span>
            <NumberField
              label={label}
              whole={false}
              min={0}
              max={max}
              value={Number((draft[name] * scale).toPrecision(10))}
              onCommit={(value) => setDraft({ ...draft, [name]: value / scale })}
            />
            <small>{hint}</small>
          </div>
        )
      })}
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={draft.keepTierSizes}
          onChange={(event) => setDraft({ ...draft, keepTierSizes: event.currentTarget.checked })}
        />
        <span>
          Keep tier sizes
          <small>
            the candidate’s cut-offs move, so that each tier holds as many accounts as under the
            incumbent
          </small>
        </span>
      </label>
      <div className={styles.formFoot}>
        <Button
          disabled={busy || sameThresholds(draft, thresholds)}
          title={sameThresholds(draft, thresholds) ? 'Nothing is changed' : undefined}
          onClick={() => onApply(draft)}
        >
          {busy ? 'Judging…' : action}
        </Button>
        {!sameThresholds(draft, DEFAULT_THRESHOLDS) && (
          <button
            type="button"
            className={controls.link}
            onClick={() => setDraft(DEFAULT_THRESHOLDS)}
          >
            Usual thresholds
          </button>
        )}
      </div>
    </div>
  )
}
