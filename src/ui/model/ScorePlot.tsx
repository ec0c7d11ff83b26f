import { type KeyboardEvent, type PointerEvent, useId, useRef } from 'react'
import type { Tier } from '../../evaluation/tiers.ts'
import { formatCount } from '../shared/format.ts'
import { tierColor } from '../shared/tierColor.ts'
import styles from './TierEditor.module.css'

const HEIGHT = 100 // of the drawing, stretched to its box

interface ScorePlotProps {
  tiers: Tier[] // best first
  maxScore: number
  bars: number[] | null // accounts in equal-width bands; null while being computed
  onPull(index: number, score: number): void
  onRelease(): void
  onCut(index: number, score: number): void
}

/** How many accounts have which score, coloured by tier, with a handle at every cut-off. */
export function ScorePlot(props: ScorePlotProps) {
  const { tiers, maxScore, bars, onPull, onRelease, onCut } = props
  const box = useRef<HTMLDivElement>(null)
  const place = (score: number) => Math.min(100, Math.max(0, (score / maxScore) * 100))

  function scoreAt(event: PointerEvent): number {
    const { left, width } = (box.current as HTMLDivElement).getBoundingClientRect()
    return ((event.clientX - left) / width) * maxScore
  }

  return (
    <>
      <div className={styles.plot} ref={box}>
        {bars === null ? (
          <div className={styles.waiting}>
            <span>Scoring all accounts…</span>
          </div>
        ) : (
          <Bars bars={bars} tiers={tiers} place={place} />
        )}
        {tiers.map((tier) => (
          <span
            key={tier.label}
            className={styles.tierName}
            style={{ left: `${(place(tier.min) + place(tier.max)) / 2}%` }}
            aria-hidden="true"
          >
            {tier.label}
          </span>
        ))}
        {tiers.slice(0, -1).map((tier, index) => (
          <div
            key={tier.label}
            className={styles.cut}
            style={{ left: `${place(tier.min)}%` }}
            role="slider"
            tabIndex={0}
            aria-label={`Lowest score of tier ${tier.label}`}
            aria-valuenow={tier.min}
            aria-valuemin={0}
            aria-valuemax={maxScore}
            onKeyDown={(event) => moveByKey(event, tier.min, (score) => onCut(index, score))}
            onPointerDown={(event) => {
              event.preventDefault()
              event.currentTarget.focus()
              event.currentTarget.setPointerCapture(event.pointerId)
            }}
            onPointerMove={(event) => {
              if (event.currentTarget.hasPointerCapture(event.pointerId))
                onPull(index, scoreAt(event))
            }}
            onPointerUp={onRelease}
            onPointerCancel={onRelease}
          />
        ))}
      </div>
      <div className={styles.axis} aria-hidden="true">
        <span>0</span>
        <span>score, points</span>
        <span>{formatCount(maxScore)}</span>
      </div>
    </>
  )
}

const KEY_STEPS: Record<string, number> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: -Infinity,
  End: Infinity,
}

function moveByKey(event: KeyboardEvent, score: number, onCut: (score: number) => void): void {
  const step = KEY_STEPS[event.key]
  if (step === undefined) return
  event.preventDefault()
  onCut(score + step)
}

interface BarsProps {
  bars: number[]
  tiers: Tier[]
  place(score: number): number
}

function Bars({ bars, tiers, place }: BarsProps) {
  const gradient = useId()
  const tallest = Math.max(...bars, 1)
  const step = 100 / bars.length
  const gap = bars.length > 60 ? 0.1 : 0.3
  const path = bars
    .map((count, index) => {
      const height = count === 0 ? 0 : Math.max(1, (count / tallest) * HEIGHT)
      return `M${(index * step).toFixed(3)} ${HEIGHT}v${-height}h${(step - gap).toFixed(3)}v${height}z`
    })
    .join('')
  const lowestFirst = [...tiers].reverse()
  return (
    <svg
      className={styles.bars}
      viewBox={`0 0 100 ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <linearGradient id={gradient} gradientUnits="userSpaceOnUse" x1="0" x2="100" y1="0" y2="0">
        {lowestFirst.flatMap((tier, index) => {
          const color = tierColor(tiers.length - 1 - index, tiers.length)
          return [
            <stop
              key={`${tier.label} from`}
              offset={`${place(tier.min)}%`}
              style={{ stopColor: color }}
            />,
            <stop
              key={`${tier.label} to`}
              offset={`${place(tier.max)}%`}
              style={{ stopColor: color }}
            />,
          ]
        })}
      </linearGradient>
      <path d={path} fill={`url(#${gradient})`} />
      <path
        d={`M0 ${HEIGHT}h100`}
        stroke="var(--line-strong)"
        strokeWidth="1"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}
