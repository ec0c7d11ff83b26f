import type { GainCurve } from './review.ts'

/** The curve between its points, straight. */
export function valueAt({ share, gained }: GainCurve, at: number): number {
  for (let index = 1; index < share.length; index++) {
    if (share[index] < at) continue
    const width = share[index] - share[index - 1]
    const part = width === 0 ? 1 : (at - share[index - 1]) / width
    return gained[index - 1] + part * (gained[index] - gained[index - 1])
  }
  return 1
}
