import { expose } from 'comlink'
import { WORKER_PULSE, WORKER_READY } from '../../workers/protocol.ts'

export interface FakeWorker extends Worker {
  crash(message: string): void
  /** Dies without a word. */
  die(): void
}

/**
 * Stands in for a worker: a message port whose other end serves, with the events of a worker. Without
 * a service it never gets ready. `hasPulse`: whether it answers the pulse right now; a worker at work does not.
 */
export function fakeWorker(service: object | null, hasPulse: () => boolean): FakeWorker {
  const { port1, port2 } = new MessageChannel()
  const events = new EventTarget()
  if (service !== null) {
    expose(service, port2)
    port2.postMessage(WORKER_READY)
  }
  port2.addEventListener('message', ({ data }) => {
    if (data === WORKER_PULSE && hasPulse()) port2.postMessage(WORKER_PULSE)
  })
  return {
    addEventListener(type: string, listener: EventListener) {
      if (type !== 'message') return events.addEventListener(type, listener)
      port1.addEventListener(type, listener)
      port1.start()
    },
    removeEventListener(type: string, listener: EventListener) {
      port1.removeEventListener(type, listener)
    },
    postMessage: (message: unknown, transfer: Transferable[]) =>
      port1.postMessage(message, transfer),
    terminate() {
      port1.close()
      port2.close()
    },
    crash(message: string) {
      events.dispatchEvent(Object.assign(new Event('error'), { message }))
    },
    die: () => port2.close(),
  } as unknown as FakeWorker
}
