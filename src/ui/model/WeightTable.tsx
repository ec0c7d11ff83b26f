import { useDeferredValue, useMemo, useState } from 'react'
import type { Spec } from '../../accounts/spec.ts'
import type { Problem } from '../../lib/problem.ts'
import { useCommands } from '../context.tsx'
import { Card } from '../shared/Card.tsx'
import controls from '../shared/controls.module.css'
import { type FeatureRow, featureRows } from '../shared/featureGroups.ts'
import { NumberField } from '../shared/NumberField.tsx'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import { GroupRows } from './GroupRows.tsx'
import { changedFeatures } from './modelHeadline.ts'
import { faultyFields } from './specPath.ts'
import { WeightRow } from './WeightRow.tsx'
import styles from './WeightTable.module.css'

const SEARCHABLE_FROM = 15 // features: fewer are seen at a glance

interface WeightTableProps {
  spec: Spec
  best: Record<string, number> | null
  problems: Problem[]
}

/** Every feature with how its value is made, its weight, bounds and lock; start beside best. */
export function WeightTable({ spec, best, problems }: WeightTableProps) {
  const { updateBaseScore } = useCommands()
  const [query, setQuery] = useState('')
  const [onlyChanged, setOnlyChanged] = useState(false)
  const wanted = useDeferredValue(query).trim().toLowerCase()
  const changed = useMemo(() => new Set(changedFeatures(spec, best)), [spec, best])
  const faults = useMemo(() => faultyFields(spec, problems), [spec, problems])
  const rows = useMemo(() => {
    const isShown = (name: string) =>
      name.toLowerCase().includes(wanted) && (!onlyChanged || changed.has(name) || best === null)
    return featureRows(spec.features).flatMap((row): FeatureRow[] => {
      if (row.column === null) return isShown(row.members[0].name) ? [row] : []
      const members = row.members.filter(({ name }) => isShown(name))
      return members.length === 0 ? [] : [{ ...row, members }]
    })
  }, [spec.features, wanted, onlyChanged, changed, best])
  const count = Object.keys(spec.features).length
  return (
    <Card flush>
      <div className={styles.tools}>
        <h2 className={styles.title}>Weights</h2>
        <div className={styles.filters}>
          <span className={styles.base}>
            Base score
            <NumberField
              label="Base score"
              value={spec.base_score ?? 0}
              invalid={problems.some(({ where }) => where.includes('base_score'))}
              onCommit={(points) => void updateBaseScore(points)}
            />
          </span>
          {best !== null && (
            <label>
              <input
                type="checkbox"
                checked={onlyChanged}
                onChange={(event) => setOnlyChanged(event.currentTarget.checked)}
              />
              only what differs from the best
            </label>
          )}
          {count >= SEARCHABLE_FROM && (
            <input
              type="search"
              className={controls.text}
              placeholder="Find a feature"
              aria-label="Find a feature"
              value={query}
              onChange={(event) => setQuery(event.currentTarget.value)}
            />
          )}
        </div>
      </div>
      <TableScroll label="Weights" className={styles.card}>
        <table className={`${table.table} ${styles.table}`}>
          <thead>
            <tr>
              <th scope="col">feature</th>
              <th scope="col" className={table.figure}>
                {best === null ? 'weight' : 'start'}
              </th>
              {best !== null && (
                <th scope="col" className={table.figure}>
                  best
                </th>
              )}
              <th scope="col">{best === null ? 'on its range' : 'start and best on the range'}</th>
              <th scope="col" className={table.figure}>
                min
              </th>
              <th scope="col" className={table.figure}>
                max
              </th>
              <th scope="col">lock</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              if (row.column !== null)
                return (
                  <GroupRows
                    key={`column ${row.column}`}
                    group={row}
                    best={best}
                    faults={faults}
                    open={wanted !== '' || row.members.some(({ name }) => faults.has(name))}
                  />
                )
              const [{ name, feature }] = row.members
              return (
                <WeightRow
                  key={name}
                  name={name}
                  feature={feature}
                  best={best === null ? undefined : (best[name] ?? null)}
                  faults={faults.get(name) ?? ''}
                />
              )
            })}
          </tbody>
        </table>
      </TableScroll>
      {rows.length === 0 && (
        <p className={styles.none}>
          {onlyChanged && wanted === ''
            ? 'No weight differs from the best of the last run.'
            : `No feature is called “${query}”.`}
        </p>
      )}
    </Card>
  )
}
