import { memo } from 'react'
import styles from './charts.module.css'

interface WeightRangeProps {
  min: number
  max: number
  start: number
  best: number
  locked: boolean
}

/**
 * A weight on its range: small dot where it started, large dot where it is best; zero as a tick. The range is
 * drawn narrower where one of them lies beyond it, as in a run that gave weights other bounds.
 */
export const WeightRange = memo(function WeightRange(props: WeightRangeProps) {
  const { min, max, start, best, locked } = props
  const from = Math.min(min, start, best)
  const to = Math.max(max, start, best)
  const share = (value: number) => (to === from ? 50 : ((value - from) / (to - from)) * 100)
  const place = (value: number) => `${share(value)}%`
  const low = Math.min(start, best)
  return (
    <span className={styles.range} data-locked={locked} aria-hidden="true">
      <span
        className={styles.rangeTrack}
        style={{
          left: min > from ? place(min) : undefined,
          right: max < to ? `${100 - share(max)}%` : undefined,
        }}
      />
      <span
        className={styles.rangeMoved}
        style={{ left: place(low), width: `${Math.abs(share(best) - share(start))}%` }}
      />
      {from < 0 && to > 0 && <span className={styles.rangeZero} style={{ left: place(0) }} />}
      <span className={styles.rangeStart} style={{ left: place(start) }} />
      <span className={styles.rangeBest} style={{ left: place(best) }} />
    </span>
  )
})
