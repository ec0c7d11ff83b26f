import { transfer } from 'comlink'
import type { DataService, StudyService } from '../../workers/protocol.ts'
import type { RunHeader } from '../journal/entry.ts'
import type { Replicate, StudyKind, StudySetup } from '../studies/study.ts'
import type { WorkerHandle } from './workerHandle.ts'

const SETUP_LIMIT_MS = 60_000
const MAX_ATTEMPTS = 3 // of one repetition, each by a fresh worker

export interface StudyPoolInput {
  openWorker(): WorkerHandle<StudyService>
  data(): WorkerHandle<DataService> // holds the accounts
  header: RunHeader
  setup: StudySetup
  workers: number
}

/** Workers that do the repetitions of one study. */
export interface StudyPool {
  /** Does the repetitions, in any order; rejects with the reason why one cannot be done. */
  run(
    kind: StudyKind,
    indices: number[],
    onReplicate: (replicate: Replicate) => void,
  ): Promise<void>
  /** Ends everything at once; what is under way rejects with an AbortError. */
  stop(): void
}

export function createStudyPool(input: StudyPoolInput): StudyPool {
  const { openWorker, data, header, setup } = input
  const workers = new Set<WorkerHandle<StudyService>>()
  let stopped = false

  async function ready(): Promise<WorkerHandle<StudyService>> {
    checkStopped()
    const worker = openWorker()
    workers.add(worker)
    const { port1, port2 } = new MessageChannel()
    const sent = data().call((service) => service.sendStudyRows(transfer(port1, [port1]), header))
    const set = worker.call(
      (service) => service.setup(transfer(port2, [port2]), setup),
      SETUP_LIMIT_MS,
    )
    await Promise.all([sent, set])
    checkStopped()
    return worker
  }

  function checkStopped(): void {
    if (stopped) throw new DOMException('the study was stopped', 'AbortError')
  }

  function stop(): void {
    stopped = true
    for (const worker of workers) worker.terminate()
    workers.clear()
  }

  return {
    async run(kind, indices, onReplicate) {
      const left = indices.slice()

      async function serve(): Promise<void> {
        let worker: WorkerHandle<StudyService> | null = null
        for (let index = left.shift(); index !== undefined; index = left.shift()) {
          for (let attempt = 1; ; attempt++) {
            try {
              if (worker === null || !worker.alive) worker = await ready()
              const current = index
              onReplicate(await worker.call((service) => service.replicate(kind, current)))
              break
            } catch (error) {
              worker?.terminate()
              worker = null
              if (stopped || attempt === MAX_ATTEMPTS) throw error
            }
          }
        }
      }

      const count = Math.max(1, Math.min(input.workers, indices.length))
      try {
        await Promise.all(Array.from({ length: count }, serve))
      } finally {
        stop() // after a failure the others have nothing to go on for
      }
    },
    stop,
  }
}
