import { describe, expect, it } from 'vitest'
import { dataHeadline } from '../../src/ui/data/dataHeadline.ts'
import { dataFixture } from './dataFixture.ts'

describe('dataHeadline', () => {
  it('says that complete data is ready, with what chance alone can reach', () => {
    const { title, sub } = dataHeadline(dataFixture())
    expect(title).toBe('5,000 accounts, ready to search')
    expect(sub).toMatch(/^1 feature, 1 outcome\. 71 % retained\./)
    expect(sub).toContain('chance alone can reach AUC 0.53')
    expect(sub).toContain('would show a gain in AUC of about 0.04 or more.')
  })

  it('says what is lacking before what is wrong', () => {
    const noOutcome = dataFixture({ roles: [{ column: 'a', role: 'feature', reason: '' }] })
    expect(dataHeadline(noOutcome).title).toBe('5,000 accounts, but no outcome to learn from')
    const noFeature = dataFixture({ roles: [{ column: 'b', role: 'churned', reason: '' }] })
    expect(dataHeadline(noFeature).title).toBe('5,000 accounts, but no feature to weigh')
  })

  it('counts errors only, and leaves out what is not known', () => {
    const problem = { code: 'x', what: '', where: '', fix: '' }
    const data = dataFixture({
      rows: 1,
      retainedShare: null,
      beforeRun: { noiseCeiling: null, smallestGain: null },
      problems: [
        { ...problem, severity: 'error' },
        { ...problem, severity: 'warning' },
      ],
    })
    expect(dataHeadline(data)).toEqual({
      title: '1 account, 1 problem before a run',
      sub: '1 feature, 1 outcome.',
    })
  })
})
