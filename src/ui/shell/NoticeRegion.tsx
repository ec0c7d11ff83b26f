import { useEffect } from 'react'
import type { Notice } from '../../store/state.ts'
import { useAppState, useCommands } from '../context.tsx'
import styles from './NoticeRegion.module.css'

const DONE_SHOWN_MS = 8000

/** The one place where the outcome of a command is told; failures stay until dismissed. */
export function NoticeRegion() {
  const notice = useAppState((state) => state.notice)
  const { dismissNotice } = useCommands()
  useEffect(() => {
    if (notice?.tone !== 'done') return
    const timer = window.setTimeout(dismissNotice, DONE_SHOWN_MS)
    return () => window.clearTimeout(timer)
  }, [notice, dismissNotice])
  return (
    <div className={styles.region}>
      <div role="status" aria-label="Notice">
        {notice?.tone === 'done' && <Toast notice={notice} onDismiss={dismissNotice} />}
      </div>
      <div role="alert">
        {notice?.tone === 'error' && <Toast notice={notice} onDismiss={dismissNotice} />}
      </div>
    </div>
  )
}

function Toast({ notice, onDismiss }: { notice: Notice; onDismiss(): void }) {
  return (
    <div className={`${styles.notice} ${notice.tone === 'error' ? styles.error : ''}`}>
      <span>{notice.text}</span>
      <button type="button" className={styles.dismiss} aria-label="Dismiss" onClick={onDismiss}>
        <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
          <path d="m1.5 1.5 7 7m0-7-7 7" stroke="currentColor" strokeWidth="1.4" />
        </svg>
      </button>
    </div>
  )
}
