import type { MetricInfo } from './metricInfo.ts'

const SMALL_TIER =
  'Tiers of 10 accounts or fewer are left out; in small tiers a single account moves it.'

/** Metrics of each tier. */
export const retentionInfo: Record<string, MetricInfo> = {
  nrr_by_tier: {
    label: 'NRR by tier',
    meaning:
      'For each 1 of MRR a tier started with, how much the same accounts pay at the end, growth included.',
    formula:
      '(start + expansion − contraction − churned MRR) / start MRR = sum of end MRR / sum of start MRR, accounts with start MRR > 0',
    good: 'Median of private B2B SaaS about 101 % in 2024, 105 % in 2021 (Benchmarkit and Maxio surveys, quoted by Digital Applied, 2026); a year, all accounts together.',
    misleading: `Benchmarks are for a year and a whole company; a shorter outcome window gives values nearer 100 %. ${SMALL_TIER}`,
    format: 'percent',
  },
  grr_by_tier: {
    label: 'GRR by tier',
    meaning:
      'For each 1 of MRR a tier started with, how much was kept, growth not counted; never above 100 %.',
    formula: 'sum of min(end MRR, start MRR) / sum of start MRR, accounts with start MRR > 0',
    good: 'A quarter of private SaaS below 82 %, median 91 %, a quarter above 95 % (KeyBanc and Sapphire survey 2024, quoted by imboard.ai); a year, all accounts together.',
    misleading: `Benchmarks are for a year; a shorter outcome window gives higher values. ${SMALL_TIER}`,
    format: 'percent',
  },
  logo_retention_by_tier: {
    label: 'Logo retention by tier',
    meaning: 'The share of a tier’s accounts that stayed, each counted once whatever it pays.',
    formula: 'retained accounts / accounts of the tier',
    good: null,
    misleading: `${SMALL_TIER} Look at the interval beside it.`,
    format: 'percent',
  },
  expansion_rate_by_tier: {
    label: 'Expansion by tier',
    meaning: 'The MRR that growing accounts added, as a share of the tier’s MRR at the start.',
    formula: 'sum of max(end − start, 0) / sum of start MRR, accounts with start MRR > 0',
    good: null,
    misleading: `A price increase or exchange rates look like expansion. ${SMALL_TIER}`,
    format: 'percent',
  },
  contraction_rate_by_tier: {
    label: 'Contraction by tier',
    meaning:
      'The MRR that staying accounts gave up, as a share of the tier’s MRR at the start; churned accounts are not in it.',
    formula: 'sum of (start − end) where 0 < end < start / sum of start MRR',
    good: null,
    misleading: `A low value can mean that accounts leave at once instead of shrinking first: read it beside GRR. ${SMALL_TIER}`,
    format: 'percent',
  },
  quick_ratio_by_tier: {
    label: 'Quick ratio by tier',
    meaning: 'How much MRR was gained for each 1 lost; no value means that nothing was lost.',
    formula: '(new + expansion MRR) / (contraction + churned MRR)',
    good: 'Above 4 strong, below 2 weak (Mamoon Hamid’s rule of thumb for whole companies, around 2014; new customers included).',
    misleading:
      'A set of existing accounts has little or no new MRR, so the rule of 4 is out of reach; when little was lost the ratio explodes.',
    format: 'number',
  },
  revenue_weighted_retention_by_tier: {
    label: 'Revenue-weighted retention by tier',
    meaning:
      'The share of a tier’s MRR that belongs to accounts which stayed, whatever they pay now.',
    formula: 'sum of start MRR of retained accounts / sum of start MRR',
    good: null,
    misleading: `It is not NRR or GRR: it knows nothing of accounts that grew or shrank. ${SMALL_TIER}`,
    format: 'percent',
  },
  winback_rate_by_former_tier: {
    label: 'Won back by former tier',
    meaning: 'Of the accounts that had churned from a tier earlier, the share that came back.',
    formula: 'accounts won back / accounts with this former tier',
    good: null,
    misleading: `Accounts that churned lately have had little time to come back. ${SMALL_TIER}`,
    format: 'percent',
  },
  winback_rate_by_baseline_tier: {
    label: 'Won back by baseline tier',
    meaning:
      'Of the accounts the baseline spec puts in a tier, the share that was won back; the data does not say the tier they churned from.',
    formula: 'accounts won back / accounts, by the tier the baseline spec gives',
    good: null,
    misleading: `The tier is today’s, not the one the account had when it churned. ${SMALL_TIER}`,
    format: 'percent',
  },
  activation_rate_by_tier: {
    label: 'Activation by tier',
    meaning:
      'The share of a tier’s accounts that reached activation, among those where it is known.',
    formula: 'activated accounts / accounts whose activation is known',
    good: null,
    misleading: `Accounts too young to have activated count against it. ${SMALL_TIER}`,
    format: 'percent',
  },
  arpa_by_tier: {
    label: 'ARPA by tier',
    meaning: 'What a paying account of the tier pays a month on average.',
    formula: 'sum of start MRR / accounts with start MRR > 0',
    good: null,
    misleading: `A few large accounts lift the mean: read it beside the median. A score that follows ARPA closely sorts by size, not by health. ${SMALL_TIER}`,
    format: 'money',
  },
}
