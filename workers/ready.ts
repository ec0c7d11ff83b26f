import { expose } from 'comlink'
import { WORKER_PULSE, WORKER_READY } from './protocol.ts'

/** Serves a service from this worker, answers the pulse, and says that it can take calls. */
export function serve(service: object): void {
  expose(service)
  addEventListener('message', ({ data }) => {
    if (data === WORKER_PULSE) postMessage(WORKER_PULSE)
  })
  postMessage(WORKER_READY)
}
