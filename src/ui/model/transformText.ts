import type { FeatureSpec, FlagTransform } from '../../accounts/spec.ts'
import { flagLabel } from '../shared/featureGroups.ts'
import { formatNumber, plural } from '../shared/format.ts'

const LESS = ', less is better'

/** How a feature's value is made of its column, as a phrase; the weight multiplies this value. */
export function transformText(name: string, feature: FeatureSpec): string {
  const made = madeText(name, feature)
  if (feature.missing === undefined) return made
  if (feature.missing === 'zero_points') return `${made} · unknown: zero points`
  return `${made} · unknown: as if ${formatNumber(feature.missing.fill)}`
}

function madeText(name: string, { transform }: FeatureSpec): string {
  if (transform === undefined) return 'as is'
  switch (transform.kind) {
    case 'minmax':
    case 'log': {
      if (transform.kind === 'minmax' && transform.low === 0 && transform.high === 1)
        return `${from(name, transform)}${transform.descending ? `1 minus the value${LESS}` : 'as is, within 0 – 1'}`
      const range = `${formatNumber(transform.low)} – ${formatNumber(transform.high)}`
      const scaled = transform.kind === 'log' ? `logarithm of ${range}` : range
      return `${from(name, transform)}${scaled} scaled to 0 – 1${transform.descending ? LESS : ''}`
    }
    case 'rank':
      return transform.descending
        ? `${from(name, transform)}share of accounts above, 0 – 1${LESS}`
        : `${from(name, transform)}share of accounts below, 0 – 1`
    case 'round':
      return `${from(name, transform)}rounded to ${plural(transform.decimals, 'decimal')}`
    case 'all':
      return `1 ${transform.descending ? 'unless' : 'where'} ${transform.of.map(clause).join(' and ')}`
    default:
      return flagText(transform)
  }
}

function from(name: string, { column }: { column?: string }): string {
  return column === undefined || column === name ? '' : `${column}: `
}

function flagText(flag: FlagTransform): string {
  if (flag.kind === 'range' && !flag.descending) return `points for ${flag.column} ${ofRange(flag)}`
  return `1 where ${clause(flag)}`
}

/** 'of 7 or more' reads better after a name than '7 or more'. */
function ofRange(flag: FlagTransform): string {
  const label = flagLabel(flag)
  return /^\W?\d/.test(label) ? `of ${label}` : label
}

function clause(flag: FlagTransform): string {
  return `${flag.column} is ${flagLabel(flag)}`
}
