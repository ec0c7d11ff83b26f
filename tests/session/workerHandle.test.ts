import { expose } from 'comlink'
import { expect, test } from 'vitest'
import { openWorker, reopening } from '../../src/session/workerHandle.ts'
import { WORKER_PULSE, WORKER_READY } from '../../workers/protocol.ts'

interface Service {
  double(value: number): number
  hang(): Promise<never>
}

/** Stands in for a worker: a message port whose other end serves, with the events of a worker. */
function fakeWorker(serves: boolean, hasPulse = false): Worker & { crash(message: string): void } {
  const { port1, port2 } = new MessageChannel()
  const events = new EventTarget()
  const service: Service = { double: (value) => 2 * value, hang: () => new Promise(() => {}) }
  if (serves) {
    expose(service, port2)
    port2.postMessage(WORKER_READY)
  }
  if (hasPulse)
    port2.addEventListener('message', ({ data }) => {
      if (data === WORKER_PULSE) port2.postMessage(WORKER_PULSE)
    })
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

test('a worker that fell silent rejects its calls, one that has a pulse may take its time', async () => {
  const silent = openWorker<Service>(() => fakeWorker(true), 'test', { silentMs: 40 })
  await expect(silent.call((service) => service.hang())).rejects.toThrow('no sign of life')
  const slow = openWorker<Service>(() => fakeWorker(true, true), 'test', { silentMs: 40 })
  const pending = slow.call((service) => service.hang()).catch(() => 'stopped')
  await new Promise((resolve) => setTimeout(resolve, 120))
  expect(slow.alive).toBe(true)
  slow.terminate()
  expect(await pending).toBe('stopped')
})

test('a worker the browser refuses to create rejects its calls', async () => {
  const refuse = () => {
    throw new Error('blocked by policy')
  }
  const worker = openWorker<Service>(refuse, 'test')
  await expect(worker.call((service) => service.double(1))).rejects.toThrow('blocked by policy')
  await expect(worker.lost).rejects.toThrow('blocked by policy')
})

test('a lost worker is started anew by the next call', async () => {
  const fakes = [fakeWorker(true), fakeWorker(true)]
  let opened = 0
  const worker = reopening<Service>(() => openWorker(() => fakes[opened++], 'test'))
  fakes[0].crash('out of memory')
  expect(await worker.call((service) => service.double(4))).toBe(8)
  expect(opened).toBe(2)
  worker.terminate()
})
