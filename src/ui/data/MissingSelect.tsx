import type { ColumnProfile } from '../../accounts/profile.ts'
import { useCommands } from '../context.tsx'
import controls from '../shared/controls.module.css'
import { NumberField } from '../shared/NumberField.tsx'
import styles from './ColumnTable.module.css'
import type { MissingChoice } from './missingPolicy.ts'

interface MissingSelectProps {
  profile: ColumnProfile
  policy: MissingChoice
}

/** What accounts without a value get: no points, or the points of a stated value. */
export function MissingSelect({ profile, policy }: MissingSelectProps) {
  const { setMissingPolicy, setRole } = useCommands()
  const fill = typeof policy === 'number' ? policy : null
  const canFill = profile.kind !== 'text'
  function choose(choice: string): void {
    if (choice === 'fill') void setMissingPolicy(profile.name, { fill: profile.min ?? 0 })
    else if (choice === 'ignore') void setRole(profile.name, 'ignored')
    else void setMissingPolicy(profile.name, 'zero_points')
  }
  return (
    <span className={styles.missingPolicy}>
      unknown:
      <select
        className={controls.select}
        aria-label={`Missing values of ${profile.name}`}
        value={typeof policy === 'number' ? 'fill' : policy}
        aria-invalid={policy === 'unsaid'}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {policy === 'unsaid' && (
          <option value="unsaid" disabled>
            to be chosen
          </option>
        )}
        <option value="zero_points">
          {profile.missing === 0 ? 'zero points' : 'zero points, own flag'}
        </option>
        {canFill && <option value="fill">as if it were</option>}
        <option value="ignore">ignore the column</option>
      </select>
      {fill !== null && (
        <NumberField
          label={`Value for missing ${profile.name}`}
          value={fill}
          whole={false}
          onCommit={(value) => void setMissingPolicy(profile.name, { fill: value })}
        />
      )}
    </span>
  )
}
