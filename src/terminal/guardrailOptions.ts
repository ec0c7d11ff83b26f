import type { Guardrails } from '../loop/guardrails.ts'
import { decimalNumber, wholeNumber } from './options.ts'

/** The flags of the guardrails of a search, for `readOptions`. */
export const GUARDRAIL_FLAGS = {
  'max-hhi': { type: 'string' },
  'min-tier-share': { type: 'string' },
  'segment-floor': { type: 'string' },
  'max-non-zero': { type: 'string' },
} as const

/** The guardrails asked for, checked; null where none is. */
export function guardrailOptions(
  values: Partial<Record<keyof typeof GUARDRAIL_FLAGS, string>>,
): Guardrails | null {
  const decimal = (flag: keyof typeof GUARDRAIL_FLAGS, max: number) =>
    decimalNumber(values[flag], flag, { min: 0, max, initial: Number.NaN })
  const limits: [keyof Guardrails, number][] = [
    ['maxHhi', decimal('max-hhi', 10_000)],
    ['minTierShare', decimal('min-tier-share', 1)],
    ['maxSegmentDrop', decimal('segment-floor', 1000)],
    [
      'maxNonZero',
      wholeNumber(values['max-non-zero'], 'max-non-zero', {
        min: 1,
        max: 1000,
        initial: Number.NaN,
      }),
    ],
  ]
  const given = limits.filter(([, limit]) => !Number.isNaN(limit))
  return given.length === 0 ? null : Object.fromEntries(given)
}
