import { memo } from 'react'
import type { ColumnProfile } from '../../accounts/profile.ts'
import { distributionText } from './columnType.ts'

const WIDTH = 108
const HEIGHT = 24
const GAP = 1.5

interface DistributionBarsProps {
  profile: ColumnProfile
  suspicious: boolean // predicts the outcome too well
}

/** How a column's values spread, as bars of one shared height; an empty bin stays empty. */
export const DistributionBars = memo(function DistributionBars({
  profile,
  suspicious,
}: DistributionBarsProps) {
  const { bars } = profile
  const tallest = Math.max(...bars, 1)
  if (bars.length < 2 || isAllDifferent(profile)) return null
  const step = WIDTH / bars.length
  const path = bars
    .map((count, index) => {
      const height = count === 0 ? 0 : Math.max(1.5, (count / tallest) * (HEIGHT - 2))
      const left = (index * step).toFixed(2)
      return `M${left} ${HEIGHT}v${-height}h${(step - GAP).toFixed(2)}v${height}z`
    })
    .join('')
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Distribution of ${profile.name}: ${distributionText(profile)}`}
    >
      <path d={path} fill={suspicious ? 'var(--held-out)' : 'var(--spark)'} />
    </svg>
  )
})

/** Texts of which hardly one comes twice: their bars would all be one high. */
function isAllDifferent({ kind, bars }: ColumnProfile): boolean {
  return kind === 'text' && Math.max(...bars) <= 1
}
