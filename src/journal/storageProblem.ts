import { ProblemError } from '../lib/problem.ts'

export const OPEN_BLOCKED = 'another tab holds an older version of the journal open'
export const OPEN_TIMED_OUT = 'the browser did not answer when the journal was opened'

/** Whether the browser dropped the connection, so that the same work may succeed on a new one. */
export function isLostConnection(error: unknown): boolean {
  const { name, message } = nameAndMessage(error)
  return name === 'InvalidStateError' || /connection|terminated|closing/i.test(message)
}

/** What went wrong with the browser's storage as one sentence; a programmer's error stays itself. */
export function storageProblem(error: unknown): Error {
  if (error instanceof ProblemError) return error
  const { name, message } = nameAndMessage(error)
  if (name === 'QuotaExceededError') {
    return problem(
      'journal-storage-full',
      "The browser's storage is full: the last experiments could not be saved",
      'Export the journal, remove runs you no longer need, then resume.',
    )
  }
  if (message === OPEN_BLOCKED || message === OPEN_TIMED_OUT) {
    return problem(
      'journal-not-opened',
      `The journal could not be opened: ${message}`,
      'Close the other tabs of Ratchet and reload this page.',
    )
  }
  if (message.includes('IndexedDB') || message.startsWith('the journal is closed')) {
    return problem(
      'journal-not-available',
      `The journal cannot be kept: ${message}`,
      'Reload the page, or leave private browsing; export what you need before you close the page.',
    )
  }
  if (isStorageError(name)) {
    return problem(
      'journal-write-failed',
      `The journal could not be read or written: ${message === '' ? name : message}`,
      'Export the journal if you can, reload the page, then resume.',
    )
  }
  return error instanceof Error ? error : new Error(`journal failed: ${message}`)
}

// Names of the exceptions IndexedDB rejects with; plain Error and TypeError are the programmer's.
function isStorageError(name: string): boolean {
  return /^(Abort|Constraint|Data|DataClone|InvalidAccess|InvalidState|NotAllowed|NotFound|NotReadable|ReadOnly|Security|Timeout|TransactionInactive|Unknown|Version)Error$/.test(
    name,
  )
}

function problem(code: string, what: string, fix: string): ProblemError {
  return new ProblemError({ severity: 'error', code, what: `${what}.`, where: '', fix })
}

function nameAndMessage(error: unknown): { name: string; message: string } {
  if (error === null || typeof error !== 'object') return { name: '', message: String(error) }
  const { name, message } = error as { name?: unknown; message?: unknown }
  return { name: String(name ?? ''), message: String(message ?? '') }
}
