import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { throttled } from '../../src/session/publish.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** When `publish` was called, of a request every 10 ms for about two seconds. */
function calls(drawingMs: number): number[] {
  const begun = performance.now()
  const times: number[] = []
  const publisher = throttled(
    () => times.push(performance.now() - begun),
    250,
    (done) => setTimeout(done, drawingMs),
  )
  for (let ms = 0; ms < 1990; ms += 10) {
    publisher.request()
    vi.advanceTimersByTime(10)
  }
  return times
}

test('publishes at once, then at most so often', () => {
  expect(calls(1)).toEqual([0, 250, 500, 750, 1000, 1250, 1500, 1750])
})

test('a page that is slow to draw is given time', () => {
  expect(calls(90)).toEqual([0, 720, 1440])
  expect(calls(600)).toEqual([0, 1500])
})

test('the last request is published, and a flush at once', () => {
  const publish = vi.fn()
  const publisher = throttled(publish, 250, (done) => setTimeout(done))
  publisher.request()
  publisher.request()
  expect(publish).toHaveBeenCalledTimes(1)
  publisher.flush()
  expect(publish).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(1000)
  expect(publish).toHaveBeenCalledTimes(2)
  publisher.request()
  publisher.request()
  expect(publish).toHaveBeenCalledTimes(3)
  vi.advanceTimersByTime(1000)
  expect(publish).toHaveBeenCalledTimes(4)
})
