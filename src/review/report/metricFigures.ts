import { metricInfo } from '../../evaluation/metricInfo.ts'
import type { ByTier, Metrics } from '../../evaluation/metrics.ts'
import { decimals, grouped, share, signed } from '../words.ts'

export type Value = number | null | undefined // null: a zero denominator; undefined: not computable here

/** The name of a metric, and its meaning, as people say it. */
export function metricLabel(key: string): string {
  const tier = /^pct_(.*)_tier$/s.exec(key)
  return tier === null ? (metricInfo(key)?.label ?? key) : `Accounts in tier ${tier[1]}`
}

/** A value in its own unit: '74.7 %', '0.7468', '412'. */
export function valueText(key: string, value: Value): string {
  if (value === undefined) return '–'
  if (value === null) return key === 'quick_ratio_by_tier' ? 'no loss' : 'undefined'
  switch (formatOf(key)) {
    case 'share':
      return share(value)
    case 'whole':
      return grouped(Math.round(value))
    case 'ratio':
      return decimals(value, 4)
    case 'number':
      return Math.abs(value) >= 100 ? grouped(Math.round(value)) : decimals(value, 2)
  }
}

/** The change of a value with its sign, shares in points. */
export function changeText(key: string, before: Value, after: Value): string {
  if (typeof before !== 'number' || typeof after !== 'number') return '–'
  const change = after - before
  switch (formatOf(key)) {
    case 'share':
      return `${signed(100 * change, 1)} pt`
    case 'whole':
      return signed(change, 0)
    case 'ratio':
      return signed(change, 4)
    case 'number':
      return signed(change, Math.abs(change) >= 100 ? 0 : 2)
  }
}

function formatOf(key: string): 'share' | 'whole' | 'ratio' | 'number' {
  if (key.startsWith('pct_')) return 'share'
  if (key === 'n_scored' || key === 'revenue_concentration_hhi') return 'whole'
  const format = metricInfo(key)?.format
  return format === 'percent' ? 'share' : format === 'ratio' ? 'ratio' : 'number'
}

/** Keys present in any of the metrics, those of the whole table and those by tier. */
export function metricKeys(all: readonly (Metrics | null)[]): {
  whole: string[]
  byTier: string[]
} {
  const whole = new Set<string>()
  const byTier = new Set<string>()
  for (const metrics of all) {
    for (const [key, value] of Object.entries(metrics ?? {})) {
      ;(typeof value === 'object' && value !== null ? byTier : whole).add(key)
    }
  }
  for (const key of byTier) whole.delete(key)
  return { whole: [...whole], byTier: [...byTier] }
}

/** A value of the whole table. */
export function wholeValue(metrics: Metrics | null, key: string): Value {
  const value = lookUp(metrics, key)
  return typeof value === 'object' && value !== null ? undefined : value
}

/** A value of one tier. */
export function tierValue(metrics: Metrics | null, key: string, tier: string): Value {
  const value = lookUp(metrics, key)
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, tier)) return undefined
  return value[tier]
}

function lookUp(metrics: Metrics | null, key: string): ByTier | Value {
  if (metrics === null || !Object.hasOwn(metrics, key)) return undefined
  return (metrics as unknown as Record<string, ByTier | Value>)[key]
}
