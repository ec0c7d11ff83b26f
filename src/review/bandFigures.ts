import type { Tier } from '../evaluation/tiers.ts'
import type { CalibrationFigures, GainCurve, SwapSet } from './review.ts'
import type { RowScores } from './rowScores.ts'

type Both<T> = { incumbent: T; candidate: T }

export function calibrationFigures(_: RowScores, __: Tier[]): Both<CalibrationFigures> | null {
  return null
}
export function gainCurves(_: RowScores): Both<GainCurve> | null {
  return null
}
export function swapSet(_: RowScores): SwapSet | null {
  return null
}
