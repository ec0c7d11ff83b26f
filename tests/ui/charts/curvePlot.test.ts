import { describe, expect, it } from 'vitest'
import { curvePlot } from '../../../src/ui/charts/curvePlot.ts'

const point = (size: number, value: number, holdoutValue: number | null) => ({
  ...{ size, value, holdoutValue },
})

describe('curvePlot', () => {
  it('holds both lines and the start', () => {
    const plot = curvePlot([point(1, 0.69, 0.71), point(2, 0.74, 0.75)], 0.62)
    expect(plot.rows).toEqual([
      { size: 1, searched: 0.69, holdout: 0.71 },
      { size: 2, searched: 0.74, holdout: 0.75 },
    ])
    expect(plot.domain[0]).toBeLessThanOrEqual(0.62)
    expect(plot.domain[1]).toBeGreaterThanOrEqual(0.75)
    expect(plot.marks).toEqual([1, 2])
    expect(plot).toMatchObject({ hasHoldout: true, above: 'holdout' })
  })

  it('does without held-out rows, and with a single spec', () => {
    const plot = curvePlot([point(3, 0.7, null)], Number.NaN)
    expect(plot.rows).toEqual([{ size: 3, searched: 0.7 }])
    expect(plot).toMatchObject({ hasHoldout: false, above: 'searched' })
    expect(plot.domain[1]).toBeGreaterThan(plot.domain[0])
  })
})
