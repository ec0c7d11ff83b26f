import { expose } from 'comlink'
import { WORKER_READY } from './protocol.ts'

/** Serves a service from this worker and says that it can take calls. */
export function serve(service: object): void {
  expose(service)
  postMessage(WORKER_READY)
}
