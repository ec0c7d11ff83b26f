import { describe, expect, it } from 'vitest'
import type { AppState, ModelState, RunView } from '../../src/store/state.ts'
import { INITIAL_STATE } from '../../src/store/store.ts'
import { startBlock } from '../../src/ui/shared/startBlock.ts'
import { shapesFixture } from '../gallery/fixtures/shapesFixture.ts'
import { dataFixture } from './dataFixture.ts'
import { specFixture } from './specFixture.ts'

const model: ModelState = {
  spec: specFixture({ a: { weight: 5, min: -5, max: 25 } }),
  source: 'default',
  problems: [],
  scores: null,
  best: null,
  shapes: null,
  incumbent: null,
}
const ready: AppState = { ...INITIAL_STATE, data: dataFixture(), model }
const error = { severity: 'error', code: 'x', what: '', where: '', fix: '' } as const

describe('startBlock', () => {
  it('is null when data and model stand', () => {
    expect(startBlock(ready)).toBeNull()
  })

  it('names what is lacking', () => {
    expect(startBlock(INITIAL_STATE)).toBe('No accounts to search')
    expect(startBlock({ ...ready, data: dataFixture({ metrics: [] }) })).toBe(
      'No outcome to search for',
    )
  })

  it('counts the errors of data and model together, and lets warnings pass', () => {
    const warned = dataFixture({ problems: [{ ...error, severity: 'warning' }] })
    expect(startBlock({ ...ready, data: warned })).toBeNull()
    const broken = { ...ready, data: dataFixture({ problems: [error] }) }
    expect(startBlock({ ...broken, model: { ...model, problems: [error] } })).toBe(
      '2 problems to mend first',
    )
    expect(startBlock({ ...broken, model: null })).toBe('1 problem to mend first')
  })

  it('waits for shapes, and refuses a run that would hold out accounts they were chosen on', () => {
    expect(startBlock({ ...ready, shaping: true })).toBe('Shapes are being chosen')
    const shaped = { ...ready, model: { ...model, shapes: shapesFixture() } }
    expect(startBlock(shaped)).toBeNull()
    expect(startBlock({ ...shaped, runOptions: { holdoutShare: 0.1 } })).toBeNull()
    expect(startBlock({ ...shaped, runOptions: { holdoutShare: 0.5 } })).toMatch(/^Shapes were/)
    expect(startBlock({ ...shaped, runOptions: { splitBy: 'id' } })).toMatch(/^Shapes were/)
    const later = { name: 'b.parquet', bytes: 9, rows: 9, order: 'later' } as const
    expect(startBlock({ ...shaped, data: dataFixture({ later }) })).toMatch(/^Shapes were/)
  })

  it('waits for a file that is about to be the later one', () => {
    const data = dataFixture({ readingLater: 'b.parquet' })
    expect(startBlock({ ...ready, data })).toBe('b.parquet is being read')
  })

  it('waits for the run that is going', () => {
    const run = (state: RunView['state']) => ({ ...ready, run: { state } as RunView })
    expect(startBlock(run('running'))).toBe('A run is going')
    expect(startBlock(run('paused'))).toMatch(/^A run is paused/)
    expect(startBlock(run('finished'))).toBeNull()
  })
})
