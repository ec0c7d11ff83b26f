import { useEffect, useRef, useState } from 'react'
import type {
  AccountExplanation,
  Contribution,
  ScoreExplanation,
} from '../../review/explainAccount.ts'
import type { MovedAccount } from '../../review/movedAccounts.ts'
import { moveWords } from '../../review/moveWords.ts'
import { useCommands } from '../context.tsx'
import { formatNumber, plural } from '../shared/format.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import styles from './accounts.module.css'
import { changeRows, roundedPoints, signedPoints } from './accountWords.ts'

interface AccountPanelProps {
  account: MovedAccount
  onClose(): void
}

type Loaded = { row: number; explanation: AccountExplanation | null }

/** One account under both specs: what moved it, and what every feature gives it in points and words. */
export function AccountPanel({ account, onClose }: AccountPanelProps) {
  const { explainAccount } = useCommands()
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const panel = useRef<HTMLElement>(null)
  const { row, id } = account

  useEffect(() => {
    let wanted = true
    panel.current?.focus({ preventScroll: window.innerWidth > 960 })
    explainAccount(row)
      .catch(() => null)
      .then((explanation) => {
        if (wanted) setLoaded({ row, explanation })
      })
    return () => {
      wanted = false
    }
  }, [explainAccount, row])

  const explanation = loaded?.row === row ? loaded.explanation : undefined
  return (
    <section
      ref={panel}
      tabIndex={-1}
      className={styles.panel}
      aria-label={`Account ${id}, explained`}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <div className={styles.panelHead}>
        <h3 title={id}>{id}</h3>
        <button type="button" className={styles.close} aria-label="Close" onClick={onClose}>
          <svg width="12" height="12" viewBox="0 0 10 10" aria-hidden="true">
            <path d="m1.5 1.5 7 7m0-7-7 7" stroke="currentColor" strokeWidth="1.4" />
          </svg>
        </button>
      </div>
      {explanation === undefined && <p className={styles.quiet}>Reading…</p>}
      {explanation === null && <p>This account could not be explained. Choose it again.</p>}
      {explanation && <Explained account={account} explanation={explanation} />}
    </section>
  )
}

interface ExplainedProps {
  account: MovedAccount
  explanation: AccountExplanation
}

function Explained({ account, explanation }: ExplainedProps) {
  const { incumbent, candidate, cutOffs } = explanation
  const rows = changeRows(account, explanation.changes)
  const average = rows.reduce((sum, row) => sum + row.average, 0)
  return (
    <>
      <p className={styles.sentence}>{`${moveWords(account)} ${cutOffs}`.trim()}</p>
      {rows.length > 0 && (
        <TableScroll label="What moved it, table">
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">what moved it</th>
                <th scope="col" className={table.figure}>
                  incumbent
                </th>
                <th scope="col" className={table.figure}>
                  candidate
                </th>
                <th scope="col" className={table.figure}>
                  change
                </th>
                <th scope="col" className={table.figure}>
                  average
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, incumbent, candidate, difference, average }) => (
                <tr key={name}>
                  <th scope="row" className={styles.column}>
                    {name}
                  </th>
                  <td className={`${table.figure} ${table.quiet}`}>{formatNumber(incumbent)}</td>
                  <td className={table.figure}>{formatNumber(candidate)}</td>
                  <td className={`${table.figure} ${table.strong}`}>{signedPoints(difference)}</td>
                  <td className={`${table.figure} ${table.quiet}`}>
                    {signedPoints(roundedPoints(average))}
                  </td>
                </tr>
              ))}
              <tr>
                <th scope="row">sum</th>
                <td className={`${table.figure} ${table.quiet}`}>{formatNumber(incumbent.sum)}</td>
                <td className={table.figure}>{formatNumber(candidate.sum)}</td>
                <td className={`${table.figure} ${table.strong}`}>
                  {signedPoints(candidate.sum - incumbent.sum)}
                </td>
                <td className={`${table.figure} ${table.quiet}`}>
                  {signedPoints(roundedPoints(average))}
                </td>
              </tr>
            </tbody>
          </table>
        </TableScroll>
      )}
      <div className={styles.sides}>
        <Side title="Incumbent" explanation={incumbent} />
        <Side title="Candidate" explanation={candidate} />
      </div>
    </>
  )
}

function Side({ title, explanation }: { title: string; explanation: ScoreExplanation }) {
  const { base, contributions, sum, score, tier } = explanation
  const [giving, silent] = [
    contributions.filter(isGiving),
    contributions.filter((c) => !isGiving(c)),
  ]
  const sorted = giving.sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
  return (
    <div>
      <h4>
        {title}: <b>{formatNumber(score)}</b>, tier <b>{tier}</b>
      </h4>
      <ul>
        {base !== 0 && <li>base score → {signedPoints(base)} points</li>}
        {sorted.map(({ feature, words }) => (
          <li key={feature}>{words}</li>
        ))}
      </ul>
      <p className={styles.quiet}>
        {silent.length > 0 &&
          `${plural(silent.length, 'other feature gives', 'other features give')} nothing. `}
        {sum !== score && `The sum, ${formatNumber(sum)}, is cut to ${formatNumber(score)}.`}
      </p>
    </div>
  )
}

function isGiving({ points }: Contribution): boolean {
  return points !== 0
}
