import { useState } from 'react'
import type { Review } from '../../review/review.ts'
import { CalibrationFigure } from '../charts/CalibrationFigure.tsx'
import { calibrationSentence } from './calibrationWords.ts'
import styles from './review.module.css'

/** What became of the accounts of each band of scores. */
export function CalibrationCard({ calibration }: { calibration: Review['calibration'] }) {
  const [bands, setBands] = useState<'tenths' | 'tiers'>('tenths')
  if (calibration === null) return null
  const { incumbent, candidate } = calibration
  const pick = bands === 'tenths' ? 'deciles' : 'tiers'
  return (
    <div>
      <CalibrationFigure
        incumbent={incumbent[pick]}
        candidate={candidate[pick]}
        bands={bands}
        height={250}
        control={
          // biome-ignore lint/a11y/useSemanticElements: a group of buttons, not of fields
          <span role="group" aria-label="Bands" className={styles.switch}>
            {(['tenths', 'tiers'] as const).map((word) => (
              <button
                key={word}
                type="button"
                aria-pressed={bands === word}
                onClick={() => setBands(word)}
              >
                {word === 'tenths' ? 'Tenths' : 'Tiers'}
              </button>
            ))}
          </span>
        }
      />
      <p className={styles.sums}>{calibrationSentence(calibration)}</p>
    </div>
  )
}
