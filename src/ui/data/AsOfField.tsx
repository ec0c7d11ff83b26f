import { type FocusEvent, type FormEvent, useId, useState } from 'react'
import { TIME_KEYS } from '../../accounts/periods.ts'
import type { DataReady } from '../../store/state.ts'
import { useAppState, useCommands } from '../context.tsx'
import controls from '../shared/controls.module.css'
import styles from './PeriodFiles.module.css'

const YEARS = { min: '1990-01-01', max: '2099-12-31' } // a year that is half typed is before them

/** The last day outcomes are known of, where time columns say when they were over. */
export function AsOfField({ data }: { data: DataReady }) {
  const { setAsOf } = useCommands()
  const hasTimes = useAppState(({ model }) =>
    TIME_KEYS.every((key) => model?.spec.time?.[key] !== undefined),
  )
  const [draft, setDraft] = useState<string | null>(null)
  const hintId = useId()
  const { asOf } = data
  if (!hasTimes && asOf === null) return null
  const isBroken = data.problems.some(({ code }) => code === 'outcome-not-over')

  function change({ currentTarget }: FormEvent<HTMLInputElement>): void {
    const { value, validity } = currentTarget
    setDraft(value)
    if (validity.valid && value !== (asOf ?? '')) void setAsOf(value === '' ? null : value)
  }

  function leave({ currentTarget }: FocusEvent<HTMLInputElement>): void {
    if (!currentTarget.validity.valid) currentTarget.value = asOf ?? ''
    setDraft(null)
  }

  return (
    <p className={styles.line}>
      <label className={styles.asOf}>
        Outcomes known up to
        <input
          type="date"
          className={controls.text}
          value={draft ?? asOf ?? ''}
          {...YEARS}
          aria-describedby={hintId}
          aria-invalid={isBroken}
          onChange={change}
          onBlur={leave}
        />
      </label>
      <span id={hintId}>
        Optional: the day of the export. Outcomes that end after it are not known yet.
      </span>
    </p>
  )
}
