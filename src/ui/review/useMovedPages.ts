import { useEffect, useRef, useState } from 'react'
import type { MovedAccount, MovedPage } from '../../review/movedAccounts.ts'
import { useCommands } from '../context.tsx'

const PAGE = 100 // accounts asked for at once
const HELD = 40 // pages kept in memory

interface MovedPages {
  counts: Omit<MovedPage, 'page'> | null // null: not known yet
  account(position: number): MovedAccount | undefined // undefined: not read yet
  failed: boolean
}

/** Reads the part of the accounts of a review that is on screen, page by page, and forgets the rest. */
export function useMovedPages(search: string, first: number, last: number): MovedPages {
  const { movedAccounts } = useCommands()
  const [pages, setPages] = useState<ReadonlyMap<number, MovedAccount[]>>(new Map())
  const [counts, setCounts] = useState<MovedPages['counts']>(null)
  const [failed, setFailed] = useState(false)
  const asked = useRef({ search, pages: new Set<number>() })
  const from = Math.floor(Math.max(0, first) / PAGE)
  const to = Math.floor(Math.max(0, last) / PAGE)

  useEffect(() => {
    if (asked.current.search !== search) {
      asked.current = { search, pages: new Set() }
      setPages(new Map())
    }
    const mine = asked.current
    for (let page = from; page <= to; page++) {
      if (mine.pages.has(page)) continue
      mine.pages.add(page)
      movedAccounts({ search, offset: page * PAGE, limit: PAGE })
        .then(({ page: read, ...known }) => {
          if (asked.current !== mine) return
          setFailed(false)
          setCounts(known)
          setPages((before) => {
            const next = new Map(before).set(page, read)
            while (next.size > HELD) {
              const oldest = next.keys().next().value as number
              next.delete(oldest)
              mine.pages.delete(oldest)
            }
            return next
          })
        })
        .catch(() => {
          mine.pages.delete(page)
          if (asked.current === mine) setFailed(true)
        })
    }
  }, [movedAccounts, search, from, to])

  return {
    counts,
    account: (position) => pages.get(Math.floor(position / PAGE))?.[position % PAGE],
    failed,
  }
}
