import { type ReactNode, useEffect } from 'react'
import { FileChip } from './FileChip.tsx'
import styles from './View.module.css'

interface ViewProps {
  name: string // of the page title: 'Data'
  context?: ReactNode // one quiet line beside the file: '30 % held out · seed 42'
  actions?: ReactNode // buttons, the one primary last
  bare?: boolean // no top bar: the start page
  children: ReactNode
}

/** The frame of every view: page title, top bar with the open file and the actions, content. */
export function View({ name, context, actions, bare = false, children }: ViewProps) {
  useEffect(() => {
    document.title = `${name} · Ratchet`
  }, [name])
  return (
    <>
      {!bare && (
        <header className={styles.bar}>
          <div className={styles.barInner}>
            <FileChip />
            <div className={styles.context}>{context}</div>
            {actions !== undefined && <div className={styles.actions}>{actions}</div>}
          </div>
        </header>
      )}
      <main className={styles.main} id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  )
}
