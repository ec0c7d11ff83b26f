import { memo } from 'react'
import styles from './charts.module.css'

interface WeightRangeProps {
  min: number
  max: number
  start: number
  best: number
  locked: boolean
}

/** A weight on its range: small dot where it started, large dot where it is best; zero as a tick. */
export const WeightRange = memo(function WeightRange(props: WeightRangeProps) {
  const { min, max, start, best, locked } = props
  const share = (value: number) => (max === min ? 50 : ((value - min) / (max - min)) * 100)
  const place = (value: number) => `${share(value)}%`
  const low = Math.min(start, best)
  return (
    <span className={styles.range} data-locked={locked} aria-hidden="true">
      <span className={styles.rangeTrack} />
      <span
        className={styles.rangeMoved}
        style={{ left: place(low), width: `${Math.abs(share(best) - share(start))}%` }}
      />
      {min < 0 && max > 0 && <span className={styles.rangeZero} style={{ left: place(0) }} />}
      <span className={styles.rangeStart} style={{ left: place(start) }} />
      <span className={styles.rangeBest} style={{ left: place(best) }} />
    </span>
  )
})
