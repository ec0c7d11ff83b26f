import { expose } from 'comlink'
import { expect, test } from 'vitest'
import { openWorker } from '../../src/session/workerHandle.ts'
import { WORKER_READY } from '../../workers/protocol.ts'

interface Service {
  double(value: number): number
  hang(): Promise<never>
}

/** Stands in for a worker: a message port whose other end serves, with the events of a worker. */
function fakeWorker(serves: boolean): Worker & { crash(message: string): void } {
  const { port1, port2 } = new MessageChannel()
  const events = new EventTarget()
  const service: Service = { double: (value) => 2 * value, hang: () => new Promise(() => {}) }
  if (serves) {
    expose(service, port2)
    port2.postMessage(WORKER_READY)
  }
  port1.start()
  return {
    addEventListener(type: string, listener: EventListener) {
      if (type === 'message') port1.addEventListener(type, listener)
      else events.addEventListener(type, listener)
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
  } as unknown as Worker & { crash(message: string): void }
}

test('a call is answered', async () => {
  const worker = openWorker<Service>(() => fakeWorker(true), 'test')
  expect(await worker.call((service) => service.double(21))).toBe(42)
  worker.terminate()
})

test('a crash rejects the call under way and every later one', async () => {
  const fake = fakeWorker(true)
  const worker = openWorker<Service>(() => fake, 'test')
  const pending = worker.call((service) => service.hang())
  fake.crash('out of memory')
  await expect(pending).rejects.toThrow('test worker failed: out of memory')
  await expect(worker.call((service) => service.double(1))).rejects.toThrow('out of memory')
  expect(worker.alive).toBe(false)
})

test('a call past its limit rejects and ends the worker', async () => {
  const worker = openWorker<Service>(() => fakeWorker(true), 'test')
  await expect(worker.call((service) => service.hang(), 50)).rejects.toThrow('no answer for 0.05 s')
  expect(worker.alive).toBe(false)
})

test('terminating rejects silently: as an abort', async () => {
  const worker = openWorker<Service>(() => fakeWorker(false), 'test')
  const pending = worker.call((service) => service.double(1))
  worker.terminate()
  await expect(pending).rejects.toHaveProperty('name', 'AbortError')
})
