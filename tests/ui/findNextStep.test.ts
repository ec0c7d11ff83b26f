import { describe, expect, it } from 'vitest'
import type { AppState, ModelState, RunView } from '../../src/store/state.ts'
import { INITIAL_STATE } from '../../src/store/store.ts'
import { findNextStep } from '../../src/ui/shared/findNextStep.ts'
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

describe('findNextStep', () => {
  it('opens accounts first, then searches them', () => {
    expect(findNextStep(INITIAL_STATE)).toBe('open')
    const stage = { stage: 'reading', rowsRead: 0, rowsTotal: null } as const
    const data = { phase: 'loading', name: 'a.parquet', bytes: 1, ...stage } as const
    expect(findNextStep({ ...INITIAL_STATE, data })).toBe('wait')
    expect(findNextStep(ready)).toBe('search')
  })

  it('leads to what stands in the way: the file before the spec', () => {
    const broken = { ...model, problems: [error] }
    expect(findNextStep({ ...ready, model: broken })).toBe('correct')
    const data = dataFixture({ problems: [error] })
    expect(findNextStep({ ...ready, data, model: broken })).toBe('mend')
    expect(findNextStep({ ...ready, data: dataFixture({ metrics: [] }) })).toBe('mend')
  })

  it('watches a run that has not ended, whatever else is open', () => {
    for (const state of ['running', 'paused'] as const)
      expect(findNextStep({ ...INITIAL_STATE, run: { state } as RunView })).toBe('watch')
    expect(findNextStep({ ...ready, preparing: true })).toBe('watch')
  })
})
