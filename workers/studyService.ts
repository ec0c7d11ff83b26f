import type { Dataset } from '../src/accounts/dataset.ts'
import { replicate } from '../src/studies/replicate.ts'
import type { StudySetup } from '../src/studies/study.ts'
import type { StudyService } from './protocol.ts'
import { receiveDataset } from './receiveDataset.ts'

/** Repeats a search on the search rows that arrive through a port from the worker that holds the accounts. */
export function createStudyService(): StudyService {
  let held: { setup: StudySetup; dataset: Dataset } | null = null

  return {
    async setup(port: MessagePort, setup: StudySetup) {
      held = { setup, dataset: await receiveDataset(port) }
    },

    async replicate(kind, index) {
      if (held === null) throw new Error('study worker has no rows yet')
      return replicate(held.setup, held.dataset, kind, index)
    },
  }
}
