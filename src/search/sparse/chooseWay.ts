import type { SparseEnd } from './sparseTask.ts'

export type Way = 'metric' | 'regression'

/**
 * Which way to one more feature does better on the rows left out, fold by fold. On small data the way by
 * the metric must be ahead by more than one standard error: it picks by luck more easily.
 */
export function chooseWay(ends: Pick<SparseEnd, 'fold'>[], small: boolean): Way {
  const gains: number[] = []
  for (const { fold } of ends) {
    if (fold === null || fold.regression === null) return 'metric'
    gains.push(fold.metric.leftOut - fold.regression.leftOut)
  }
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length
  if (!Number.isFinite(mean)) return small ? 'regression' : 'metric'
  const squares = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0)
  const error = Math.sqrt(squares / (gains.length - 1) / gains.length)
  return mean > (small ? error : 0) || (!small && mean === 0) ? 'metric' : 'regression'
}
