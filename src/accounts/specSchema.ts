import { z } from 'zod'
import { DEFAULT_MAX, DEFAULT_MAX_SCORE, DEFAULT_MIN, DEFAULT_WEIGHT } from './specDefaults.ts'

z.config({ jitless: true }) // generated code would break under the page's content security policy

const MOST_POINTS = 1_000_000
const MOST_CUTS = 100

// Each message is the rule, read after "must be".
const text = z.string('text')
const columnName = text.min(1, 'the name of a column')
// Empty: the column of the default name is on purpose not this outcome.
const outcomeColumn = text
const finite = z.number('a finite number')
const points = z
  .int(`a whole number from -${MOST_POINTS} to ${MOST_POINTS}`)
  .min(-MOST_POINTS, `a whole number from -${MOST_POINTS} to ${MOST_POINTS}`)
  .max(MOST_POINTS, `a whole number from -${MOST_POINTS} to ${MOST_POINTS}`)

const descending = z
  .boolean('true or false')
  .describe('Less is better: 1 minus the value')
  .optional()
const scale = {
  column: columnName.optional(),
  high: finite.describe('Raw value that becomes 1; above `low`'),
  step: finite.positive('a number above 0').max(1, 'a number up to 1'),
  descending,
}
const flags = [
  z.strictObject({ kind: z.literal('equals'), column: columnName, value: text, descending }),
  z.strictObject({
    kind: z.literal('any_of'),
    column: columnName,
    values: z.array(text, 'a list of texts').min(1, 'a list of at least one text'),
    descending,
  }),
  z.strictObject({
    kind: z.literal('range'),
    column: columnName,
    from: finite.describe('Least raw value that becomes 1; absent: any').optional(),
    to: finite.describe('Raw values below this become 1; absent: any').optional(),
    descending,
  }),
  z.strictObject({ kind: z.literal('unknown'), column: columnName, descending }),
] as const

const transform = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({
        kind: z.literal('minmax'),
        low: finite.describe('Raw value that becomes 0'),
        ...scale,
      }),
      z.strictObject({
        kind: z.literal('log'),
        low: finite.min(0, 'a number of at least 0').describe('Raw value that becomes 0'),
        ...scale,
      }),
      z.strictObject({
        kind: z.literal('rank'),
        column: columnName.optional(),
        cuts: z
          .array(finite, 'a list of numbers')
          .min(1, 'a list of 1 to 100 numbers')
          .max(MOST_CUTS, 'a list of 1 to 100 numbers')
          .describe('Ascending; the value is the share of them that a raw value reaches'),
        descending,
      }),
      z.strictObject({
        kind: z.literal('round'),
        column: columnName.optional(),
        decimals: z
          .int('a whole number from 0 to 3')
          .min(0, 'a whole number from 0 to 3')
          .max(3, 'a whole number from 0 to 3'),
      }),
      ...flags,
      z.strictObject({
        kind: z.literal('all'),
        of: z
          .array(
            z.discriminatedUnion(
              'kind',
              flags,
              'a mapping whose kind is equals, any_of, range or unknown',
            ),
            'a list of flags',
          )
          .min(2, 'a list of 2 to 4 flags')
          .max(4, 'a list of 2 to 4 flags')
          .describe('1 where all of these are 1'),
        descending,
      }),
    ],
    'a mapping whose kind is minmax, log, rank, round, equals, any_of, range, unknown or all',
  )
  .describe('How the column becomes the value that is multiplied by the weight; absent: as it is')

export const featureFields = {
  weight: points.describe('Points for each unit of the feature').default(DEFAULT_WEIGHT),
  min: points.describe('Least weight the search may try').default(DEFAULT_MIN),
  max: points.describe('Greatest weight the search may try').default(DEFAULT_MAX),
  locked: z.boolean('true or false').describe('The search leaves the weight alone').optional(),
  label: text.describe('Name for people').optional(),
  transform: transform.optional(),
  missing: z
    .union(
      [z.literal('zero_points'), z.strictObject({ fill: finite })],
      'zero_points, or a mapping with the number `fill`',
    )
    .describe('What a row without a value contributes; absent: an error where one is missing')
    .optional(),
}
const feature = z.looseObject(featureFields, 'a mapping with weight, min and max')

export const tierFields = {
  min: finite.describe('Least score of the tier'),
  max: finite.describe('Scores of the tier are below this'),
}
const tier = z.looseObject(tierFields, 'a mapping with min and max')

export const topFields = {
  model: text.describe('Name of the scoring model').default('model'),
  version: z.union([text, finite], 'text or a number').optional(),
  max_score: finite
    .positive('a number above 0')
    .max(MOST_POINTS, `a number up to ${MOST_POINTS}`)
    .describe('Scores are clipped to 0 and this')
    .default(DEFAULT_MAX_SCORE),
  base_score: points.describe('Points every account starts with').optional(),
  features: z.record(z.string(), feature, 'a mapping from feature names to weights and bounds'),
  tiers: z
    .record(z.string(), tier, 'a mapping from tier labels to min and max')
    .describe('Bands of scores; absent: A 60–101, B 35–60, C 15–35, D 0–15')
    .optional(),
  mrr_column: outcomeColumn.optional(),
  retain_column: outcomeColumn.optional(),
  churn_column: outcomeColumn.optional(),
  ltv_column: outcomeColumn.optional(),
  columns: z
    .strictObject(
      {
        id: outcomeColumn.optional(),
        mrr_end: outcomeColumn.optional(),
        activated: outcomeColumn.optional(),
        former_tier: outcomeColumn.optional(),
        won_back: outcomeColumn.optional(),
        count: outcomeColumn.optional(),
      },
      'a mapping from outcomes to column names',
    )
    .optional(),
  events: z
    .record(z.string(), text, 'a mapping from outcome columns to the text that counts as 1')
    .optional(),
  missing_outcomes: z.literal('leave_out_rows', '"leave_out_rows"').optional(),
  segments: z.array(columnName, 'a list of column names').optional(),
  time: z
    .strictObject(
      {
        features_asof: text.optional(),
        outcome_start: text.optional(),
        outcome_end: text.optional(),
      },
      'a mapping with features_asof, outcome_start and outcome_end',
    )
    .optional(),
  required_columns: z.array(columnName, 'a list of column names').optional(),
}

/** The shape of a spec file; what a schema cannot say, min <= weight <= max, `parseSpec` adds. */
export const specFileSchema = z.looseObject(topFields, 'a mapping with features')

/** JSON Schema of spec files, for editors: the same source as the parser. */
export function specJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(specFileSchema, { io: 'input' }),
    title: 'Ratchet scoring spec',
    description: 'Weights, bounds and tiers of a scoring model of accounts.',
  }
}

export interface ShapeIssue {
  path: PropertyKey[]
  rule: string // read after "must be"
  unknownKey: string | null // a key that is not known at `path`
}

const PARTS = { spec: specFileSchema, features: feature, tiers: tier, events: text }

/** Where a spec file, or one entry of its features, tiers or events, does not have the shape it must. */
export function shapeIssues(part: keyof typeof PARTS, value: unknown): ShapeIssue[] {
  const checked = PARTS[part].safeParse(value)
  if (checked.success) return []
  return checked.error.issues.map((issue) => ({
    path: issue.path,
    rule: issue.message,
    unknownKey: issue.code === 'unrecognized_keys' ? issue.keys[0]! : null,
  }))
}
