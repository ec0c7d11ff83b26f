import { proxy } from 'comlink'
import type { DataService } from '../../workers/protocol.ts'
import { ProblemError } from '../lib/problem.ts'
import type { WorkerHandle } from './workerHandle.ts'

/** A new worker that opens the file of a lost one before it answers anything. */
export function withFile(worker: WorkerHandle<DataService>, file: File): WorkerHandle<DataService> {
  const progress = proxy(() => {})
  const opened = worker
    .call((service) => service.open(file, progress))
    .then((result) => {
      if (!result.ok) throw new ProblemError(result.problems[0])
    })
  opened.catch(() => {})
  return {
    call: (work, limitMs) => opened.then(() => worker.call(work, limitMs)),
    terminate: () => worker.terminate(),
    get alive() {
      return worker.alive
    },
    lost: worker.lost,
  }
}
