import { counted, grouped, listed, percent, short } from '../accounts/say.ts'
import { metricInfo } from '../evaluation/metricInfo.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'

export { counted, grouped, listed, percent, short }

/** Locale-neutral figures for sentences that are stored and exported. */

/** A metric's value or threshold, '0.7468'. */
export function decimals(value: number, digits = 3): string {
  const text = Math.abs(value).toFixed(digits)
  return value < 0 && Number(text) !== 0 ? `−${text}` : text
}

/** A difference with its sign: '+0.116', '−0.004', '0.000'. */
export function signed(value: number, digits = 3): string {
  const text = Math.abs(value).toFixed(digits)
  if (Number(text) === 0) return text
  return value < 0 ? `−${text}` : `+${text}`
}

/** A share with one decimal: '22.6 %'. */
export function share(value: number): string {
  return `${(100 * value).toFixed(1)} %`
}

/** A threshold as it was given: '0.01', '0.025'. */
export function plain(value: number): string {
  return String(Number(value.toPrecision(6)))
}

/** Points with their sign and as many decimals as they have: '+24', '−1.25', '0'. */
export function points(value: number): string {
  const rounded = Number(value.toFixed(3))
  if (rounded === 0) return '0'
  const text = grouped(Math.trunc(Math.abs(rounded)))
  const rest = String(Math.abs(rounded)).split('.')[1]
  return `${rounded < 0 ? '−' : '+'}${text}${rest === undefined ? '' : `.${rest}`}`
}

/** How people call a metric. */
export function metricName(metric: PrimaryMetric): string {
  return metricInfo(metric)?.label ?? metric
}
