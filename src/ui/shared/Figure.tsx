import type { ReactNode } from 'react'
import { Card } from './Card.tsx'
import styles from './Figure.module.css'

interface FigureProps {
  label: string
  value: ReactNode // large; wrap a unit or 'vs' in <small>
  children?: ReactNode // the line below: where it came from
}

/** One big number in its own card, with what it is and what it came from. */
export function Figure({ label, value, children }: FigureProps) {
  return (
    <Card>
      <div className={styles.figure}>
        <h2 className={styles.label}>{label}</h2>
        <p className={styles.value}>{value}</p>
        <p className={styles.sub}>{children}</p>
      </div>
    </Card>
  )
}

/** Figures side by side; two a row on a phone. */
export function FigureRow({ children }: { children: ReactNode }) {
  return <div className={styles.grid}>{children}</div>
}

/** A change as signed text; colour repeats what the sign says. */
export function Gain({ text, better }: { text: string; better: boolean | null }) {
  if (better === null) return <span>{text}</span>
  return <span className={better ? styles.gain : styles.loss}>{text}</span>
}
