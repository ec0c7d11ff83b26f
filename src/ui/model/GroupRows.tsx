import { memo, useState } from 'react'
import { StepChart } from '../charts/StepChart.tsx'
import { BreakableName } from '../shared/BreakableName.tsx'
import { FoldButton } from '../shared/FoldButton.tsx'
import {
  type FeatureGroup,
  flagLabel,
  flagOf,
  groupText,
  spanText,
} from '../shared/featureGroups.ts'
import { plural } from '../shared/format.ts'
import table from '../shared/table.module.css'
import { WeightRow } from './WeightRow.tsx'
import styles from './WeightTable.module.css'

interface GroupRowsProps {
  group: FeatureGroup
  best: Record<string, number> | null
  faults: ReadonlyMap<string, string> // by feature
  open: boolean // whatever the reader chose: something inside is looked for or wrong
}

/** Bins and flags of one column as one row with their points as steps; opened, a row each. */
export const GroupRows = memo(function GroupRows({ group, best, faults, open }: GroupRowsProps) {
  const [chosen, setChosen] = useState(false)
  const { column, members } = group
  const isOpen = open || chosen
  const weights = members.map(({ feature }) => feature.weight)
  const bestWeights = members.map(({ name, feature }) => best?.[name] ?? feature.weight)
  const changed = bestWeights.some((weight, place) => weight !== weights[place])
  const locked = members.filter(({ feature }) => feature.locked === true).length
  return (
    <>
      <tr>
        <th scope="row">
          <FoldButton open={isOpen} onToggle={() => setChosen(!chosen)}>
            <BreakableName name={column} />
          </FoldButton>
          <div className={`${styles.made} ${styles.folded}`}>{groupText(group)}</div>
        </th>
        <td className={table.figure}>{spanText(weights)}</td>
        {best !== null && (
          <td className={`${table.figure} ${changed ? styles.changed : table.quiet}`}>
            {spanText(bestWeights)}
          </td>
        )}
        <td className={styles.range}>
          <StepChart
            column={column}
            steps={members.map(({ name, feature }, place) => ({
              label: labelOf(feature) ?? name,
              start: weights[place]!,
              best: bestWeights[place]!,
            }))}
          />
        </td>
        <td className={`${table.figure} ${table.quiet}`}>
          {spanText(members.map(({ feature }) => feature.min))}
        </td>
        <td className={`${table.figure} ${table.quiet}`}>
          {spanText(members.map(({ feature }) => feature.max))}
        </td>
        <td className={table.quiet}>{locked === 0 ? '' : plural(locked, 'lock')}</td>
      </tr>
      {isOpen &&
        members.map(({ name, feature }) => (
          <WeightRow
            key={name}
            name={name}
            feature={feature}
            value={labelOf(feature)}
            best={best === null ? undefined : (best[name] ?? null)}
            faults={faults.get(name) ?? ''}
          />
        ))}
    </>
  )
})

function labelOf(feature: FeatureGroup['members'][number]['feature']): string | undefined {
  const flag = flagOf(feature)
  return feature.label ?? (flag === null ? undefined : flagLabel(flag))
}
