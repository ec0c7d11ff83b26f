import { useDeferredValue, useMemo } from 'react'
import { useSearchParams } from 'wouter'
import type { ColumnProfile } from '../../accounts/profile.ts'
import type { DataReady } from '../../store/state.ts'
import { useAppState } from '../context.tsx'
import { Card } from '../shared/Card.tsx'
import controls from '../shared/controls.module.css'
import { formatCount, plural } from '../shared/format.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import { ColumnRow } from './ColumnRow.tsx'
import styles from './ColumnTable.module.css'
import { missingPolicies } from './missingPolicy.ts'

const SEARCHABLE_FROM = 15 // columns: fewer are seen at a glance

/** Every column: type, role, distribution, missing share, what it tells alone, how it is used. */
export function ColumnTable({ data }: { data: DataReady }) {
  const [query, setQuery] = useColumnQuery()
  const spec = useAppState((state) => state.model?.spec ?? null)
  const changing = useAppState((state) => state.changing)
  const policies = useMemo(() => missingPolicies(spec), [spec])
  const wanted = useDeferredValue(query).trim().toLowerCase()
  const rows = data.profiles
    .map((profile, index) => ({ profile, assignment: data.roles[index] }))
    .filter(({ profile }) => profile.name.toLowerCase().includes(wanted))
  return (
    <Card flush>
      {data.profiles.length >= SEARCHABLE_FROM && (
        <div className={styles.tools}>
          <input
            type="search"
            className={controls.text}
            placeholder="Find a column"
            aria-label="Find a column"
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
          <span className={styles.shown} role="status" aria-label="Columns shown">
            {rows.length === data.profiles.length
              ? plural(rows.length, 'column')
              : `${formatCount(rows.length)} of ${plural(data.profiles.length, 'column')}`}
          </span>
        </div>
      )}
      <TableScroll label="Columns" className={styles.card} busy={changing}>
        <table className={`${table.table} ${styles.table}`}>
          <thead>
            <tr>
              <th scope="col">column</th>
              <th scope="col">role</th>
              <th scope="col">distribution</th>
              <th scope="col" className={table.figure}>
                missing
              </th>
              <th scope="col" className={table.figure}>
                distinct
              </th>
              <th
                scope="col"
                className={table.figure}
                title="How often this column alone puts a retained and a churned account in the right order; 0.5 is chance"
              >
                AUC alone
              </th>
              <th scope="col">how it is used</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ profile, assignment }) =>
              assignment === undefined ? null : (
                <ColumnRow
                  key={profile.name}
                  profile={profile}
                  role={assignment.role}
                  reason={assignment.reason}
                  event={assignment.event}
                  usage={data.usage[profile.name] ?? ''}
                  laterMissing={laterShare(data, profile.name)}
                  policy={hasGaps(data, profile) ? (policies.get(profile.name) ?? null) : null}
                />
              ),
            )}
          </tbody>
        </table>
      </TableScroll>
      {rows.length === 0 && <p className={styles.none}>No column is called “{query}”.</p>}
    </Card>
  )
}

/** Share of rows of the later file without a value in a column. */
function laterShare({ later, laterMissing }: DataReady, column: string): number {
  if (later === null || later.rows === 0 || !Object.hasOwn(laterMissing, column)) return 0
  return laterMissing[column] / later.rows
}

function hasGaps(data: DataReady, { name, missing }: ColumnProfile): boolean {
  return missing > 0 || laterShare(data, name) > 0
}

/** The search text, kept in the address so that a reload shows the same columns. */
function useColumnQuery(): [string, (query: string) => void] {
  const [params, setParams] = useSearchParams()
  function setQuery(query: string): void {
    setParams(query === '' ? {} : { q: query }, { replace: true })
  }
  return [params.get('q') ?? '', setQuery]
}
