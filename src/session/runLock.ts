const LOCK = 'ratchet-run'

/**
 * Only one tab searches and writes a run at a time. Returns a release function, or null where
 * another tab holds the lock; where the browser has no locks every tab may run.
 */
export async function takeRunLock(): Promise<(() => void) | null> {
  if (navigator.locks === undefined) return () => {}
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(LOCK, { ifAvailable: true }, (lock) => {
        if (lock === null) {
          resolve(null)
          return
        }
        return new Promise<void>((release) => resolve(release))
      })
      .catch(reject)
  })
}

/** Whether any tab of this origin is searching. */
export async function isRunLockHeld(): Promise<boolean> {
  if (navigator.locks === undefined) return false
  const { held } = await navigator.locks.query()
  return held?.some((lock) => lock.name === LOCK) ?? false
}
