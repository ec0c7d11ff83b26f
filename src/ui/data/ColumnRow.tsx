import { memo } from 'react'
import type { ColumnProfile } from '../../accounts/profile.ts'
import type { Role } from '../../accounts/role.ts'
import { BreakableName } from '../shared/BreakableName.tsx'
import { formatCount, formatFixed, formatShare } from '../shared/format.ts'
import table from '../shared/table.module.css'
import styles from './ColumnTable.module.css'
import { columnType } from './columnType.ts'
import { DistributionBars } from './DistributionBars.tsx'
import { MissingSelect } from './MissingSelect.tsx'
import type { MissingChoice } from './missingPolicy.ts'
import { EventSelect, RoleSelect } from './RoleSelect.tsx'

/** A column alone that puts accounts in order this well was probably recorded after the outcome. */
const SUSPICIOUS_AUC = 0.9

interface ColumnRowProps {
  profile: ColumnProfile
  role: Role
  reason: string
  event: string | undefined
  usage: string
  laterMissing: number // share of rows of the later file without a value
  policy: MissingChoice | null // null: nothing to choose
}

/** One column of the file; props are primitives or stable, so that only a changed row is drawn again. */
export const ColumnRow = memo(function ColumnRow(props: ColumnRowProps) {
  const { profile, role, reason, event, usage, laterMissing, policy } = props
  const suspicious =
    (role === 'feature' || role === 'ignored') && (profile.aucAlone ?? 0) >= SUSPICIOUS_AUC
  const isOutcome = role === 'retained' || role === 'churned' // would only predict itself
  return (
    <tr>
      <th scope="row">
        <div className={styles.name}>
          <BreakableName name={profile.name} />
        </div>
        <div className={styles.type}>{columnType(profile)}</div>
      </th>
      <td>
        <RoleSelect
          column={profile.name}
          role={role}
          reason={reason}
          suspicious={suspicious && role === 'ignored'}
        />
        {event !== undefined && (
          <EventSelect
            column={profile.name}
            role={role}
            event={event}
            values={profile.values.map(({ value }) => value)}
          />
        )}
      </td>
      <td className={styles.bars}>
        {role !== 'id' && <DistributionBars profile={profile} suspicious={suspicious} />}
      </td>
      <td className={`${table.figure} ${profile.missing === 0 ? table.quiet : ''}`}>
        {formatShare(profile.rows === 0 ? 0 : profile.missing / profile.rows)}
        {laterMissing > 0 && (
          <div className={styles.laterMissing}>later file {formatShare(laterMissing)}</div>
        )}
      </td>
      <td className={`${table.figure} ${table.quiet}`}>{formatCount(profile.distinct)}</td>
      <td className={`${table.figure} ${suspicious ? styles.suspicious : ''}`}>
        {isOutcome ? '—' : formatFixed(profile.aucAlone, 2)}
      </td>
      <td className={styles.usage}>
        {usage === '' ? reason : usage}
        {role === 'feature' && policy !== null && (
          <MissingSelect profile={profile} policy={policy} />
        )}
      </td>
    </tr>
  )
})
