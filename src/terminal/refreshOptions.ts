import { PRIMARY_METRICS } from '../evaluation/metrics.ts'
import { RUN_DEFAULTS } from '../loop/runDefaults.ts'
import { DEFAULT_THRESHOLDS } from '../review/review.ts'
import { endsByItself, STRATEGIES } from '../search/strategy.ts'
import { STUDY_KINDS, type StudyKind } from '../studies/study.ts'
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

/** The flags of `ratchet refresh`, checked; null where a flag is not given and the data decides. */
export function refreshOptions(args: string[]) {
  const { values } = readOptions(args, {
    train: { type: 'string' },
    holdout: { type: 'string' },
    spec: { type: 'string' },
    'allow-leaks': { type: 'string' },
    'as-of': { type: 'string' },
    metric: { type: 'string' },
    strategy: { type: 'string' },
    shapes: { type: 'string' },
    n: { type: 'string' },
    seed: { type: 'string' },
    workers: { type: 'string' },
    'min-gain': { type: 'string' },
    'max-tier-movement': { type: 'string' },
    tiers: { type: 'string' },
    'segment-column': { type: 'string' },
    'max-segment-drop': { type: 'string' },
    'id-column': { type: 'string' },
    studies: { type: 'string' },
    'output-dir': { type: 'string' },
    ...GUARDRAIL_FLAGS,
    json: { type: 'boolean', default: false },
  })
  const strategies = STRATEGIES.map(({ name }) => name)
  const usual = values.n === undefined ? null : RUN_DEFAULTS.strategy
  const strategy = oneOf(values.strategy, 'strategy', strategies, usual)
  const threshold = (
    flag: 'min-gain' | 'max-tier-movement' | 'max-segment-drop',
    initial: number,
  ) => decimalNumber(values[flag], flag, { min: 0, max: flag === 'min-gain' ? 1000 : 1, initial })
  return {
    train: required(values.train, 'train', 'the parquet file of accounts to search'),
    holdout: values.holdout ?? null,
    spec: values.spec ?? null,
    allowLeaks: allowedLeaks(values['allow-leaks'], values.spec),
    asOf: dayOption(values['as-of'], 'as-of'),
    outputDir: required(values['output-dir'], 'output-dir', 'a new folder for the report'),
    idColumn: values['id-column'] ?? null,
    segmentColumn: values['segment-column'] ?? null,
    studies: studyKinds(values.studies),
    thresholds: {
      minGain: threshold('min-gain', DEFAULT_THRESHOLDS.minGain),
      maxTierMovement: threshold('max-tier-movement', DEFAULT_THRESHOLDS.maxTierMovement),
      maxSegmentDrop: threshold('max-segment-drop', DEFAULT_THRESHOLDS.maxSegmentDrop),
      maxNoiseP: DEFAULT_THRESHOLDS.maxNoiseP,
      keepTierSizes:
        oneOf(values.tiers, 'tiers', ['keep-sizes', 'as-is'], 'keep-sizes') === 'keep-sizes',
    },
    json: values.json === true,
    search: {
      metric: oneOf(values.metric, 'metric', PRIMARY_METRICS, null),
      strategy,
      shapes: oneOf(values.shapes, 'shapes', ['as-is', 'best'], 'as-is'),
      seed: wholeNumber(values.seed, 'seed', {
        min: 0,
        max: UINT32_MAX,
        initial: RUN_DEFAULTS.seed,
      }),
      experiments: wholeNumber(values.n, 'n', {
        min: 1,
        max: 1_000_000_000,
        initial:
          strategy !== null && endsByItself(strategy)
            ? Number.POSITIVE_INFINITY
            : RUN_DEFAULTS.budget,
      }),
      workers: wholeNumber(values.workers, 'workers', { min: 1, max: 64, initial: 0 }) || null,
      maxFeatures: null,
      guardrails: guardrailOptions(values),
    },
  }
}

/** The studies named, in the order they are done, each once. */
function studyKinds(value: string | undefined): StudyKind[] {
  if (value === undefined || value.trim() === '') return []
  const names = value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (names.length === 0)
    throw new CommandError(
      `--studies names no study: it takes some of ${STUDY_KINDS.join(', ')}, parted by commas.`,
    )
  const unknown = names.find((name) => !(STUDY_KINDS as readonly string[]).includes(name))
  if (unknown !== undefined)
    throw new CommandError(
      `--studies must name some of ${STUDY_KINDS.join(', ')}, parted by commas, not "${unknown}".`,
    )
  return STUDY_KINDS.filter((kind) => names.includes(kind))
}
