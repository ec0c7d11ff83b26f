const TOLD_AFTER = 0.5 // seconds: before that an estimate is a guess

/** Seconds a piece of work still takes, at the pace it had; null while that is not known. */
export function shapingSecondsLeft(elapsed: number, share: number): number | null {
  if (elapsed < TOLD_AFTER || share <= 0) return null
  return (elapsed * (1 - share)) / share
}
