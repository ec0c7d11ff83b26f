import type { ReactNode } from 'react'
import styles from './table.module.css'

interface TableScrollProps {
  label: string
  className?: string | undefined
  busy?: boolean // what it shows is about to change
  children: ReactNode
}

/** Lets a wide table scroll sideways inside its card, by keyboard too. */
export function TableScroll({ label, className, busy = false, children }: TableScrollProps) {
  return (
    <section
      className={`${styles.scroll} ${className ?? ''}`}
      aria-label={label}
      aria-busy={busy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus
      tabIndex={0}
    >
      {children}
    </section>
  )
}
