import { useState } from 'react'
import { columnGroups, usedGroups } from '../../accounts/columnGroups.ts'
import type { Guardrails } from '../../loop/guardrails.ts'
import type { ModelState } from '../../store/state.ts'
import { useAppState } from '../context.tsx'
import controls from '../shared/controls.module.css'
import { formatCount, formatShare, plural } from '../shared/format.ts'
import styles from './run.module.css'

interface GuardrailFieldsProps {
  guardrails: Guardrails | undefined
  onChange(guardrails: Guardrails | undefined): void
}

/** What a better spec must keep besides; empty: no limit. */
export function GuardrailFields({ guardrails = {}, onChange }: GuardrailFieldsProps) {
  const model = useAppState((state) => state.model)
  const start = startOf(model)

  function set(key: keyof Guardrails, limit: number | undefined) {
    const next = { ...guardrails }
    if (limit === undefined) delete next[key]
    else next[key] = limit
    onChange(Object.keys(next).length === 0 ? undefined : next)
  }

  const { maxHhi, minTierShare, maxSegmentDrop, maxNonZero } = guardrails
  const breaks = (what: string) =>
    `The start has ${what}, so it breaks this already: only specs no worse are kept.`
  return (
    <fieldset className={styles.guardrails}>
      <legend>Guardrails: a better spec that breaks one is not kept</legend>
      <div className={styles.fields}>
        <LimitField
          label="Revenue in one tier (HHI), at most"
          hint="10,000: all in one tier"
          value={maxHhi}
          max={10_000}
          disabled={start.hhi === null ? 'the data has no revenue' : null}
          broken={
            maxHhi !== undefined && start.hhi !== null && start.hhi > maxHhi
              ? breaks(formatCount(start.hhi))
              : null
          }
          onChange={(limit) => set('maxHhi', limit)}
        />
        <LimitField
          label="Smallest tier, % of accounts, at least"
          hint="no tier runs empty"
          value={minTierShare}
          scale={100}
          max={100}
          disabled={null}
          broken={
            minTierShare !== undefined && start.smallest !== null && start.smallest < minTierShare
              ? breaks(formatShare(start.smallest))
              : null
          }
          onChange={(limit) => set('minTierShare', limit)}
        />
        <LimitField
          label="Segments may lose, at most"
          hint={`of the metric${start.segments === null ? '' : `, by ${start.segments}`}; 0: none may fall`}
          value={maxSegmentDrop}
          max={1000}
          disabled={start.segments === null ? 'no column is marked as a segment' : null}
          broken={null}
          onChange={(limit) => set('maxSegmentDrop', limit)}
        />
        <LimitField
          label="Columns with points, at most"
          hint="a flag of two columns is one more"
          value={maxNonZero}
          min={1}
          max={1000}
          whole
          disabled={null}
          broken={
            maxNonZero !== undefined && start.columns !== null && start.columns > maxNonZero
              ? breaks(plural(start.columns, 'column'))
              : null
          }
          onChange={(limit) => set('maxNonZero', limit)}
        />
      </div>
    </fieldset>
  )
}

/** What the guardrails measure, of the spec a run would start from, on all accounts; null: not known. */
function startOf(model: ModelState | null) {
  const { scores = null, spec } = model ?? {}
  const counts = scores === null ? [] : Object.values(scores.tierAccounts)
  const all = counts.reduce((sum, count) => sum + count, 0)
  const weights = Object.values(spec?.features ?? {}).map(({ weight }) => weight)
  return {
    hhi: scores?.hhi ?? null,
    smallest: all === 0 ? null : Math.min(...counts) / all,
    segments: spec?.segments?.length ? spec.segments.join(', ') : null,
    columns: spec === undefined ? null : usedGroups(columnGroups(spec), weights).length,
  }
}

interface LimitFieldProps {
  label: string
  hint: string
  value: number | undefined
  scale?: number // what is shown for 1
  min?: number // as shown
  max: number // as shown
  whole?: boolean
  disabled: string | null // why it cannot be asked for
  broken: string | null // what the start does to it
  onChange(limit: number | undefined): void
}

function LimitField(props: LimitFieldProps) {
  const { label, hint, value, scale = 1, min = 0, max, whole = false, disabled, broken } = props
  const [draft, setDraft] = useState<string | null>(null) // while it is typed
  const shown = value === undefined ? '' : String(Number((value * scale).toPrecision(12)))

  function type(text: string) {
    setDraft(text)
    const entered = whole ? Math.round(Number(text)) : Number(text)
    const limit = Math.min(max, Math.max(min, entered)) / scale
    props.onChange(text === '' || !Number.isFinite(entered) ? undefined : limit)
  }

  return (
    <label className={styles.field}>
      <span>{label}</span>
      <input
        className={controls.number}
        type="number"
        inputMode={whole ? 'numeric' : 'decimal'}
        min={min}
        max={max}
        step={whole ? 1 : 'any'}
        placeholder="no limit"
        disabled={disabled !== null}
        value={draft ?? shown}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={() => setDraft(null)}
      />
      <small>{disabled ?? hint}</small>
      {broken !== null && <small className={styles.broken}>{broken}</small>}
    </label>
  )
}
