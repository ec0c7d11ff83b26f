import type { FeatureSpec } from '../../accounts/spec.ts'
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
  const from = transform.column === undefined ? '' : `${transform.column}, `
  switch (transform.kind) {
    case 'minmax':
      return `${from}${formatNumber(transform.low)} – ${formatNumber(transform.high)} scaled to 0 – 1`
    case 'round':
      return `${from}rounded to ${plural(transform.decimals, 'decimal')}`
    case 'equals':
      return `1 where ${transform.column} is ${transform.value}`
    case 'unknown':
      return `1 where ${transform.column} is unknown`
  }
}
