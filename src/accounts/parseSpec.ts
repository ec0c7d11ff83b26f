import { checkTiers, type Tier } from '../evaluation/tiers.ts'
import type { Problem } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'
import type { FeatureSpec, Spec } from './spec.ts'
import {
  DEFAULT_MAX,
  DEFAULT_MAX_SCORE,
  DEFAULT_MIN,
  DEFAULT_TIERS,
  DEFAULT_WEIGHT,
} from './specDefaults.ts'
import { brokenRules, pathText } from './specRules.ts'
import { featureFields, shapeIssues, tierFields, topFields } from './specSchema.ts'

const MOST_PROBLEMS = 25

/** Turns the content of a spec file into a spec; every problem names path, value and rule. */
export function parseSpec(raw: unknown): Result<Spec> {
  const problems = shapeProblems(raw)
  if (problems.length > 0) return { ok: false, problems: shortened(problems) }
  const file = raw as Record<string, unknown>
  const spec = specOf(file)
  const rules = [...featureProblems(spec), ...checkTiers(spec.tiers, spec.max_score)]
  const errors = rules.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) return { ok: false, problems: shortened(errors) }
  return { ok: true, value: spec, problems: rules }
}

/** The content of the file that `parseSpec` reads as this spec; keys in a fixed order. */
export function specToFile(spec: Spec): Record<string, unknown> {
  const { extra, tierExtra, features, tiers, ...rest } = spec
  const labels = tiers.map(({ label }) => label)
  const repeated = labels.find((label, i) => labels.indexOf(label) !== i)
  if (repeated !== undefined) throw new Error(`spec tier label repeated: ${repeated}`)
  const known: Record<string, unknown> = {
    ...rest,
    features: mapped(features, (value) => {
      const { extra: featureExtra = {}, ...fields } = value
      return ordered({ ...without(featureExtra, featureFields), ...fields }, featureFields)
    }),
    tiers: Object.fromEntries(
      tiers.map(({ label, min, max }) => {
        const more = tierExtra && Object.hasOwn(tierExtra, label) ? tierExtra[label]! : {}
        return [label, { min, max, ...without(more, tierFields) }]
      }),
    ),
  }
  return ordered({ ...without(extra, topFields), ...known }, topFields)
}

function specOf(file: Record<string, unknown>): Spec {
  const features = file.features as Record<string, Record<string, unknown>>
  const tierFile = file.tiers as Record<string, Record<string, unknown>> | undefined
  const tiers: Tier[] = tierFile
    ? Object.entries(tierFile)
        .map(([label, { min, max }]) => ({ label, min: min as number, max: max as number }))
        .sort((a, b) => b.min - a.min || b.max - a.max)
    : DEFAULT_TIERS.map((each) => ({ ...each }))
  const tierExtra = Object.entries(tierFile ?? {})
    .map(([label, bounds]) => [label, without(bounds, tierFields)] as const)
    .filter(([, more]) => Object.keys(more).length > 0)
  const { features: _features, tiers: _tiers, ...plain } = only(file, topFields)
  return {
    ...plain,
    model: (file.model as string | undefined) ?? 'model',
    max_score: (file.max_score as number | undefined) ?? DEFAULT_MAX_SCORE,
    features: mapped(features, featureOf),
    tiers,
    ...(tierExtra.length > 0 ? { tierExtra: Object.fromEntries(tierExtra) } : {}),
    extra: without(file, topFields),
  }
}

function featureOf(file: Record<string, unknown>): FeatureSpec {
  const extra = without(file, featureFields)
  return {
    ...only(file, featureFields),
    weight: (file.weight as number | undefined) ?? DEFAULT_WEIGHT,
    min: (file.min as number | undefined) ?? DEFAULT_MIN,
    max: (file.max as number | undefined) ?? DEFAULT_MAX,
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  }
}

function shapeProblems(raw: unknown): Problem[] {
  const issues = shapeIssues('spec', raw)
  // The library leaves keys called __proto__ out of records, unchecked; here they are names as any.
  for (const part of ['features', 'tiers', 'events'] as const) {
    const record = isObject(raw) ? raw[part] : undefined
    if (!isObject(record) || !Object.hasOwn(record, '__proto__')) continue
    for (const issue of shapeIssues(part, valueAt(record, ['__proto__']))) {
      issues.push({ ...issue, path: [part, '__proto__', ...issue.path] })
    }
  }
  const problems = issues.map(({ path, rule, unknownKey }) => {
    if (unknownKey !== null) {
      return problemOf(path, `${pathText([...path, unknownKey])} is not known here`)
    }
    const value = show(valueAt(raw, path))
    return problemOf(path, `${pathText(path)} is ${value}, but must be ${rule}`)
  })
  if (isObject(raw) && isObject(raw.features) && Object.keys(raw.features).length === 0) {
    problems.push(problemOf(['features'], 'features is empty, but must hold at least one feature'))
  }
  return problems
}

function featureProblems(spec: Spec): Problem[] {
  return brokenRules(spec).map(({ path, what }) => problemOf(path, what))
}

function problemOf(path: PropertyKey[], what: string): Problem {
  const where = path.length === 0 ? 'spec' : `spec, ${pathText(path)}`
  return {
    severity: 'error',
    code: 'spec-invalid',
    what: `${what}.`,
    where,
    fix: 'Correct it in the file and open it again.',
  }
}

function shortened(problems: Problem[]): Problem[] {
  if (problems.length <= MOST_PROBLEMS) return problems
  const more = problems.length - MOST_PROBLEMS
  const last = problemOf([], `The spec has ${more} further problems`)
  return [...problems.slice(0, MOST_PROBLEMS), last]
}

function valueAt(raw: unknown, path: PropertyKey[]): unknown {
  let value = raw
  for (const step of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<PropertyKey, unknown>)[step]
  }
  return value
}

function show(value: unknown): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return 'a list'
  if (isObject(value)) return 'a mapping'
  const shown = JSON.stringify(value) ?? String(value)
  return shown.length > 60 ? `${shown.slice(0, 57)}…` : shown
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function mapped<T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}

function only(record: Record<string, unknown>, fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => Object.hasOwn(fields, key)))
}

function without(record: Record<string, unknown>, fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !Object.hasOwn(fields, key)))
}

/** Known fields first and in their order, absent ones left out; then the others as they came. */
function ordered(record: Record<string, unknown>, fields: object): Record<string, unknown> {
  const names = Object.keys(fields).filter((name) => record[name] !== undefined)
  return {
    ...Object.fromEntries(names.map((name) => [name, record[name]])),
    ...without(record, fields),
  }
}
