import { memo } from 'react'
import styles from './charts.module.css'

interface IntervalBarProps {
  min: number // of the scale
  max: number
  low: number
  high: number
  value: number // the large dot
}

/** An interval on a scale with a value marked on it; zero as a tick. The figures stand beside it as text. */
export const IntervalBar = memo(function IntervalBar(props: IntervalBarProps) {
  const { min, max, low, high, value } = props
  const share = (of: number) => (max === min ? 50 : ((of - min) / (max - min)) * 100)
  return (
    <span className={styles.range} aria-hidden="true">
      <span className={styles.rangeTrack} />
      <span
        className={styles.rangeInterval}
        style={{ left: `${share(low)}%`, width: `${share(high) - share(low)}%` }}
      />
      {min < 0 && max > 0 && <span className={styles.rangeZero} style={{ left: `${share(0)}%` }} />}
      <span className={styles.rangeBest} style={{ left: `${share(value)}%` }} />
    </span>
  )
})
