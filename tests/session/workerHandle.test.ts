import { expect, test } from 'vitest'
import { openWorker, reopening } from '../../src/session/workerHandle.ts'
import { fakeWorker } from './fakeWorker.ts'

interface Service {
  double(value: number): number
  hang(): Promise<never>
}

const SERVICE: Service = { double: (value) => 2 * value, hang: () => new Promise(() => {}) }

const serving = () => fakeWorker(SERVICE, () => true)
const silent = () => fakeWorker(SERVICE, () => false)

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('a call is answered', async () => {
  const worker = openWorker<Service>(serving, 'test')
  expect(await worker.call((service) => service.double(21))).toBe(42)
  worker.terminate()
})

test('a crash rejects the call under way and every later one', async () => {
  const fake = serving()
  const worker = openWorker<Service>(() => fake, 'test')
  const pending = worker.call((service) => service.hang())
  fake.crash('out of memory')
  await expect(pending).rejects.toThrow('test worker failed: out of memory')
  await expect(worker.call((service) => service.double(1))).rejects.toThrow('out of memory')
  expect(worker.alive).toBe(false)
})

test('a call past its limit rejects and ends the worker', async () => {
  const worker = openWorker<Service>(serving, 'test')
  await expect(worker.call((service) => service.hang(), 50)).rejects.toThrow('no answer for 0.05 s')
  expect(worker.alive).toBe(false)
})

test('terminating rejects silently: as an abort', async () => {
  const worker = openWorker<Service>(() => fakeWorker(null, () => false), 'test')
  const pending = worker.call((service) => service.double(1))
  worker.terminate()
  await expect(pending).rejects.toHaveProperty('name', 'AbortError')
})

test('a worker that fell silent rejects its calls, one that has a pulse may take its time', async () => {
  const fallen = openWorker<Service>(silent, 'test', { silentMs: 40 })
  await expect(fallen.call((service) => service.hang())).rejects.toThrow('no sign of life')
  const slow = openWorker<Service>(serving, 'test', { silentMs: 40 })
  const pending = slow.call((service) => service.hang()).catch(() => 'stopped')
  await wait(120)
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
  const fakes = [serving(), serving()]
  let opened = 0
  const worker = reopening<Service>(() => openWorker(() => fakes[opened++], 'test'))
  fakes[0].crash('out of memory')
  expect(await worker.call((service) => service.double(4))).toBe(8)
  expect(opened).toBe(2)
  worker.terminate()
})

test('an idle worker that died is lost within two seconds, whatever its calls may take', async () => {
  const fake = serving()
  const worker = openWorker<Service>(() => fake, 'test', { silentMs: 3_600_000 })
  expect(await worker.call((service) => service.double(1))).toBe(2)
  fake.die()
  await wait(1_100)
  const begun = performance.now()
  await expect(worker.call((service) => service.double(2))).rejects.toThrow(
    'no sign of life for 2 s',
  )
  expect(performance.now() - begun).toBeGreaterThan(1_900)
  expect(performance.now() - begun).toBeLessThan(4_000)
  expect(worker.alive).toBe(false)
})

test('a worker that was alive when its call began may then be silent', async () => {
  let working = false
  const service = {
    async work(ms: number) {
      working = true
      await wait(ms)
      working = false
      return ms
    },
  }
  const fake = fakeWorker(service, () => !working)
  const worker = openWorker<typeof service>(() => fake, 'test', { restMs: 0, idleMs: 40 })
  expect(await worker.call((of) => of.work(1))).toBe(1)
  await wait(5)
  expect(await worker.call((of) => of.work(300))).toBe(300)
  worker.terminate()
})

test('calls of a worker that is asked whether it lives begin in their order', async () => {
  const asked: number[] = []
  const service = { note: (value: number) => asked.push(value) }
  const fake = fakeWorker(service, () => true)
  const worker = openWorker<typeof service>(() => fake, 'test', { restMs: 0 })
  await worker.call((of) => of.note(0))
  await wait(5)
  const first = worker.call((of) => of.note(1))
  const second = worker.call((of) => of.note(2))
  await wait(0)
  await Promise.all([first, second, worker.call((of) => of.note(3))])
  expect(asked).toEqual([0, 1, 2, 3])
  worker.terminate()
})

test('calls that find their worker dead are done by a new one, each once and in their order', async () => {
  const asked: [worker: number, value: number][] = []
  let opened = 0
  const fakes = [0, 1].map((which) => {
    const note = (value: number) => asked.push([which, value])
    return fakeWorker({ note }, () => true)
  })
  const worker = reopening<{ note(value: number): number }>(() =>
    openWorker(() => fakes[opened++], 'test', { restMs: 0, idleMs: 40 }),
  )
  await worker.call((of) => of.note(1))
  await wait(5)
  fakes[0].die()
  let begun = 0
  const note = (value: number) =>
    worker.call((of) => {
      begun++
      return of.note(value)
    })
  await Promise.all([note(2), note(3)])
  expect(asked).toEqual([
    [0, 1],
    [1, 2],
    [1, 3],
  ])
  expect(begun).toBe(2) // what is transferred can be only once
  expect(opened).toBe(2)
  worker.terminate()
})
