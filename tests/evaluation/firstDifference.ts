/** Where two results differ by more than 1e-9 (of the larger, when above 1); null when nowhere. */
export function firstDifference(actual: unknown, expected: unknown, path = ''): string | null {
  if (typeof actual === 'number' && typeof expected === 'number') {
    const close = Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected))
    return close ? null : `${path}: ${actual} instead of ${expected}`
  }
  if (isRecord(actual) && isRecord(expected)) {
    const keys = new Set([...Object.keys(actual), ...Object.keys(expected)])
    for (const key of keys) {
      const difference = firstDifference(own(actual, key), own(expected, key), `${path}.${key}`)
      if (difference !== null) return difference
    }
    return null
  }
  return Object.is(actual, expected) ? null : `${path}: ${actual} instead of ${expected}`
}

const ABSENT = '(absent)'
const own = (record: Record<string, unknown>, key: string) =>
  Object.hasOwn(record, key) ? record[key] : ABSENT
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
