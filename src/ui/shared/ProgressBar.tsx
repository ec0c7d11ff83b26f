import styles from './ProgressBar.module.css'

interface ProgressBarProps {
  label: string
  share: number | null // done, 0 to 1; null: not known
  text: string // for screen readers: '4 of 12 columns'
}

/** How far a piece of work has come. */
export function ProgressBar({ label, share, text }: ProgressBarProps) {
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      aria-valuetext={text}
    >
      <div
        className={`${styles.bar} ${share === null ? styles.unknown : ''}`}
        style={share === null ? undefined : { transform: `scaleX(${share})` }}
      />
    </div>
  )
}
