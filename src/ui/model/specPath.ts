import type { Spec } from '../../accounts/spec.ts'
import type { Problem } from '../../lib/problem.ts'

/** Per feature, the fields its problems are about, as text: 'weight', 'min max'. */
export function faultyFields(spec: Spec, problems: Problem[]): Map<string, string> {
  const faults = new Map<string, string>()
  for (const { severity, where } of problems) {
    if (severity !== 'error' || !where.includes('features.')) continue
    for (const name of Object.keys(spec.features)) {
      const path = `features.${name}.`
      const at = where.indexOf(path)
      if (at < 0) continue
      const field = /^\w+/.exec(where.slice(at + path.length))?.[0] ?? ''
      faults.set(name, `${faults.get(name) ?? ''} ${field}`.trim())
    }
  }
  return faults
}
