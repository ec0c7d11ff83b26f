import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseSpec, specToFile } from '../../src/accounts/parseSpec.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import { readSpecText, specJson, specYaml } from '../../src/exports/specFile.ts'
import { nameArbitrary, specArbitrary } from './specArbitrary.ts'

function value(text: string, name = 'spec.json'): Spec {
  const result = readSpecText(text, name)
  if (!result.ok) throw new Error(result.problems.map(({ what }) => what).join(' '))
  return result.value
}

function reasons(text: string, name = 'spec.yaml'): string[] {
  const result = readSpecText(text, name)
  expect(result.ok).toBe(false)
  return result.problems.map(({ what }) => what)
}

const TOOL_SPEC = `{
  "model": "health_score",
  "version": "auto_v1",
  "max_score": 100,
  "mrr_column": "mrr_normalized",
  "required_columns": ["account_id"],
  "owner": {"team": "revops"},
  "features": {
    "alert_created": {"weight": 5, "min": 0, "max": 25, "source": "events"},
    "session_depth": {"weight": 7}
  },
  "tiers": {
    "D": {"min": 0, "max": 15},
    "A": {"min": 60, "max": 101, "colour": "green"},
    "C": {"min": 15, "max": 35},
    "B": {"min": 35, "max": 60}
  }
}`

const small = (more: string) => `{"model": "m", "features": {"mrr": {"weight": 5}}${more}}`

describe('readSpecText', () => {
  it('reads a spec of the existing tool, with its defaults', () => {
    expect(value(TOOL_SPEC)).toEqual({
      model: 'health_score',
      version: 'auto_v1',
      max_score: 100,
      mrr_column: 'mrr_normalized',
      required_columns: ['account_id'],
      features: {
        alert_created: { weight: 5, min: 0, max: 25, extra: { source: 'events' } },
        session_depth: { weight: 7, min: -5, max: 25 },
      },
      tiers: [
        { label: 'A', min: 60, max: 101 },
        { label: 'B', min: 35, max: 60 },
        { label: 'C', min: 15, max: 35 },
        { label: 'D', min: 0, max: 15 },
      ],
      tierExtra: { A: { colour: 'green' } },
      extra: { owner: { team: 'revops' } },
    })
  })

  it('fills in weight 5, bounds -5 to 25, maximum 100 and tiers A to D', () => {
    expect(value('features:\n  logins: {}\n')).toEqual({
      model: 'model',
      max_score: 100,
      features: { logins: { weight: 5, min: -5, max: 25 } },
      tiers: [
        { label: 'A', min: 60, max: 101 },
        { label: 'B', min: 35, max: 60 },
        { label: 'C', min: 15, max: 35 },
        { label: 'D', min: 0, max: 15 },
      ],
      extra: {},
    })
  })

  it('reads YAML and JSON alike, by content and not by name', () => {
    const yaml = specYaml(value(TOOL_SPEC))
    expect(value(yaml, 'spec.json')).toEqual(value(TOOL_SPEC, 'spec.yaml'))
    expect(value(`\uFEFF  \n${TOOL_SPEC}`)).toEqual(value(TOOL_SPEC))
  })

  it.each([
    [
      'a weight that is text',
      small('').replace('5', '"5"'),
      'features.mrr.weight is "5", but must be a whole number from -1000000 to 1000000.',
    ],
    [
      'a weight that is not whole',
      small('').replace('5', '5.5'),
      'features.mrr.weight is 5.5, but must be a whole number from -1000000 to 1000000.',
    ],
    [
      'a weight outside its bounds',
      small('').replace('5', '30'),
      'features.mrr.weight is 30, but must be from min -5 to max 25.',
    ],
    [
      'bounds the wrong way round',
      '{"features": {"a.b": {"min": 3, "max": 1}}}',
      'features["a.b"].min is 3, but must be at most max, which is 1.',
    ],
    [
      'a maximum of zero',
      small(', "max_score": 0'),
      'max_score is 0, but must be a number above 0.',
    ],
    [
      'no features',
      '{"model": "m"}',
      'features is missing, but must be a mapping from feature names to weights and bounds.',
    ],
    [
      'empty features',
      '{"features": {}}',
      'features is empty, but must hold at least one feature.',
    ],
    [
      'a tier without a bound',
      small(', "tiers": {"A": {"min": 1}}'),
      'tiers.A.max is missing, but must be a finite number.',
    ],
    [
      'a list of tiers',
      small(', "tiers": []'),
      'tiers is a list, but must be a mapping from tier labels to min and max.',
    ],
    [
      'an unknown transform',
      '{"features": {"x": {"transform": {"kind": "sine"}}}}',
      'features.x.transform.kind is "sine", but must be a mapping whose kind is minmax, log, rank, round, equals, any_of, range, unknown or all.',
    ],
    [
      'a logarithm from below 0',
      '{"features": {"x": {"transform": {"kind": "log", "low": -1, "high": 2, "step": 0.01}}}}',
      'features.x.transform.low is -1, but must be a number of at least 0.',
    ],
    [
      'cuts that do not ascend',
      '{"features": {"x": {"transform": {"kind": "rank", "cuts": [1, 3, 3]}}}}',
      'features.x.transform.cuts[2] is 3, but must be above the cut before it, which is 3.',
    ],
    [
      'no cuts',
      '{"features": {"x": {"transform": {"kind": "rank", "cuts": []}}}}',
      'features.x.transform.cuts is a list, but must be a list of 1 to 100 numbers.',
    ],
    [
      'a range that is empty',
      '{"features": {"x": {"transform": {"kind": "range", "column": "x", "from": 5, "to": 5}}}}',
      'features.x.transform.from is 5, but must be below to, which is 5.',
    ],
    [
      'a flag among several that is empty',
      '{"features": {"x": {"transform": {"kind": "all", "of": [{"kind": "unknown", "column": "x"}, {"kind": "range", "column": "x", "from": 5, "to": 4}]}}}}',
      'features.x.transform.of[1].from is 5, but must be below to, which is 4.',
    ],
    [
      'one flag where there must be several',
      '{"features": {"x": {"transform": {"kind": "all", "of": [{"kind": "unknown", "column": "x"}]}}}}',
      'features.x.transform.of is a list, but must be a list of 2 to 4 flags.',
    ],
    [
      'an unknown key of a transform',
      '{"features": {"x": {"transform": {"kind": "unknown", "column": "x", "low": 1}}}}',
      'features.x.transform.low is not known here.',
    ],
    [
      'a scale without width',
      '{"features": {"x": {"transform": {"kind": "minmax", "low": 2, "high": 2, "step": 0.01}}}}',
      'features.x.transform.low is 2, but must be below high, which is 2.',
    ],
    [
      'an unknown policy',
      '{"features": {"x": {"missing": "mean"}}}',
      'features.x.missing is "mean", but must be zero_points, or a mapping with the number `fill`.',
    ],
    [
      'a bad feature called __proto__',
      '{"features": {"__proto__": {"weight": "x"}}}',
      'features.__proto__.weight is "x", but must be a whole number from -1000000 to 1000000.',
    ],
    ['a number for a column', small(', "mrr_column": 3'), 'mrr_column is 3, but must be text.'],
    [
      'a column role it does not know',
      small(', "columns": {"nps": "x"}'),
      'columns.nps is not known here.',
    ],
    [
      'a list of numbers',
      small(', "segments": ["plan", 3]'),
      'segments[1] is 3, but must be text.',
    ],
    [
      'text instead of a mapping',
      'account_id,mrr\n1,2\n',
      'The spec is "account_id,mrr 1,2", but must be a mapping with features.',
    ],
    ['a list', '- a\n- b\n', 'The spec is a list, but must be a mapping with features.'],
  ])('names path, value and rule of %s', (_what, text, expected) => {
    expect(reasons(text)).toContain(expected)
  })

  it('names the file in every problem, and says how to mend it', () => {
    const result = readSpecText(small('').replace('5', '30'), 'my spec.json')
    expect(result.problems[0]).toMatchObject({
      severity: 'error',
      where: 'my spec.json, spec, features.mrr.weight',
    })
    expect(result.problems[0]!.fix).not.toBe('')
  })

  it('gives line and column of a syntax error', () => {
    expect(
      reasons('{\n  "model": "m",\n  "features": {"a": {"weight" 5}}\n}', 'a.json')[0],
    ).toMatch(/cannot be read as JSON or YAML at line 3, column \d+/)
    expect(reasons('model: m\nfeatures:\n  a: {weight: 5\n  b: 1\n')[0]).toMatch(
      /at line [34], column \d+/,
    )
    expect(reasons('features:\n\t- a')[0]).toMatch(/line 2/)
  })

  it('refuses keys that stand twice, in JSON too', () => {
    expect(reasons('{"features": {\n"a": {}, "a": {"weight": 7}}}')[0]).toMatch(/line 2.*twice/)
    expect(reasons('{"features": {"a": {}, "\\u0061": {}}}')[0]).toMatch(/line 1, column 24.*twice/)
    expect(
      value('{"features": {"a": {"label": "a"}, "b": {"label": "{,\\"a\\""}}, "a": [{}, "a", "a"]}')
        .extra,
    ).toEqual({ a: [{}, 'a', 'a'] })
    expect(reasons('features:\n  a: {}\n  a: {}\n')[0]).toMatch(/line 3.*twice/)
  })

  it('refuses files that are empty, too long, too deep, or that multiply themselves', () => {
    expect(reasons('  \n')[0]).toBe('The file is empty.')
    expect(reasons(`# ${'x'.repeat(5_000_000)}`)[0]).toMatch(
      /4\.8 MB long, but a spec file is at most 1 MB/,
    )
    expect(reasons(`{"features": ${'['.repeat(100)}${']'.repeat(100)}}`)[0]).toMatch(
      /deeper than 64/,
    )
    expect(reasons(`x: ${'['.repeat(100_000)}`)[0]).toMatch(/nested too deeply/)
    const bomb = [
      'a0: &a0 [1, 1]',
      ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`)}]`),
    ]
    expect(reasons(bomb.join('\n'))[0]).toMatch(/aliases/)
    expect(reasons('features: {a: {}}\n---\nb: 1')[0]).toMatch(/line 2.*second document/)
    expect(reasons('a: &a [*a, *a]\nfeatures: {x: {}}')[0]).toBeDefined()
    expect(reasons('features: !!js/function "x"')[0]).toBeDefined()
  })

  it('warns of scores no tier holds', () => {
    const result = readSpecText(
      small(', "tiers": {"A": {"min": 50, "max": 100}, "B": {"min": 0, "max": 40}}'),
      's',
    )
    expect(result.ok).toBe(true)
    expect(result.problems.map(({ severity }) => severity)).toEqual(['warning', 'warning'])
  })

  it('reads its own JSON and YAML back unchanged, and writes the same text again', () => {
    fc.assert(
      fc.property(specArbitrary, (spec) => {
        for (const write of [specJson, specYaml]) {
          const text = write(spec)
          const read = value(text)
          expect(read).toEqual(spec)
          expect(Object.keys(read.features)).toEqual(Object.keys(spec.features))
          expect(write(read)).toBe(text)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('writes YAML that a reader of YAML 1.1 takes for the same', () => {
    fc.assert(
      fc.property(nameArbitrary, nameArbitrary, (column, event) => {
        const spec = {
          ...value(small('')),
          model: column,
          segments: [column],
          events: { Churn: event },
        }
        const { model, segments, events } = parse(specYaml(spec), { version: '1.1' })
        expect({ model, segments, events }).toEqual({
          model: column,
          segments: [column],
          events: { Churn: event },
        })
      }),
    )
  })

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        const result = readSpecText(text, 'x')
        expect(result.ok || result.problems.some(({ severity }) => severity === 'error')).toBe(true)
      }),
    )
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (raw) => {
        expect(parseSpec(raw).ok).toBe(false)
      }),
    )
  })

  it('throws where two tiers share a label, which a file cannot say', () => {
    const spec = value(small(''))
    const twice = { ...spec, tiers: [...spec.tiers, { label: 'A', min: -5, max: 0 }] }
    expect(() => specToFile(twice)).toThrow('spec tier label repeated: A')
  })
})
