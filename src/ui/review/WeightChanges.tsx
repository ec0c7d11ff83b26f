import { useState } from 'react'
import type { Spec } from '../../accounts/spec.ts'
import type { WeightPair } from '../../review/review.ts'
import type { ResampleSummary, WeightStability } from '../../studies/summarizeResample.ts'
import { StepChart } from '../charts/StepChart.tsx'
import { BreakableName } from '../shared/BreakableName.tsx'
import { Card } from '../shared/Card.tsx'
import { FoldButton } from '../shared/FoldButton.tsx'
import { spanText } from '../shared/featureGroups.ts'
import { formatCount, plural } from '../shared/format.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import styles from './review.module.css'
import { changeOf, type GroupedWeight, type WeightGroup, weightGroups } from './weightGroups.ts'

interface WeightChangesProps {
  weights: WeightPair[]
  specs: Spec[] // best and start, as far as they are known
  stability: ResampleSummary | null // null: the accounts were not resampled
}

/** Weights before and after by the column they read, the largest change first. */
export function WeightChanges({ weights, specs, stability }: WeightChangesProps) {
  const changed = weights.filter((weight) => weight.before !== weight.after).length
  const most = Math.max(1, ...weights.map((weight) => Math.abs(changeOf(weight))))
  const firm: Firmness | null =
    stability && new Map(stability.weights.map((each) => [each.feature, each]))
  return (
    <Card
      title="Weights"
      aside={`${formatCount(changed)} of ${plural(weights.length, 'weight')} changed`}
    >
      <TableScroll label="Weights before and after, table" className={styles.weights}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">feature</th>
              <th scope="col" className={table.figure}>
                incumbent
              </th>
              <th scope="col" className={table.figure}>
                candidate
              </th>
              <th scope="col" className={styles.changeHead}>
                change
              </th>
              {firm !== null && (
                <th scope="col" className={table.figure}>
                  resampled, 5–95 %
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {weightGroups(weights, specs).map((group) => (
              <GroupLines key={group.members[0]?.feature} group={group} most={most} firm={firm} />
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  )
}

type Firmness = Map<string, WeightStability>

interface GroupLinesProps {
  group: WeightGroup
  most: number
  firm: Firmness | null
}

/** One feature, or all that read one column as steps, which open to a row each. */
function GroupLines({ group, most, firm }: GroupLinesProps) {
  const [open, setOpen] = useState(false)
  const { column, members } = group
  if (members.length === 1)
    return <WeightLine weight={members[0]!} most={most} name={members[0]!.feature} firm={firm} />
  const flags = members.filter(({ isFlag }) => isFlag)
  const [largest] = [...members].sort((a, b) => Math.abs(changeOf(b)) - Math.abs(changeOf(a)))
  return (
    <>
      <tr>
        <th scope="row" className={styles.feature} title={column}>
          <FoldButton open={open} onToggle={() => setOpen(!open)}>
            <BreakableName name={column} />
          </FoldButton>
        </th>
        <td className={`${table.figure} ${table.quiet}`}>
          {span(members.map(({ before }) => before))}
        </td>
        <td className={`${table.figure} ${table.strong}`}>
          {span(members.map(({ after }) => after))}
        </td>
        <td>
          {flags.length > 1 ? (
            <StepChart
              column={column}
              steps={flags.map(({ label, before, after }) => ({
                label,
                start: before ?? 0,
                best: after ?? 0,
              }))}
            />
          ) : (
            <ChangeBar change={changeOf(largest!)} most={most} />
          )}
        </td>
        {firm !== null && <td />}
      </tr>
      {open &&
        members.map((weight) => (
          <WeightLine
            key={weight.feature}
            weight={weight}
            most={most}
            name={weight.label}
            firm={firm}
            isMember
          />
        ))}
    </>
  )
}

interface WeightLineProps {
  weight: GroupedWeight
  most: number // points any weight changed by
  name: string
  firm: Firmness | null
  isMember?: boolean // of a group that stands above
}

function WeightLine({ weight, most, name, firm, isMember = false }: WeightLineProps) {
  const { feature, before, after } = weight
  const stability = firm?.get(feature)
  return (
    <tr>
      <th
        scope="row"
        className={`${styles.feature} ${isMember ? styles.member : ''}`}
        title={feature}
      >
        <BreakableName name={name} />
        {stability?.noise === true && <span className={styles.fault}>noise</span>}
      </th>
      <td className={`${table.figure} ${table.quiet}`}>{formatCount(before)}</td>
      <td className={`${table.figure} ${table.strong}`}>{formatCount(after)}</td>
      <td>
        <ChangeBar change={changeOf(weight)} most={most} />
      </td>
      {firm !== null && (
        <td className={table.figure}>
          {stability === undefined
            ? '—'
            : `${formatCount(stability.low)} to ${formatCount(stability.high)}`}
        </td>
      )}
    </tr>
  )
}

/** '0 – 17' of the weights a spec has; '—' where it has none. */
function span(weights: (number | null)[]): string {
  const known = weights.filter((weight) => weight !== null)
  return known.length === 0 ? '—' : spanText(known)
}

function ChangeBar({ change, most }: { change: number; most: number }) {
  const width = `${(Math.abs(change) / most) * 50}%`
  return (
    <span className={styles.changeCell}>
      <span className={styles.changeTrack} aria-hidden="true">
        <span
          className={styles.changeBar}
          style={{ width, [change < 0 ? 'right' : 'left']: '50%' }}
        />
      </span>
      <span className={change === 0 ? table.quiet : undefined}>
        {change === 0 ? '0' : change < 0 ? `−${formatCount(-change)}` : `+${formatCount(change)}`}
      </span>
    </span>
  )
}
