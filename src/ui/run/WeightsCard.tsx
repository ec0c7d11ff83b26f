import { memo, useState } from 'react'
import type { RunHeader } from '../../journal/entry.ts'
import { StepChart } from '../charts/StepChart.tsx'
import { WeightRange } from '../charts/WeightRange.tsx'
import { BreakableName } from '../shared/BreakableName.tsx'
import { Card } from '../shared/Card.tsx'
import { FoldButton } from '../shared/FoldButton.tsx'
import {
  type FeatureRow,
  featureRows,
  flagLabel,
  flagOf,
  type NamedFeature,
  spanText,
} from '../shared/featureGroups.ts'
import { formatCount } from '../shared/format.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import { startWeights } from './runWorth.ts'
import styles from './WeightsCard.module.css'

interface WeightsCardProps {
  header: RunHeader
  best: number[] // in the spec's order
  settled: boolean // the run has ended: rows may be put in order
}

const SEEN = 9 // rows that show without scrolling

/** Every weight on its range, where it started and where it is best; the largest first once settled. */
export const WeightsCard = memo(function WeightsCard(props: WeightsCardProps) {
  const { header, best, settled } = props
  const start = startWeights(header)
  const rows = featureRows(header.spec.features)
  const after = ({ feature, position }: NamedFeature) => best[position] ?? feature.weight
  const before = ({ feature, position }: NamedFeature) => start[position] ?? feature.weight
  const most = (row: FeatureRow) => Math.max(...row.members.map((each) => Math.abs(after(each))))
  const sorted = settled && rows.length > SEEN
  if (sorted) rows.sort((a, b) => most(b) - most(a))
  return (
    <Card
      title="Weights"
      aside={
        <span className={styles.legend}>
          {sorted && 'largest first'}
          <span className={styles.dotStart} /> start <span className={styles.dotBest} /> best
        </span>
      }
      className={styles.weights}
    >
      <TableScroll label="Weights, table" className={styles.weightScroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">feature</th>
              <th scope="col" className={table.figure}>
                start
              </th>
              <th scope="col" className={table.figure}>
                best
              </th>
              <th scope="col" className={styles.rangeHead}>
                on its range
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <WeightsRow
                key={row.column === null ? row.members[0].name : `column ${row.column}`}
                row={row}
                before={before}
                after={after}
              />
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  )
})

interface WeightsRowProps {
  row: FeatureRow
  before(member: NamedFeature): number
  after(member: NamedFeature): number
}

/** One feature on its range, or all flags of one column as steps, which open to a row each. */
function WeightsRow({ row, before, after }: WeightsRowProps) {
  const [open, setOpen] = useState(false)
  const { column, members } = row
  if (column === null)
    return <FeatureLine member={members[0]} before={before} after={after} label={null} />
  return (
    <>
      <tr>
        <th scope="row" className={styles.feature} title={column}>
          <FoldButton open={open} onToggle={() => setOpen(!open)}>
            <BreakableName name={column} />
          </FoldButton>
        </th>
        <td className={`${table.figure} ${table.quiet}`}>{spanText(members.map(before))}</td>
        <td className={`${table.figure} ${table.strong}`}>{spanText(members.map(after))}</td>
        <td>
          <span className={styles.rangeCell}>
            <span className={styles.bound} />
            <StepChart
              column={column}
              steps={members.map((member) => ({
                label: labelOf(member),
                start: before(member),
                best: after(member),
              }))}
            />
          </span>
        </td>
      </tr>
      {open &&
        members.map((member) => (
          <FeatureLine
            key={member.name}
            member={member}
            before={before}
            after={after}
            label={labelOf(member)}
          />
        ))}
    </>
  )
}

interface FeatureLineProps extends Omit<WeightsRowProps, 'row'> {
  member: NamedFeature
  label: string | null // of a flag in a group; null: its own name
}

function FeatureLine({ member, before, after, label }: FeatureLineProps) {
  const { name, feature } = member
  const { min, max, locked = false } = feature
  return (
    <tr>
      <th
        scope="row"
        className={`${styles.feature} ${label === null ? '' : styles.member}`}
        title={name}
      >
        <BreakableName name={label ?? feature.label ?? name} />
        {locked && <span className={styles.quiet}> · locked</span>}
      </th>
      <td className={`${table.figure} ${table.quiet}`}>{formatCount(before(member))}</td>
      <td className={`${table.figure} ${table.strong}`}>{formatCount(after(member))}</td>
      <td>
        <span className={styles.rangeCell}>
          <span className={styles.bound}>{formatCount(min)}</span>
          <WeightRange
            min={min}
            max={max}
            start={before(member)}
            best={after(member)}
            locked={locked}
          />
          <span className={styles.bound}>{formatCount(max)}</span>
        </span>
      </td>
    </tr>
  )
}

function labelOf({ name, feature }: NamedFeature): string {
  const flag = flagOf(feature)
  return feature.label ?? (flag === null ? name : flagLabel(flag))
}
