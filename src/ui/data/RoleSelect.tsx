import { OUTCOME_ROLES, type Role } from '../../accounts/role.ts'
import { useCommands } from '../context.tsx'
import controls from '../shared/controls.module.css'
import styles from './RoleSelect.module.css'
import { EVENT_WORDS, ROLE_LABELS } from './roleLabels.ts'

const OTHER_ROLES = ['feature', 'ignored', 'id', 'segment', 'time', 'count'] as const

interface RoleSelectProps {
  column: string
  role: Role
  reason: string
  suspicious: boolean
}

/** What a column is for, changed in place; says on hover why it was guessed. */
export function RoleSelect({ column, role, reason, suspicious }: RoleSelectProps) {
  const { setRole } = useCommands()
  const tone = suspicious ? styles.suspicious : role === 'feature' ? styles.feature : ''
  return (
    <select
      className={`${controls.select} ${styles.select} ${tone}`}
      aria-label={`Role of ${column}`}
      title={reason}
      value={role}
      onChange={(event) => void setRole(column, event.currentTarget.value as Role)}
    >
      {OTHER_ROLES.map((each) => (
        <option key={each} value={each}>
          {ROLE_LABELS[each]}
        </option>
      ))}
      <optgroup label="what happened afterwards">
        {OUTCOME_ROLES.map((each) => (
          <option key={each} value={each}>
            {ROLE_LABELS[each]}
          </option>
        ))}
      </optgroup>
    </select>
  )
}

interface EventSelectProps {
  column: string
  role: Role
  event: string
  values: string[]
}

/** Which text of a two-value outcome counts as 1: 'Yes means churned'. */
export function EventSelect({ column, role, event, values }: EventSelectProps) {
  const { setEvent } = useCommands()
  const word = EVENT_WORDS[role] ?? 'yes'
  return (
    <span className={styles.event}>
      <select
        className={controls.select}
        aria-label={`Value of ${column} that means ${word}`}
        value={event}
        onChange={(change) => void setEvent(column, change.currentTarget.value)}
      >
        {values.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </select>
      means {word}
    </span>
  )
}
