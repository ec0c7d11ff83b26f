import { rankingInfo } from './metricInfoRanking.ts'
import { retentionInfo } from './metricInfoRetention.ts'

/** What the page tells about a metric. */
export interface MetricInfo {
  label: string
  meaning: string // one sentence
  formula: string
  good: string | null // typical good values with source and year; null: no source known
  misleading: string // what would make it misleading here
  format: 'ratio' | 'percent' | 'money' | 'number' // percent: a share of 1, shown times 100
}

/** Every key of Metrics; the tier shares `pct_A_tier`, … stand under `pct_<tier>_tier`. */
export const METRIC_INFO: Record<string, MetricInfo> = { ...rankingInfo, ...retentionInfo }

/** The description of a metric by its journal key, `pct_A_tier` included; null for a key of no metric. */
export function metricInfo(key: string): MetricInfo | null {
  const known = /^pct_.*_tier$/s.test(key) ? 'pct_<tier>_tier' : key
  return Object.hasOwn(METRIC_INFO, known) ? METRIC_INFO[known] : null
}
