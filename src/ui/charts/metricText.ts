import { metricInfo } from '../../evaluation/metricInfo.ts'
import type { ByTier, Metrics } from '../../evaluation/metrics.ts'
import {
  formatCount,
  formatFixed,
  formatGain,
  formatMetric,
  formatShare,
} from '../shared/format.ts'

type Value = number | null | undefined

/** The journal key as people say it. */
export function metricLabel(key: string): string {
  const share = /^pct_(.*)_tier$/s.exec(key)
  if (share !== null) return `Accounts in tier ${share[1]}`
  return metricInfo(key)?.label ?? key
}

/** A metric's value for the screen: '74.7 %', '0.7468', '412'; words where there is no number. */
export function metricText(key: string, value: Value): string {
  if (value === undefined) return '—'
  if (value === null) return key === 'quick_ratio_by_tier' ? 'no loss' : 'undefined'
  if (key.startsWith('pct_')) return formatShare(value, 1)
  if (key === 'n_scored' || key === 'revenue_concentration_hhi') return formatCount(value)
  const format = metricInfo(key)?.format ?? 'number'
  if (format === 'percent') return formatShare(value, 1)
  if (format === 'ratio') return formatMetric(value)
  return formatFixed(value, format === 'money' && Math.abs(value) >= 100 ? 0 : 2)
}

/** The change of a metric with its sign, in the metric's own unit; shares in points. */
export function metricChange(key: string, before: Value, after: Value): string {
  if (typeof before !== 'number' || typeof after !== 'number') return '—'
  const change = after - before
  if (key.startsWith('pct_')) return `${formatGain1(100 * change)} pt`
  if (key === 'n_scored' || key === 'revenue_concentration_hhi') return signed(change)
  const format = metricInfo(key)?.format ?? 'number'
  if (format === 'percent') return `${formatGain1(change * 100)} pt`
  return format === 'ratio' ? formatGain(change, 4) : formatGain(change, 2)
}

function formatGain1(change: number): string {
  const text = formatFixed(Math.abs(change), 1)
  if (Number(Math.abs(change).toFixed(1)) === 0) return text
  return change < 0 ? `−${text}` : `+${text}`
}

function signed(change: number): string {
  const whole = Math.round(change)
  if (whole === 0) return '0'
  return whole < 0 ? `−${formatCount(-whole)}` : `+${formatCount(whole)}`
}

/** Keys of whole-table metrics present in any of the given, in the evaluator's order. */
export function wholeKeys(...all: (Metrics | null)[]): string[] {
  return keysWhere(all, (value) => typeof value === 'number' || value === null)
}

/** Keys of metrics by tier present in any of the given. */
export function tierKeys(...all: (Metrics | null)[]): string[] {
  return keysWhere(all, (value) => typeof value === 'object' && value !== null)
}

function keysWhere(all: (Metrics | null)[], fits: (value: unknown) => boolean): string[] {
  const keys = new Set<string>()
  for (const metrics of all)
    for (const [key, value] of Object.entries(metrics ?? {})) if (fits(value)) keys.add(key)
  return [...keys]
}

/** A whole-table value by key. */
export function wholeValue(metrics: Metrics | null, key: string): Value {
  const value = lookUp(metrics, key)
  return typeof value === 'number' || value === null ? value : undefined
}

/** The values by tier of a key. */
export function tierValues(metrics: Metrics | null, key: string): ByTier {
  const value = lookUp(metrics, key)
  return typeof value === 'object' && value !== null ? value : {}
}

function lookUp(metrics: Metrics | null, key: string): ByTier | Value {
  if (metrics === null || !Object.hasOwn(metrics, key)) return undefined
  return (metrics as unknown as Record<string, ByTier | Value>)[key]
}
