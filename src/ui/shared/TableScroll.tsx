import type { ReactNode } from 'react'
import styles from './table.module.css'

interface TableScrollProps {
  label: string
  className?: string | undefined
  children: ReactNode
}

/** Lets a wide table scroll sideways inside its card, by keyboard too. */
export function TableScroll({ label, className, children }: TableScrollProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus
    <section className={`${styles.scroll} ${className ?? ''}`} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
