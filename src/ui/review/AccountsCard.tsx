import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { MovedAccount } from '../../review/movedAccounts.ts'
import { Card } from '../shared/Card.tsx'
import controls from '../shared/controls.module.css'
import { formatCount, plural } from '../shared/format.ts'
import { AccountList } from './AccountList.tsx'
import { AccountPanel } from './AccountPanel.tsx'
import styles from './accounts.module.css'

/** Every account by how far it moves; one of them explained, point by point. */
export function AccountsCard() {
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 200)
  const [chosen, setChosen] = useState<MovedAccount | null>(null)
  const [counts, setCounts] = useState<{ accounts: number; moved: number } | null>(null)
  return (
    <Card
      title="Accounts, furthest moved first"
      aside={
        counts === null
          ? 'reading…'
          : `${formatCount(counts.moved)} of ${plural(counts.accounts, 'account')} change tier, those searched included`
      }
    >
      <div className={styles.inside} data-open={chosen !== null}>
        <div className={styles.left}>
          <input
            type="search"
            className={`${controls.text} ${styles.search}`}
            placeholder="Search by id"
            aria-label="Search accounts by id"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <AccountList
            key={search}
            search={search}
            open={chosen?.row ?? null}
            onOpen={setChosen}
            onCounts={setCounts}
          />
        </div>
        {chosen !== null && <AccountPanel account={chosen} onClose={() => setChosen(null)} />}
      </div>
    </Card>
  )
}
