import type { GuardrailFigure, GuardrailName } from './review.ts'
import { decimals, grouped } from './words.ts'

interface Words {
  name: string
  text: (value: number, more: number) => string // `more` decimals than usual
  least: boolean // the limit is a least, not a most
}

const WORDS: Record<GuardrailName, Words> = {
  hhi: {
    name: 'Revenue concentration over tiers (HHI)',
    text: (value, more) => (more === 0 ? grouped(Math.round(value)) : value.toFixed(more)),
    least: false,
  },
  tier_share: {
    name: 'Smallest tier',
    text: (value, more) => `${(100 * value).toFixed(1 + more)} %`,
    least: true,
  },
  segments: {
    name: 'Largest fall of a segment',
    text: (value, more) => decimals(value, 3 + more),
    least: false,
  },
  non_zero: { name: 'Columns with points', text: (value) => grouped(value), least: false },
}

/** What a guardrail limits, in words. */
export function guardrailName(name: GuardrailName): string {
  return WORDS[name].name
}

/** A measure of a guardrail in its unit, told apart from its limit where they differ; '–' where there is none. */
export function guardrailText(name: GuardrailName, value: number | null, limit: number): string {
  if (value === null) return '–'
  return WORDS[name].text(value, decimalsApart(name, value, limit))
}

/** 'at most 4,000', 'at least 5.0 %'. */
export function limitText({ name, limit }: GuardrailFigure): string {
  return `at ${WORDS[name].least ? 'least' : 'most'} ${guardrailText(name, limit, limit)}`
}

/** Two figures that should be equal differ by less, after rounding in binary. */
const ROUNDING = 1e-12

/** Whether a measure is as good as `bound`, or better. */
export function isWithin(name: GuardrailName, value: number, bound: number): boolean {
  return WORDS[name].least
    ? value >= bound - ROUNDING
    : value <= bound + ROUNDING * Math.max(1, bound)
}

/** 'Columns with points 6, above the limit of 5 (the incumbent has 4)'. */
export function guardrailSentence(
  { name, value, incumbent, limit }: Omit<GuardrailFigure, 'sentence' | 'passed'>,
  where = '', // which part of the accounts it is
): string {
  const { name: what, least } = WORDS[name]
  if (value === null) return `${what} cannot be measured on held-out accounts`
  const text = (of: number) => guardrailText(name, of, limit)
  const side = isWithin(name, value, limit) ? 'within' : least ? 'below' : 'above'
  const before = incumbent === null ? '' : ` (the incumbent has ${text(incumbent)})`
  return `${what} ${text(value)}${where}, ${side} the limit of ${text(limit)}${before}`
}

function decimalsApart(name: GuardrailName, value: number, limit: number): number {
  const { text } = WORDS[name]
  const isEqual = isWithin(name, value, limit) && isWithin(name, limit, value)
  if (isEqual) return 0
  return [0, 1, 2, 3].find((more) => text(value, more) !== text(limit, more)) ?? 0
}
