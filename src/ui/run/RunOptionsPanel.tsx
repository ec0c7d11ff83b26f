import { PRIMARY_METRICS, type PrimaryMetric } from '../../evaluation/metrics.ts'
import { RUN_DEFAULTS } from '../../loop/runDefaults.ts'
import { endsByItself, strategies } from '../../session/strategies.ts'
import type { RunOptions } from '../../store/state.ts'
import { useAppState } from '../context.tsx'
import { Card } from '../shared/Card.tsx'
import controls from '../shared/controls.module.css'
import { GuardrailFields } from './GuardrailFields.tsx'
import styles from './run.module.css'
import { METRIC_WORDS } from './runWords.ts'

interface RunOptionsPanelProps {
  options: Partial<RunOptions> // what differs from the defaults
  onChange(options: Partial<RunOptions>): void
}

const NO_METRICS: PrimaryMetric[] = []

const AUTOMATIC =
  'Deep, until no change of one or two weights improves the metric, where that takes about two seconds at most; random on more or wider data.'

function sentenceOf(strategy: string): string | undefined {
  return strategies.find(({ name }) => name === strategy)?.sentence
}

/** What the next run maximises and how; an empty field means the default. */
export function RunOptionsPanel({ options, onChange }: RunOptionsPanelProps) {
  const allowed = useAppState((state) =>
    state.data.phase === 'ready' ? state.data.metrics : NO_METRICS,
  )
  const isFile = useAppState((state) => state.data.phase === 'ready' && state.data.later !== null)
  const automatic = allowed[0]
  const { strategy = null } = options

  function set<K extends keyof RunOptions>(key: K, value: RunOptions[K] | undefined) {
    const next = { ...options }
    if (value === undefined) delete next[key]
    else next[key] = value
    onChange(next)
  }

  return (
    <Card title="Options of the next run" className={styles.options}>
      <div className={styles.fields}>
        <label className={styles.field}>
          <span>Metric to maximise</span>
          <select
            className={controls.select}
            value={options.metric ?? ''}
            onChange={(event) => set('metric', event.currentTarget.value || undefined)}
          >
            <option value="">
              {automatic === undefined ? 'chosen from the data' : METRIC_WORDS[automatic].name}{' '}
              (default)
            </option>
            {PRIMARY_METRICS.filter((metric) => metric !== automatic).map((metric) => (
              <option key={metric} value={metric} disabled={!allowed.includes(metric)}>
                {METRIC_WORDS[metric].name}
                {allowed.includes(metric) ? '' : ': the data lacks its columns'}
              </option>
            ))}
          </select>
          <small>
            {METRIC_WORDS[(options.metric as PrimaryMetric) ?? automatic ?? 'auc_roc_retain'].says}
          </small>
        </label>
        <label className={styles.field}>
          <span>Strategy</span>
          <select
            className={controls.select}
            value={strategy ?? ''}
            onChange={(event) => set('strategy', event.currentTarget.value || undefined)}
          >
            <option value="">automatic (default)</option>
            {strategies.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
          <small>{strategy === null ? AUTOMATIC : sentenceOf(strategy)}</small>
        </label>
        {strategy !== null && endsByItself(strategy) ? (
          <div className={styles.field}>
            <span>Budget</span>
            <span className={styles.unbudgeted}>until nothing improves</span>
            <small>it ends by itself and says what it checked</small>
          </div>
        ) : (
          <WholeField
            label="Budget, experiments"
            hint={strategy === null ? 'a budget means random' : 'how many changes the run may try'}
            value={options.budget}
            fallback={RUN_DEFAULTS.budget}
            min={1}
            max={1_000_000_000}
            onChange={(value) => set('budget', value)}
          />
        )}
        <SplitField splitBy={options.splitBy} onChange={(value) => set('splitBy', value)} />
        {!isFile && (
          <WholeField
            label="Held out, %"
            hint="accounts the search never reads"
            value={options.holdoutShare === undefined ? undefined : options.holdoutShare * 100}
            fallback={100 * RUN_DEFAULTS.holdoutShare}
            min={0}
            max={90}
            onChange={(value) => set('holdoutShare', value === undefined ? undefined : value / 100)}
          />
        )}
        <WholeField
          label="Seed"
          hint="the same seed finds the same"
          value={options.seed}
          fallback={RUN_DEFAULTS.seed}
          min={0}
          max={4_294_967_295}
          onChange={(value) => set('seed', value)}
        />
        <WholeField
          label="Workers"
          hint="the result does not depend on it"
          value={options.workers}
          fallback={null}
          min={1}
          max={64}
          onChange={(value) => set('workers', value)}
        />
      </div>
      <GuardrailFields
        guardrails={options.guardrails}
        onChange={(guardrails) => set('guardrails', guardrails)}
      />
    </Card>
  )
}

interface SplitFieldProps {
  splitBy: RunOptions['splitBy'] | undefined
  onChange(value: RunOptions['splitBy'] | undefined): void
}

/** Which accounts are held out, where there is a choice: data with time columns, in one file. */
function SplitField({ splitBy, onChange }: SplitFieldProps) {
  const later = useAppState((state) =>
    state.data.phase === 'ready' ? (state.data.later?.name ?? null) : null,
  )
  const times = useAppState((state) => Object.keys(state.model?.spec.time ?? {}).length)
  if (later !== null)
    return (
      <div className={styles.field}>
        <span>Held out</span>
        <span className={styles.unbudgeted}>{later}</span>
        <small>the whole later file</small>
      </div>
    )
  if (times < 3) return null
  return (
    <label className={styles.field}>
      <span>Held out by</span>
      <select
        className={controls.select}
        value={splitBy ?? ''}
        onChange={(event) =>
          onChange((event.currentTarget.value || undefined) as RunOptions['splitBy'] | undefined)
        }
      >
        <option value="">time where it can be (default)</option>
        <option value="time">time: later outcomes</option>
        <option value="id">id: accounts at random</option>
      </select>
      <small>later outcomes are the harder, better check</small>
    </label>
  )
}

interface WholeFieldProps {
  label: string
  hint: string
  value: number | undefined
  fallback: number | null // what an empty field means; null: what suits this machine
  min: number
  max: number
  onChange(value: number | undefined): void
}

function WholeField({ label, hint, value, fallback, min, max, onChange }: WholeFieldProps) {
  return (
    <label className={styles.field}>
      <span>{label}</span>
      <input
        className={controls.number}
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        step={1}
        placeholder={fallback === null ? 'auto' : String(fallback)}
        value={value === undefined ? '' : Math.round(value)}
        onChange={(event) => {
          const text = event.currentTarget.value
          const entered = Math.round(Number(text))
          onChange(
            text === '' || !Number.isFinite(entered)
              ? undefined
              : Math.min(max, Math.max(min, entered)),
          )
        }}
      />
      <small>{hint}</small>
    </label>
  )
}
