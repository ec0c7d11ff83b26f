import { memo } from 'react'
import { formatCount } from '../shared/format.ts'
import styles from './charts.module.css'

export interface Step {
  label: string // '3 to under 7'
  start: number // points
  best: number
}

interface StepChartProps {
  column: string
  steps: Step[]
}

const WIDTH = 100
const HEIGHT = 40
const ROOM = 3 // above and below, for the marks of starts

/** The points of each bin of a column as steps from zero; where a bin started is a mark across it. */
export const StepChart = memo(function StepChart({ column, steps }: StepChartProps) {
  const points = steps.flatMap(({ start, best }) => [start, best])
  const low = Math.min(0, ...points)
  const high = Math.max(low + 1, ...points)
  const y = (value: number) => ROOM + ((high - value) / (high - low)) * (HEIGHT - 2 * ROOM)
  const width = WIDTH / steps.length
  const gap = Math.min(1, width / 8)
  return (
    <svg
      className={styles.steps}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={stepsText(column, steps)}
    >
      <line className={styles.stepsZero} x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} />
      {steps.map(({ label, start, best }, place) => {
        const left = place * width + gap / 2
        return (
          <g key={label}>
            <title>{stepText({ label, start, best })}</title>
            <rect x={left} y={0} width={width - gap} height={HEIGHT} className={styles.stepsHit} />
            <rect
              className={styles.stepsBar}
              x={left}
              y={Math.min(y(0), y(best))}
              width={width - gap}
              height={Math.abs(y(best) - y(0))}
            />
            {start !== best && (
              <line
                className={styles.stepsStart}
                x1={left}
                x2={left + width - gap}
                y1={y(start)}
                y2={y(start)}
              />
            )}
          </g>
        )
      })}
    </svg>
  )
})

function stepsText(column: string, steps: Step[]): string {
  return `Points by ${column}: ${steps.map(stepText).join('; ')}`
}

function stepText({ label, start, best }: Step): string {
  const was = start === best ? '' : `, was ${formatCount(start)}`
  return `${label}: ${formatCount(best)}${was}`
}
