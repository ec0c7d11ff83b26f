import { useEffect, useState } from 'react'
import type { MovedAccount } from '../../review/movedAccounts.ts'
import { formatCount } from '../shared/format.ts'
import {
  RowSpacer,
  type SteeredRow,
  useRowButton,
  useSteeredRows,
} from '../shared/useSteeredRows.tsx'
import styles from './accounts.module.css'
import { pointsText, reasonWords, roundedPoints, signedPoints, tierWords } from './accountWords.ts'
import { useMovedPages } from './useMovedPages.ts'

// Browsers cap an element's height at 17 to 33 million px; the rest is found by its id.
const MOST = 300_000

interface AccountListProps {
  search: string
  open: number | null // row of the account in the panel
  onOpen(account: MovedAccount): void
  onCounts(counts: { accounts: number; moved: number }): void
}

/** Accounts by how far they move, only what is on screen in memory; arrows move, Enter opens. */
export function AccountList({ search, open, onOpen, onCounts }: AccountListProps) {
  const [total, setTotal] = useState<number | null>(null)
  const count = Math.min(MOST, total ?? 0)
  const rows = useSteeredRows(count)
  const { items } = rows
  const { counts, account, failed } = useMovedPages(
    search,
    items[0]?.index ?? 0,
    items.at(-1)?.index ?? 0,
  )

  useEffect(() => {
    if (counts === null) return
    setTotal(counts.matching)
    onCounts(counts)
  }, [counts, onCounts])

  return (
    <>
      <div ref={rows.box} className={styles.listBody} data-empty={count === 0}>
        <table className={styles.accounts} aria-label="Accounts" aria-rowcount={(total ?? 0) + 1}>
          <thead>
            <tr>
              <th scope="col">account</th>
              <th scope="col">tier</th>
              <th scope="col">score</th>
              <th scope="col">change</th>
              <th scope="col">most by</th>
              <th scope="col">MRR</th>
            </tr>
          </thead>
          <tbody onKeyDown={rows.press}>
            <RowSpacer height={rows.above} className={styles.spacer} />
            {items.map((item) => (
              <AccountLine
                key={item.key}
                account={account(item.index)}
                rowIndex={item.index + 2}
                open={open}
                {...rows.row(item.index)}
                onOpen={onOpen}
              />
            ))}
            <RowSpacer height={rows.below} className={styles.spacer} />
          </tbody>
        </table>
        {total === 0 && <p className={styles.none}>No account has “{search}” in its id.</p>}
        {total === null && !failed && <p className={styles.none}>Reading…</p>}
      </div>
      {failed && (
        <p role="alert" className={styles.none}>
          Some accounts could not be read. Scroll to try again.
        </p>
      )}
      {total !== null && total > MOST && (
        <p className={styles.none}>
          The {formatCount(MOST)} that move furthest; search for another by its id.
        </p>
      )}
    </>
  )
}

interface AccountLineProps extends SteeredRow {
  account: MovedAccount | undefined
  rowIndex: number
  open: number | null
  onOpen(account: MovedAccount): void
}

function AccountLine(props: AccountLineProps) {
  const { account, rowIndex, tabStop, open, takesFocus, onFocus, onOpen } = props
  const button = useRowButton(takesFocus, account !== undefined)

  if (account === undefined)
    return (
      <tr aria-rowindex={rowIndex}>
        <td colSpan={6} className={styles.quiet}>
          reading…
        </td>
      </tr>
    )
  const { row, id, incumbent, candidate, change, mrr, tierSteps } = account
  return (
    <tr aria-rowindex={rowIndex} data-open={row === open} onClick={() => onOpen(account)}>
      <th scope="row">
        <button
          ref={button}
          type="button"
          tabIndex={tabStop ? 0 : -1}
          aria-pressed={row === open}
          aria-label={`Account ${id}`}
          title={id}
          onFocus={onFocus}
        >
          {id}
        </button>
        {account.rows === 'holdout' && <span className={styles.heldOut}>held out</span>}
      </th>
      <td data-moved={tierSteps > 0 ? 'up' : tierSteps < 0 ? 'down' : 'no'}>
        {tierWords(account)}
      </td>
      <td>
        {pointsText(incumbent.score)} → {pointsText(candidate.score)}
      </td>
      <td className={styles.strong}>{signedPoints(roundedPoints(change))}</td>
      <td className={styles.reason}>{reasonWords(account.reason)}</td>
      <td className={styles.quiet}>{formatCount(mrr)}</td>
    </tr>
  )
}
