import { useAppState, useCommands } from '../context.tsx'
import styles from './FileChip.module.css'
import { formatCount } from './format.ts'

/** The open file: name, rows × columns, close. Renders nothing when no file is open. */
export function FileChip() {
  const data = useAppState((state) => state.data)
  const commands = useCommands()
  if (data.phase !== 'ready') return null
  const size = `${formatCount(data.rows)} × ${formatCount(data.profiles.length)}`
  return (
    <div className={styles.chip}>
      <span className={styles.name} title={data.name}>
        {data.name}
      </span>
      <span className={styles.size} title="accounts × columns">
        {size}
      </span>
      <button
        type="button"
        className={styles.close}
        aria-label={`Close ${data.name}`}
        onClick={() => void commands.closeData()}
      >
        <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
          <path d="m1.5 1.5 7 7m0-7-7 7" stroke="currentColor" strokeWidth="1.4" />
        </svg>
      </button>
    </div>
  )
}
