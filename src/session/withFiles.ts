import { proxy } from 'comlink'
import type { DataService } from '../../workers/protocol.ts'
import { ProblemError } from '../lib/problem.ts'
import type { OpenFiles } from './dataCommands.ts'
import type { WorkerHandle } from './workerHandle.ts'

/** A new worker that opens the files of a lost one before it answers anything. */
export function withFiles(
  worker: WorkerHandle<DataService>,
  { first, later }: OpenFiles,
  asOf: string | null,
): WorkerHandle<DataService> {
  const opened = openBoth()
  opened.catch(() => {})

  async function openBoth(): Promise<void> {
    const searched = await worker.call((service) =>
      service.open(
        first,
        proxy(() => {}),
      ),
    )
    if (!searched.ok) throw new ProblemError(searched.problems[0])
    if (asOf !== null) await worker.call((service) => service.setAsOf(asOf))
    if (later === null) return
    const held = await worker.call((service) =>
      service.openLater(
        later,
        null,
        proxy(() => {}),
      ),
    )
    if (!held.ok) throw new ProblemError(held.problems[0])
  }

  return {
    call: (work, limitMs) => opened.then(() => worker.call(work, limitMs)),
    terminate: () => worker.terminate(),
    get alive() {
      return worker.alive
    },
    lost: worker.lost,
  }
}
