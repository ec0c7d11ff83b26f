import { describe, expect, it } from 'vitest'
import type { Spec } from '../../src/accounts/spec.ts'
import { suitedSpec, suitedWords } from '../../src/accounts/suited.ts'

const spec: Spec = {
  model: 'accounts',
  max_score: 100,
  base_score: -18,
  features: {
    usual: { weight: 5, min: -5, max: 25 },
    locked: { weight: 5, min: -5, max: 25, locked: true },
    set: { weight: 5, min: -5, max: 10 },
  },
  tiers: [{ label: 'A', min: 0, max: 100 }],
  extra: {},
}

describe('suitedSpec', () => {
  it('changes the base score and the bounds nobody set, and no weight', () => {
    const suited = suitedSpec(spec, {
      baseScore: { from: -18, to: 40 },
      lowest: { from: -5, to: -25 },
    })
    expect(suited).toEqual({
      ...spec,
      base_score: 40,
      features: { ...spec.features, usual: { weight: 5, min: -25, max: 25 } },
    })
    expect(suitedSpec(spec, { baseScore: { from: -18, to: 40 } }).features).toEqual(spec.features)
    const wide = { lowest: { from: -5, to: -50 }, highest: { from: 25, to: 50 } }
    expect(suitedSpec(spec, wide).features).toEqual({
      ...spec.features,
      usual: { weight: 5, min: -50, max: 50 },
    })
  })
})

describe('suitedWords', () => {
  it('tells each change and why', () => {
    const [baseScore, lowest] = [
      { from: -18, to: 40 },
      { from: -5, to: -25 },
    ]
    expect(suitedWords({ baseScore })).toBe(
      'The search counts from a base score of 40 instead of −18: the spec as it was made from the columns would put most accounts towards an end of the scale under the weights that are looked for.',
    )
    expect(suitedWords({ baseScore, lowest })).toBe(
      'The search counts from a base score of 40 instead of −18 and lets weights go down to −25 instead of −5: the spec as it was made from the columns would put most accounts towards an end of the scale and hold back features of which less is better under the weights that are looked for.',
    )
    const wide = { lowest: { from: -5, to: -50 }, highest: { from: 25, to: 50 } }
    expect(suitedWords(wide)).toBe(
      'The search lets weights go from −50 to 50 instead of −5 to 25: the spec as it was made from the columns would give some features too few points or too coarse ones under the weights that are looked for.',
    )
  })
})
