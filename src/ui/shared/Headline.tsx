import type { ReactNode } from 'react'
import styles from './Headline.module.css'

interface HeadlineProps {
  title: string // a sentence computed from the result
  sub?: ReactNode // the figures behind it
}

/** The view's one h1: what the result means, then the figures behind it. */
export function Headline({ title, sub }: HeadlineProps) {
  return (
    <div className={styles.headline}>
      <h1 className={styles.title}>{title}</h1>
      {sub !== undefined && <p className={styles.sub}>{sub}</p>}
    </div>
  )
}
