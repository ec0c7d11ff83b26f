import type { FeatureSpec, FlagTransform } from '../../accounts/spec.ts'
import { formatNumber, plural } from '../shared/format.ts'

/** How a feature's value is made of its column, as a phrase; the weight multiplies this value. */
export function transformText(feature: FeatureSpec): string {
  const made = madeText(feature)
  if (feature.missing === undefined) return made
  if (feature.missing === 'zero_points') return `${made} · unknown: zero points`
  return `${made} · unknown: as if ${formatNumber(feature.missing.fill)}`
}

function madeText({ transform }: FeatureSpec): string {
  if (transform === undefined) return 'as is'
  switch (transform.kind) {
    case 'minmax':
    case 'log': {
      const range = `${formatNumber(transform.low)} – ${formatNumber(transform.high)}`
      const scaled = transform.kind === 'log' ? `logarithm of ${range}` : `${range} scaled`
      return `${from(transform)}${scaled} to ${transform.descending ? '1 – 0' : '0 – 1'}`
    }
    case 'rank': {
      const way = transform.descending ? '1 – 0' : '0 – 1'
      return `${from(transform)}rank among ${plural(transform.cuts.length, 'cut')}, ${way}`
    }
    case 'round':
      return `${from(transform)}rounded to ${plural(transform.decimals, 'decimal')}`
    case 'all':
      return `1 ${transform.descending ? 'unless' : 'where'} ${transform.of.map(flagText).join(' and ')}`
    default:
      return `1 where ${flagText(transform)}`
  }
}

function from({ column }: { column?: string }): string {
  return column === undefined ? '' : `${column}, `
}

function flagText(flag: FlagTransform): string {
  if (flag.kind === 'unknown') return `${flag.column} is ${flag.descending ? 'known' : 'unknown'}`
  const is = flag.descending ? 'is not' : 'is'
  if (flag.kind === 'equals') return `${flag.column} ${is} ${flag.value}`
  if (flag.kind === 'any_of') return `${flag.column} ${is} ${flag.values.join(' or ')}`
  return `${flag.column} ${is} ${rangeText(flag)}`
}

function rangeText({ from, to }: { from?: number; to?: number }): string {
  if (from === undefined) return to === undefined ? 'known' : `below ${formatNumber(to)}`
  const least = `at least ${formatNumber(from)}`
  return to === undefined ? least : `${least} and below ${formatNumber(to)}`
}
