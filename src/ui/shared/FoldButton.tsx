import type { ReactNode } from 'react'
import styles from './FoldButton.module.css'

interface FoldButtonProps {
  open: boolean
  onToggle(): void
  children: ReactNode // its accessible name
}

/** Opens and closes what belongs to it, standing below. */
export function FoldButton({ open, onToggle, children }: FoldButtonProps) {
  return (
    <button type="button" className={styles.fold} aria-expanded={open} onClick={onToggle}>
      <svg width="10" height="10" viewBox="0 0 10 10" fill="none" aria-hidden="true">
        <path
          d="m3 1.5 4 3.5-4 3.5"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span>{children}</span>
    </button>
  )
}
