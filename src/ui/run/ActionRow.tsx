import type { ReactNode } from 'react'
import styles from './run.module.css'

/** The buttons of a view; on a phone they wrap instead of leaving the screen. */
export function ActionRow({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}
