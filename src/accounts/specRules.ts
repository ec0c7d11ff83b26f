import type { Problem } from '../lib/problem.ts'
import type { Spec, Transform } from './spec.ts'

export interface BrokenRule {
  path: (string | number)[]
  what: string // path, value and rule, without a full stop
}

/** What a schema cannot say of the features: whole weights with min <= weight <= max, and low below high. */
export function brokenRules(spec: Spec): BrokenRule[] {
  return Object.entries(spec.features).flatMap(([name, { weight, min, max, transform }]) => {
    const broken: BrokenRule[] = []
    const at = (field: (string | number)[]) => ['features', name, ...field]
    const say = (field: (string | number)[], value: number, rule: string) =>
      broken.push({
        path: at(field),
        what: `${pathText(at(field))} is ${value}, but must be ${rule}`,
      })
    for (const [field, value] of Object.entries({ weight, min, max })) {
      if (!Number.isSafeInteger(value)) say([field], value, 'a whole number')
    }
    if (broken.length === 0) {
      if (min > max) say(['min'], min, `at most max, which is ${max}`)
      else if (weight < min || weight > max)
        say(['weight'], weight, `from min ${min} to max ${max}`)
    }
    if (transform !== undefined) {
      for (const { field, value, rule } of transformRules(transform)) {
        say(['transform', ...field], value, rule)
      }
    }
    return broken
  })
}

interface TransformRule {
  field: (string | number)[]
  value: number
  rule: string
}

function transformRules(transform: Transform): TransformRule[] {
  switch (transform.kind) {
    case 'minmax':
    case 'log': {
      const { low, high } = transform
      return low < high
        ? []
        : [{ field: ['low'], value: low, rule: `below high, which is ${high}` }]
    }
    case 'rank': {
      const { cuts } = transform
      const place = cuts.findIndex((cut, i) => i > 0 && !(cut > cuts[i - 1]))
      if (place < 0) return []
      const rule = `above the cut before it, which is ${cuts[place - 1]}`
      return [{ field: ['cuts', place], value: cuts[place], rule }]
    }
    case 'range': {
      const { from, to } = transform
      if (from === undefined || to === undefined || from < to) return []
      return [{ field: ['from'], value: from, rule: `below to, which is ${to}` }]
    }
    case 'all':
      return transform.of.flatMap((part, i) =>
        transformRules(part).map((each) => ({ ...each, field: ['of', i, ...each.field] })),
      )
    default:
      return []
  }
}

/** The broken rules of a spec that was edited or made, as problems. */
export function ruleProblems(spec: Spec): Problem[] {
  return brokenRules(spec).map(({ path, what }) => ({
    severity: 'error',
    code: 'spec-invalid',
    what: `${what}.`,
    where: `spec, ${pathText(path)}`,
    fix: 'Change the value, or the bound it is held to.',
  }))
}

/** A place in a spec as people write it: `features.logins.weight`, `features["open tickets"].min`. */
export function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'The spec'
  return path
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`
      const name = String(step)
      if (!/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name)) return `[${JSON.stringify(name)}]`
      return i === 0 ? name : `.${name}`
    })
    .join('')
}
