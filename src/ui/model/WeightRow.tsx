import { memo } from 'react'
import type { FeatureSpec } from '../../accounts/spec.ts'
import { WeightRange } from '../charts/WeightRange.tsx'
import { useCommands } from '../context.tsx'
import { BreakableName } from '../shared/BreakableName.tsx'
import { formatCount } from '../shared/format.ts'
import { NumberField } from '../shared/NumberField.tsx'
import table from '../shared/table.module.css'
import { transformText } from './transformText.ts'
import styles from './WeightTable.module.css'

interface WeightRowProps {
  name: string
  feature: FeatureSpec
  value?: string | undefined // of a flag in a group: which values it is for
  best: number | null | undefined // undefined: there was no run; null: the run had no such feature
  faults: string // fields the model finds fault with, by name
}

/** One feature of the spec, every number of it editable in place. */
export const WeightRow = memo(function WeightRow({
  name,
  feature,
  value: inGroup,
  best,
  faults,
}: WeightRowProps) {
  const { updateFeature } = useCommands()
  const { weight, min, max, locked = false } = feature
  const label = feature.label ?? name
  const change = (patch: Partial<FeatureSpec>) => void updateFeature(name, patch)
  return (
    <tr>
      <th scope="row">
        {inGroup === undefined ? (
          <>
            <div className={styles.name}>
              <BreakableName name={label} />
            </div>
            <div className={styles.made}>{transformText(name, feature)}</div>
          </>
        ) : (
          <div className={`${styles.name} ${styles.folded}`}>{inGroup}</div>
        )}
      </th>
      <td className={table.figure}>
        <NumberField
          label={`Weight of ${label}`}
          value={weight}
          min={min}
          max={max}
          invalid={faults.includes('weight')}
          onCommit={(value) => change({ weight: value })}
        />
      </td>
      {best !== undefined && (
        <td className={`${table.figure} ${best === weight ? table.quiet : styles.changed}`}>
          {formatCount(best)}
        </td>
      )}
      <td className={styles.range}>
        <WeightRange min={min} max={max} start={weight} best={best ?? weight} locked={locked} />
      </td>
      <td className={table.figure}>
        <NumberField
          label={`Minimum of ${label}`}
          value={min}
          max={weight}
          invalid={faults.includes('min')}
          onCommit={(value) => change({ min: value })}
        />
      </td>
      <td className={table.figure}>
        <NumberField
          label={`Maximum of ${label}`}
          value={max}
          min={weight}
          invalid={faults.includes('max')}
          onCommit={(value) => change({ max: value })}
        />
      </td>
      <td>
        <button
          type="button"
          className={styles.lock}
          aria-pressed={locked}
          aria-label={`Lock ${label}`}
          title={locked ? 'Locked: the search leaves it alone' : 'Lock this weight'}
          onClick={() => change({ locked: !locked })}
        >
          <LockIcon locked={locked} />
        </button>
      </td>
    </tr>
  )
})

function LockIcon({ locked }: { locked: boolean }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" fill="none" aria-hidden="true">
      <rect
        x="3"
        y="7"
        width="10"
        height="7"
        rx="1.5"
        stroke="currentColor"
        strokeWidth="1.4"
        fill={locked ? 'currentColor' : 'none'}
      />
      <path
        d={locked ? 'M5 7V5a3 3 0 0 1 6 0v2' : 'M5 7V4.5a3 3 0 0 1 5.8-1'}
        stroke="currentColor"
        strokeWidth="1.4"
      />
    </svg>
  )
}
