import { createMemoryJournal } from '../../src/journal/memoryJournal.ts'
import { collect } from './journalFixtures.ts'
import { journalSuite } from './journalSuite.ts'

journalSuite('memory', async () => {
  const journal = createMemoryJournal()
  return {
    journal,
    async tamper(runId, firstIndex, change) {
      const [batch] = await collect(journal.batches(runId, firstIndex, firstIndex + 1))
      change(batch!)
    },
    close: async () => undefined,
  }
})
