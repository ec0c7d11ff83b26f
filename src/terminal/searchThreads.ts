import { type HeldBytes, mostHeld } from '../lib/heldBytes.ts'
import type { SearchEngineInput } from '../search/engine.ts'
import { createSearcher } from '../search/searcher.ts'
import type { AnyStepper } from '../search/stepper.ts'
import type { ThreadRequest } from './searchThread.ts'
import { openThreads } from './thread.ts'

export interface SearchThreads {
  steppers: AnyStepper[]
  /** What the one that holds most holds now; null where none could tell. */
  memory(): Promise<HeldBytes | null>
  close(): Promise<void>
}

/** Search in place for one worker, in threads for more; the result is the same. Resolves once all can search. */
export async function openSearchThreads(
  input: Omit<SearchEngineInput, 'now'>,
  count: number,
): Promise<SearchThreads> {
  if (count === 1) {
    const searcher = createSearcher({ ...input, now: () => performance.now() })
    const stepper: AnyStepper = {
      step: async (request) => searcher.step(request),
      perform: async (request) => searcher.perform(request),
      facts: async (start) => searcher.facts(start),
    }
    return { steppers: [stepper], memory: async () => searcher.memory(), close: async () => {} }
  }
  const module = new URL('./searchThread.mjs', import.meta.url)
  const { threads, close } = await openThreads<ThreadRequest>(module, input, count)
  const steppers = threads.map(
    ({ ask }): AnyStepper => ({
      step: (request) => ask({ kind: 'step', request }),
      perform: (request) => ask({ kind: 'perform', request }),
      facts: (start) => ask({ kind: 'facts', start }),
    }),
  )
  return {
    steppers,
    async memory() {
      const asked = threads.map(({ ask }) => ask<HeldBytes>({ kind: 'memory' }))
      return mostHeld(await Promise.allSettled(asked))
    },
    close,
  }
}
