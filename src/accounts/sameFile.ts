import type { Problem } from '../lib/problem.ts'
import type { DataRecord } from './dataRecord.ts'
import { problem } from './say.ts'

/** The error that a file to hold out holds the bytes of the one searched; null where it does not. */
export function sameFile(searched: DataRecord, second: DataRecord): Problem | null {
  if (searched.fingerprint !== second.fingerprint) return null
  return problem({
    severity: 'error',
    code: 'later-file-same',
    what:
      searched.name === second.name
        ? `${second.name} is to be searched and held out at once: its accounts cannot judge what was found on them.`
        : `${second.name} holds the same bytes as ${searched.name}, the file searched: its accounts cannot judge what was found on them.`,
    fix: 'Hold out a file of a later period, or none: then a part of the accounts is held out.',
  })
}
