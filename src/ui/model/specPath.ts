import type { Spec } from '../../accounts/spec.ts'
import type { Problem } from '../../lib/problem.ts'

/** Per feature, the fields its problems are about, as text: 'weight', 'min max'. */
export function faultyFields(spec: Spec, problems: Problem[]): Map<string, string> {
  const faults = new Map<string, string>()
  for (const { severity, where } of problems) {
    if (severity !== 'error' || !where.includes('features')) continue
    for (const name of Object.keys(spec.features)) {
      const field = fieldOf(where, `features.${name}.`) ?? fieldOf(where, bracketed(name))
      if (field !== null) faults.set(name, `${faults.get(name) ?? ''} ${field}`.trim())
    }
  }
  return faults
}

function bracketed(name: string): string {
  return `features[${JSON.stringify(name)}].`
}

/** The word after `path` in `where`; null when `where` is about something else. */
function fieldOf(where: string, path: string): string | null {
  const at = where.indexOf(path)
  return at < 0 ? null : (/^\w+/.exec(where.slice(at + path.length))?.[0] ?? null)
}
