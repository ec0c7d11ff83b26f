import fc from 'fast-check'
import type { FeatureSpec, FlagTransform, Spec, Transform } from '../../src/accounts/spec.ts'

const NASTY = [
  '__proto__',
  'constructor',
  'toString',
  'y',
  'no',
  'null',
  '~',
  '1e3',
  '0x1F',
  '1_000',
  '2024-01-01',
  '- a',
  'a: b',
  '#x',
  '"',
  "'",
  '\u2028',
  '😀',
  ' lead',
  'tab\t',
  'a\nb',
  '<<',
  '=',
  '*a',
  '&a',
  '!x',
  '%y',
  '{',
  '12:30:00',
]

export const nameArbitrary = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
)
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)

const jsonValue = fc
  .jsonValue({ depthSize: 'small', noUnicodeString: false })
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown)

const descending = fc.constantFrom({}, { descending: true }, { descending: false })

const flag: fc.Arbitrary<FlagTransform> = fc.oneof(
  fc
    .tuple(nameArbitrary, fc.string(), descending)
    .map(([column, value, way]): FlagTransform => ({ kind: 'equals', column, value, ...way })),
  fc
    .tuple(nameArbitrary, fc.array(fc.string(), { minLength: 1, maxLength: 4 }), descending)
    .map(([column, values, way]): FlagTransform => ({ kind: 'any_of', column, values, ...way })),
  fc
    .tuple(
      nameArbitrary,
      finite,
      fc.constantFrom('from', 'to', 'both'),
      descending.filter(({ descending: less }) => less !== false),
    )
    .map(
      ([column, from, ends, way]): FlagTransform => ({
        kind: 'range',
        column,
        ...(ends === 'to' ? {} : { from }),
        ...(ends === 'from' ? {} : { to: from + Math.max(1, Math.abs(from)) }),
        ...way,
      }),
    )
    .filter((each) => each.kind !== 'range' || Number.isFinite(each.to ?? 0)),
  nameArbitrary.map((column): FlagTransform => ({ kind: 'unknown', column })),
)

const transform: fc.Arbitrary<Transform> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('minmax' as const, 'log' as const),
      fc.nat(),
      fc.integer({ min: 1, max: 1e6 }),
      fc.constantFrom(0.01, 0.1, 1),
      fc.option(nameArbitrary, { nil: undefined }),
      descending,
    )
    .map(
      ([kind, low, width, step, column, way]): Transform => ({
        kind,
        low: kind === 'minmax' ? low - 2 ** 30 : low,
        high: low + width,
        step,
        ...(column ? { column } : {}),
        ...way,
      }),
    ),
  fc.integer({ min: 0, max: 3 }).map((decimals): Transform => ({ kind: 'round', decimals })),
  fc
    .tuple(fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 100 }), descending)
    .map(([cuts, way]): Transform => ({ kind: 'rank', cuts: cuts.sort((a, b) => a - b), ...way })),
  flag,
  fc.array(flag, { minLength: 2, maxLength: 4 }).map((of): Transform => ({ kind: 'all', of })),
)

const KNOWN_FEATURE = ['weight', 'min', 'max', 'locked', 'label', 'transform', 'missing']
const KNOWN_TOP = [
  'model',
  'version',
  'max_score',
  'base_score',
  'features',
  'tiers',
  'mrr_column',
  'retain_column',
  'churn_column',
  'ltv_column',
  'columns',
  'events',
  'missing_outcomes',
  'segments',
  'time',
  'required_columns',
]

const extras = (known: string[]) =>
  fc
    .array(
      fc.tuple(
        nameArbitrary.filter((name) => !known.includes(name)),
        jsonValue,
      ),
      { maxLength: 3 },
    )
    .map((entries): Record<string, unknown> => Object.fromEntries(entries))

const feature: fc.Arbitrary<FeatureSpec> = fc
  .record({
    bounds: fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.nat(50), fc.nat(50)),
    optional: fc.record(
      {
        locked: fc.boolean(),
        label: fc.string(),
        transform,
        missing: fc.oneof(
          fc.constant('zero_points' as const),
          fc.integer().map((fill) => ({ fill })),
        ),
      },
      { requiredKeys: [] },
    ),
    extra: extras(KNOWN_FEATURE),
  })
  .map(({ bounds: [min, up, more], optional, extra }) => ({
    weight: min + up,
    min,
    max: min + up + more,
    ...optional,
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  }))

/** Specs as `parseSpec` makes them: tiers best first, no empty containers where it leaves none. */
export const specArbitrary: fc.Arbitrary<Spec> = fc
  .record({
    required: fc.record({ model: fc.string(), max_score: fc.integer({ min: 1, max: 1e6 }) }),
    features: fc.array(fc.tuple(nameArbitrary, feature), { minLength: 1, maxLength: 6 }),
    labels: fc.uniqueArray(nameArbitrary, { minLength: 1, maxLength: 4 }),
    cuts: fc.uniqueArray(fc.integer({ min: 0, max: 1e6 }), { minLength: 5, maxLength: 5 }),
    tierMore: extras(['min', 'max']),
    optional: fc.record(
      {
        version: fc.oneof(
          fc.string(),
          finite.filter((value) => Math.abs(value) < 1e15),
        ),
        base_score: fc.integer({ min: -1000, max: 1000 }),
        mrr_column: nameArbitrary,
        retain_column: nameArbitrary,
        churn_column: nameArbitrary,
        ltv_column: nameArbitrary,
        columns: fc.record(
          { id: nameArbitrary, mrr_end: nameArbitrary, count: nameArbitrary },
          { requiredKeys: [] },
        ),
        events: fc
          .array(fc.tuple(nameArbitrary, fc.string()), { maxLength: 3 })
          .map((entries) => Object.fromEntries(entries)),
        missing_outcomes: fc.constant('leave_out_rows' as const),
        segments: fc.array(nameArbitrary, { maxLength: 3 }),
        time: fc.record(
          { features_asof: fc.string(), outcome_end: fc.string() },
          { requiredKeys: [] },
        ),
        required_columns: fc.array(nameArbitrary, { maxLength: 3 }),
      },
      { requiredKeys: [] },
    ),
    extra: extras(KNOWN_TOP),
  })
  .map(({ required, features, labels, cuts, tierMore, optional, extra }) => {
    const ends = [...cuts].sort((a, b) => b - a)
    return {
      ...required,
      ...optional,
      features: Object.fromEntries(features),
      tiers: labels.map((label, i) => ({ label, min: ends[i + 1]!, max: ends[i]! })),
      ...(Object.keys(tierMore).length > 0
        ? { tierExtra: Object.fromEntries([[labels[0]!, tierMore]]) }
        : {}),
      extra,
    }
  })
