import { replicate } from '../src/studies/replicate.ts'
import type { StudyRows, StudySetup } from '../src/studies/study.ts'
import type { StudyService } from './protocol.ts'
import { receiveRows } from './receiveRows.ts'

/** Repeats a search on the search rows that arrive through a port from the worker that holds the accounts. */
export function createStudyService(): StudyService {
  let held: { setup: StudySetup; rows: StudyRows } | null = null

  return {
    async setup(port: MessagePort, setup: StudySetup) {
      held = { setup, rows: await receiveRows<StudyRows>(port) }
    },

    async replicate(kind, index) {
      if (held === null) throw new Error('study worker has no rows yet')
      return replicate(held.setup, held.rows, kind, index)
    },
  }
}
