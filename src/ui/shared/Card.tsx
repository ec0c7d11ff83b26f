import { type ReactNode, useId } from 'react'
import styles from './Card.module.css'

interface CardProps {
  title?: string
  aside?: ReactNode // right of the title: a legend, a switch, a count
  flush?: boolean // no padding: for tables that scroll inside
  className?: string
  children: ReactNode
}

/** A panel of one subject; with a title it is a named region. */
export function Card({ title, aside, flush = false, className, children }: CardProps) {
  const titleId = useId()
  const classes = [styles.card, flush ? styles.flush : '', className ?? ''].join(' ')
  if (title === undefined && aside === undefined) return <div className={classes}>{children}</div>
  return (
    <section className={classes} aria-labelledby={title === undefined ? undefined : titleId}>
      <div className={styles.head}>
        {title !== undefined && (
          <h2 className={styles.title} id={titleId}>
            {title}
          </h2>
        )}
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      </div>
      {children}
    </section>
  )
}
