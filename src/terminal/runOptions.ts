import { PRIMARY_METRICS } from '../evaluation/metrics.ts'
import { RUN_DEFAULTS } from '../loop/runDefaults.ts'
import { endsByItself, SPARSE, STRATEGIES } from '../search/strategy.ts'
import { CommandError } from './commandError.ts'
import { GUARDRAIL_FLAGS, guardrailOptions } from './guardrailOptions.ts'
import {
  allowedLeaks,
  dayOption,
  decimalNumber,
  oneOf,
  readOptions,
  required,
  wholeNumber,
} from './options.ts'

const UINT32_MAX = 2 ** 32 - 1

/** The flags of `ratchet run`, checked; null where a flag is not given and the data decides. */
export function runOptions(args: string[]) {
  const { values } = readOptions(args, {
    data: { type: 'string' },
    spec: { type: 'string' },
    'allow-leaks': { type: 'string' },
    metric: { type: 'string' },
    strategy: { type: 'string' },
    shapes: { type: 'string' },
    n: { type: 'string' },
    seed: { type: 'string' },
    holdout: { type: 'string' },
    split: { type: 'string' },
    'as-of': { type: 'string' },
    workers: { type: 'string' },
    'output-dir': { type: 'string' },
    metrics: { type: 'string' },
    journal: { type: 'string' },
    'max-features': { type: 'string' },
    'segment-column': { type: 'string' },
    ...GUARDRAIL_FLAGS,
    json: { type: 'boolean', default: false },
  })
  const strategies = STRATEGIES.map(({ name }) => name)
  const strategy = oneOf(values.strategy, 'strategy', strategies, strategies[0]!)
  if (values['max-features'] !== undefined && strategy !== SPARSE.name) {
    throw new CommandError(`--max-features needs --strategy ${SPARSE.name}.`)
  }
  return {
    data: required(values.data, 'data', 'the parquet file of accounts'),
    outputDir: required(values['output-dir'], 'output-dir', 'a new folder for what is found'),
    spec: values.spec ?? null,
    allowLeaks: allowedLeaks(values['allow-leaks'], values.spec),
    metric: oneOf(values.metric, 'metric', PRIMARY_METRICS, null),
    strategy,
    maxFeatures:
      wholeNumber(values['max-features'], 'max-features', { min: 1, max: 1000, initial: 0 }) ||
      null,
    guardrails: guardrailOptions(values),
    segmentColumn: values['segment-column'] ?? null,
    shapes: oneOf(values.shapes, 'shapes', ['as-is', 'best'], 'as-is'),
    experiments: wholeNumber(values.n, 'n', {
      min: 1,
      max: 1_000_000_000,
      initial: endsByItself(strategy) ? Number.POSITIVE_INFINITY : RUN_DEFAULTS.budget,
    }),
    seed: wholeNumber(values.seed, 'seed', { min: 0, max: UINT32_MAX, initial: RUN_DEFAULTS.seed }),
    holdout: decimalNumber(values.holdout, 'holdout', {
      min: 0,
      max: 0.9,
      initial: RUN_DEFAULTS.holdoutShare,
    }),
    split: oneOf(values.split, 'split', ['time', 'id'], null),
    asOf: dayOption(values['as-of'], 'as-of'),
    workers: wholeNumber(values.workers, 'workers', { min: 1, max: 64, initial: 0 }) || null,
    metrics: oneOf(values.metrics, 'metrics', ['all', 'wins'], null),
    journal: oneOf(values.journal, 'journal', ['all', 'kept'], null),
    json: values.json === true,
  }
}
