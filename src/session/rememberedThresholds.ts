import { DEFAULT_THRESHOLDS, type Thresholds } from '../review/review.ts'

const KEY = 'ratchet.thresholds'

/** What reviews are judged by, kept over a reload; a browser without storage forgets it. */
export function rememberThresholds(thresholds: Thresholds): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(thresholds))
  } catch {
    // Storage is off or full: the next visit begins with the usual ones.
  }
}

/** The thresholds of the last visit; the usual ones for whatever is not of their kind there. */
export function recallThresholds(): Thresholds {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Thresholds>
    const known = Object.entries(DEFAULT_THRESHOLDS).map(([name, usual]) => {
      const value = stored[name as keyof Thresholds]
      const isKnown = typeof value === typeof usual && Number(value) >= 0
      return [name, isKnown ? value : usual]
    })
    return Object.fromEntries(known) as unknown as Thresholds
  } catch {
    return DEFAULT_THRESHOLDS
  }
}
