import { describe, expect, it } from 'vitest'
import {
  formatBytes,
  formatChange,
  formatChanges,
  formatCount,
  formatErrors,
  formatGain,
  formatKeptGain,
  formatMetric,
  formatSeconds,
  formatSecondsLeft,
  formatShare,
  isAbridged,
  plural,
} from '../../src/ui/shared/format.ts'

describe('format', () => {
  it('shows a share above none as more than none, and one below all as less than all', () => {
    expect(formatShare(0)).toBe('0 %')
    expect(formatShare(0.0001)).toBe('< 1 %')
    expect(formatShare(0.006)).toBe('1 %')
    expect(formatShare(0.9999)).toBe('> 99 %')
    expect(formatShare(1)).toBe('100 %')
    expect(formatShare(0.2264, 1)).toBe('22.6 %')
  })

  it('signs gains with a true minus, and what rounds to nothing not at all', () => {
    expect(formatGain(0.116)).toBe('+0.116')
    expect(formatGain(-0.004)).toBe('−0.004')
    expect(formatGain(-0.0001)).toBe('0.000')
    expect([formatCount(-5), formatMetric(-0.3441)]).toEqual(['−5', '−0.3441'])
    expect([formatCount(-0.2), formatMetric(-0.00001)]).toEqual(['0', '0.0000'])
    expect(formatChange({ feature: 'plan = Pro', from: 0, to: -1 })).toBe('plan = Pro: 0 → −1')
  })

  it('names the largest changes of an experiment that changes many weights', () => {
    const change = (feature: string, from: number, to: number) => ({ feature, from, to })
    const few = [change('a', 5, 21), change('b', 5, 4)]
    expect(formatChanges(few)).toBe('a: 5 → 21, b: 5 → 4')
    expect(isAbridged(few)).toBe(false)
    const many = [...few, change('c', 5, 6), change('d', 0, -9)]
    expect(formatChanges(many)).toBe('4 weights: a 5 → 21, d 0 → −9, …')
    expect(isAbridged(many)).toBe(true)
    expect(formatChanges([])).toBe('no change')
  })

  it('never calls the gain of a kept experiment nothing', () => {
    expect([formatKeptGain(1e-7), formatKeptGain(0.0117)]).toEqual(['< +0.0001', '+0.0117'])
    expect(formatKeptGain(0)).toBe('equal')
  })

  it('writes standard errors so that a tie never looks like one, nor a gain like none', () => {
    expect([0, 0.002, 0.42, 0.97, 1, 1.84, 12.25, 340.4].map(formatErrors)).toEqual([
      '0',
      '< 0.1',
      '0.4',
      '0.9',
      '1.0',
      '1.8',
      '12.3',
      '340',
    ])
  })

  it('shows a dash for what is not there', () => {
    expect([formatCount(null), formatShare(undefined), formatGain(Number.NaN)]).toEqual([
      '—',
      '—',
      '—',
    ])
  })

  it('says durations and sizes in their own units', () => {
    expect([0.004, 0.031, 4.26, 45, 59.7, 250, 7500].map(formatSeconds)).toEqual([
      '< 0.01 s',
      '0.03 s',
      '4.3 s',
      '45 s',
      '1 min 0 s',
      '4 min 10 s',
      '2 h 5 min',
    ])
    expect([999, 1240, 1_240_000, 104_000_000, 2e9].map(formatBytes)).toEqual([
      '999 B',
      '1 kB',
      '1.2 MB',
      '104 MB',
      '2.0 GB',
    ])
  })

  it('rounds an estimate up to whole seconds', () => {
    expect([0.1, 2.1, 60, 61.2].map(formatSecondsLeft)).toEqual([
      'about 1 s left',
      'about 3 s left',
      'about 1 min 0 s left',
      'about 1 min 2 s left',
    ])
  })

  it('counts one as one', () => {
    expect([plural(1, 'account'), plural(0, 'account')]).toEqual(['1 account', '0 accounts'])
  })
})
