import { describe, expect, it } from 'vitest'
import { decide } from '../../src/loop/decide.ts'
import type { ExperimentBatch } from '../../src/loop/experiment.ts'
import { joinBatches } from '../../src/loop/joinBatches.ts'
import { createRun, type RunInput, type RunPhase, type Win } from '../../src/loop/run.ts'
import { fakePool } from './fakePool.ts'

function recorder() {
  const batches: ExperimentBatch[] = []
  const wins: Win[] = []
  return {
    batches,
    wins,
    async onBatch(batch: ExperimentBatch, newWins: Win[]) {
      batches.push(batch)
      wins.push(...newWins)
    },
  }
}

function start(over: Partial<RunInput> = {}) {
  const seen = recorder()
  const phases: RunPhase[] = []
  const run = createRun({
    pool: fakePool(),
    weights: Int32Array.of(5, 5),
    incumbentValue: 0.5,
    featureNames: ['a', 'b'],
    budget: 1000,
    startIndex: 1,
    onBatch: seen.onBatch,
    onState: ({ phase }) => phases.push(phase),
    now: () => performance.now(),
    ...over,
  })
  return { run, seen, phases }
}

const moment = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms))

describe('decide', () => {
  it('keeps on strict improvement only', () => {
    expect(decide(2, 1)).toBe(true)
    expect(decide(1, 1)).toBe(false)
    expect(decide(0, 1)).toBe(false)
    expect(decide(Number.NaN, 1)).toBe(false)
    expect(decide(1, Number.NaN)).toBe(false)
    expect(decide(0.7 + Number.EPSILON, 0.7)).toBe(true)
  })
})

describe('run', () => {
  it('makes every experiment of the budget once, in order, and ends', async () => {
    const { run, seen, phases } = start()
    const end = await run.done
    const all = joinBatches(seen.batches)
    expect(all.firstIndex).toBe(1)
    expect([...all.values]).toEqual(Array.from({ length: 1000 }, (_, slot) => slot + 1))
    expect(end).toMatchObject({ phase: 'finished', nextIndex: 1001, handedOver: 1000, kept: 4 })
    expect(end.error).toBeNull()
    expect(phases).toEqual(['finished'])
    expect(run.state().phase).toBe('finished')
  })

  it('tells wins with what changed, from what, and the incumbent before', async () => {
    const { run, seen } = start({ pool: fakePool({ winEvery: 333 }) })
    const end = await run.done
    expect(
      seen.wins.map(({ index, baselineValue, value }) => [index, baselineValue, value]),
    ).toEqual([
      [333, 0.5, 333],
      [666, 333, 666],
      [999, 666, 999],
    ])
    let weights = [5, 5]
    for (const win of seen.wins) {
      expect(win.changes).toHaveLength(1)
      const [{ feature, from, to }] = win.changes
      const position = feature === 'a' ? 0 : 1
      expect(from).toBe(weights[position])
      weights = weights.with(position, to)
      expect([...win.weights]).toEqual(weights)
    }
    expect([...end.weights]).toEqual(weights)
    expect(end.value).toBe(999)
  })

  it('resumes from any index', async () => {
    const whole = start()
    const wholeEnd = await whole.run.done
    for (const startIndex of [2, 250, 251, 777, 1000]) {
      const before = whole.seen.wins.filter((win) => win.index < startIndex).at(-1)
      const { run, seen } = start({
        startIndex,
        weights: before?.weights ?? Int32Array.of(5, 5),
        incumbentValue: before?.value ?? 0.5,
      })
      const end = await run.done
      expect(seen.wins).toEqual(whole.seen.wins.filter((win) => win.index >= startIndex))
      expect(joinBatches(seen.batches).firstIndex).toBe(startIndex)
      expect(end.weights).toEqual(wholeEnd.weights)
    }
  })

  it('has nothing to do at the end of its budget', async () => {
    const { run, seen } = start({ startIndex: 1001 })
    expect((await run.done).phase).toBe('finished')
    expect(seen.batches).toEqual([])
  })

  it('pauses after a slice with all handed over, and goes on where it was', async () => {
    const { run, seen, phases } = start({ budget: 1e6 })
    await moment(30)
    const begun = performance.now()
    await run.pause()
    expect(performance.now() - begun).toBeLessThan(100)
    const { nextIndex, handedOver, phase } = run.state()
    expect(phase).toBe('paused')
    expect(nextIndex).toBeGreaterThan(1)
    expect(handedOver).toBe(nextIndex - 1)
    await moment(20)
    expect(run.state().nextIndex).toBe(nextIndex)
    run.resume()
    expect(run.state().phase).toBe('running')
    await moment(20)
    expect(run.state().nextIndex).toBeGreaterThan(nextIndex)
    const end = await run.stop()
    expect(end.phase).toBe('stopped')
    expect(joinBatches(seen.batches).count).toBe(end.nextIndex - 1)
    expect(phases).toEqual(['paused', 'running', 'stopped'])
  })

  it('resumes even before a pause has taken effect, and stops while paused', async () => {
    const { run } = start({ budget: 1e6 })
    const paused = run.pause()
    run.resume()
    await paused
    await moment(10)
    expect(run.state().phase).toBe('running')
    await run.pause()
    const end = await run.stop()
    expect(end.phase).toBe('stopped')
    await run.pause()
    run.resume()
    expect(run.state().phase).toBe('stopped')
  })

  it('hands over at most about twelve times a second, or at 16,384 experiments', async () => {
    const clock = { time: 0 }
    const slow = start({
      pool: fakePool({ perRun: 10, msPerRun: 20, clock }),
      budget: 2000,
      now: () => clock.time,
    })
    await slow.run.done
    expect(clock.time).toBe(4000)
    expect(slow.seen.batches.length).toBeGreaterThan(30)
    expect(slow.seen.batches.length).toBeLessThanOrEqual(51)
    expect(slow.seen.batches.reduce((sum, batch) => sum + batch.durationMs, 0)).toBe(4000)

    const fast = start({ pool: fakePool({ perRun: 100_000 }), budget: 50_000, now: () => 0 })
    await fast.run.done
    expect(fast.seen.batches.map((batch) => batch.count)).toEqual([16_384, 16_384, 16_384, 848])
  })

  it('waits for what takes the batches: one in flight, one waiting', async () => {
    let inFlight = 0
    let most = 0
    let made = 0
    const pool = fakePool({ perRun: 16_384 })
    const { run } = start({
      budget: 10 * 16_384,
      pool: {
        async run(stretch) {
          made++
          return pool.run(stretch)
        },
      },
      async onBatch(batch) {
        inFlight++
        most = Math.max(most, inFlight)
        await moment(5)
        const handed = (batch.firstIndex - 1) / 16_384
        expect(made - handed).toBeLessThanOrEqual(3)
        inFlight--
      },
    })
    await run.done
    expect(most).toBe(1)
  })

  it('pauses when a batch is refused, and hands the same batch over on resume', async () => {
    let refuse = true
    const seen = recorder()
    const { run, phases } = start({
      async onBatch(batch, wins) {
        if (refuse) throw new Error('quota exceeded')
        await seen.onBatch(batch, wins)
      },
    })
    await moment(30)
    expect(run.state()).toMatchObject({ phase: 'paused', handedOver: 0 })
    expect(run.state().error?.message).toBe('quota exceeded')
    refuse = false
    run.resume()
    const end = await run.done
    expect(end).toMatchObject({ phase: 'finished', handedOver: 1000, error: null })
    expect(joinBatches(seen.batches).count).toBe(1000)
    expect(phases).toEqual(['paused', 'running', 'finished'])
  })

  it('ends when stopped although batches are refused, and says how many were handed over', async () => {
    const { run } = start({
      onBatch: async () => Promise.reject(new Error('quota exceeded')),
    })
    await moment(30)
    const end = await run.stop()
    expect(end).toMatchObject({ phase: 'stopped', handedOver: 0, nextIndex: 1001 })
    expect(end.error?.message).toBe('quota exceeded')
  })

  it('pauses when the pool fails, keeps what was made, and tries again on resume', async () => {
    const pool = fakePool()
    let calls = 0
    const { run, seen } = start({
      pool: {
        async run(stretch) {
          if (++calls === 4) throw new Error('no worker left')
          return pool.run(stretch)
        },
      },
    })
    await moment(30)
    expect(run.state()).toMatchObject({ phase: 'paused', nextIndex: 301, handedOver: 300 })
    expect(run.state().error?.message).toBe('no worker left')
    run.resume()
    expect((await run.done).phase).toBe('finished')
    expect(joinBatches(seen.batches).count).toBe(1000)
  })

  it('does not take a pool that makes nothing for progress', async () => {
    const { run } = start({ pool: fakePool({ perRun: 0 }) })
    await moment(20)
    expect(run.state().error?.message).toBe('pool experiments: 0 from 1, asked from 1 to 1001')
    await run.stop()
  })

  it('refuses a start that makes no sense', () => {
    expect(() => start({ startIndex: 0 })).toThrow('run start index: 0')
    expect(() => start({ featureNames: ['a'] })).toThrow('run weights length: 2 for 1 features')
  })
})
