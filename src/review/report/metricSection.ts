import type { Metrics } from '../../evaluation/metrics.ts'
import type { Review } from '../review.ts'
import type { Section, TableRow } from './document.ts'
import {
  changeText,
  metricKeys,
  metricLabel,
  tierValue,
  type Value,
  valueText,
  wholeValue,
} from './metricFigures.ts'

/** All metrics of both specs on both row sets. */
export function metricSection({ incumbent, candidate, metric, tiers }: Review): Section {
  const all = [incumbent.search, candidate.search, incumbent.holdout, candidate.holdout]
  const { whole, byTier } = metricKeys(all)
  const ordered = [metric, ...whole.filter((key) => key !== metric)]
  const heldOut = incumbent.holdout !== null && candidate.holdout !== null
  const row = (
    key: string,
    name: string,
    pick: (metrics: Metrics | null) => Value,
    strong = false,
  ): TableRow => {
    const [before, after] = heldOut
      ? [pick(incumbent.holdout), pick(candidate.holdout)]
      : [pick(incumbent.search), pick(candidate.search)]
    return {
      strong,
      cells: [
        name,
        ...all.map((each) => valueText(key, pick(each))),
        changeText(key, before, after),
      ],
    }
  }
  return {
    title: 'All metrics',
    lead: `Change: ${heldOut ? 'on held-out accounts' : 'on the accounts searched, as none were held out'}. A dash: the data does not tell, or the tier has too few accounts.`,
    blocks: [
      {
        kind: 'table',
        name: 'All metrics',
        columns: [
          { title: 'Metric' },
          { title: 'Searched: incumbent', align: 'right' },
          { title: 'candidate', align: 'right' },
          { title: 'Held out: incumbent', align: 'right' },
          { title: 'candidate', align: 'right' },
          { title: 'Change', align: 'right' },
        ],
        rows: [
          ...ordered.map((key) =>
            row(key, metricLabel(key), (metrics) => wholeValue(metrics, key), key === metric),
          ),
          ...byTier.flatMap((key): TableRow[] => [
            { group: metricLabel(key) },
            ...tierLabels(
              all,
              key,
              tiers.candidate.map(({ label }) => label),
            ).map((tier) => row(key, tier, (metrics) => tierValue(metrics, key, tier))),
          ]),
        ],
      },
    ],
  }
}

/** The spec's tiers, and others the data knows, that any of the metrics has a value for. */
function tierLabels(all: readonly (Metrics | null)[], key: string, tiers: string[]): string[] {
  const known = all.flatMap((metrics) => {
    const value = (metrics as Record<string, unknown> | null)?.[key]
    return typeof value === 'object' && value !== null ? Object.keys(value) : []
  })
  const present = new Set(known)
  return [
    ...tiers.filter((tier) => present.has(tier)),
    ...[...present].filter((tier) => !tiers.includes(tier)),
  ]
}
