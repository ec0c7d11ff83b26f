import type { MetricInfo } from './metricInfo.ts'

const FEW_OR_TIED =
  'Needs more than 100 accounts and both outcomes; with few churned accounts it moves by chance, and many equal scores pull it towards the middle.'

/** Metrics of the whole table. */
export const rankingInfo: Record<string, MetricInfo> = {
  auc_roc_retain: {
    label: 'AUC (retention)',
    meaning:
      'How often a retained account scores above a churned one; 0.5 is a coin flip, 1 is always.',
    formula:
      'share of pairs (retained, churned) with score retained > score churned, equal scores count half',
    good: null,
    misleading: FEW_OR_TIED,
    format: 'ratio',
  },
  auc_roc_churn: {
    label: 'AUC (churn)',
    meaning:
      'How often a churned account scores below one that stayed; 0.5 is a coin flip, 1 is always.',
    formula:
      'share of pairs (churned, not churned) with score churned < score not churned, equal scores count half',
    good: null,
    misleading: FEW_OR_TIED,
    format: 'ratio',
  },
  ks: {
    label: 'KS gap',
    meaning:
      'At the best single cut-off, how much larger the share of churned accounts below it is than that of retained ones.',
    formula: 'largest |F churned(score) − F retained(score)| over all scores',
    good: null,
    misleading: `It looks at one cut-off only, and a score that sorts backwards gets a high value too. ${FEW_OR_TIED}`,
    format: 'ratio',
  },
  gini: {
    label: 'Gini',
    meaning:
      'The AUC on a scale where 0 is a coin flip and 1 is perfect order, as credit scoring reports it.',
    formula: '2 · AUC − 1',
    good: null,
    misleading: FEW_OR_TIED,
    format: 'ratio',
  },
  revenue_capture_at_20: {
    label: 'Revenue captured by the top 20 %',
    meaning:
      'The share of all MRR that the best-scored fifth of paying accounts holds; a random score gets 20 %.',
    formula:
      'MRR of the ceil(0.2 · n) highest scores / MRR, over accounts with MRR > 0; a tie at the cut gives its average',
    good: null,
    misleading:
      'It rewards a score that finds large accounts, not healthy ones, and a few very large accounts decide it; where MRR depends on no feature a search only fits noise.',
    format: 'percent',
  },
  tier_separation: {
    label: 'Lifetime value, top quarter over bottom quarter',
    meaning:
      'How many times the lifetime value of the best-scored quarter of accounts is that of the worst-scored quarter.',
    formula:
      'mean LTV of scores ≥ upper quartile / mean LTV of scores ≤ lower quartile, over accounts with LTV > 0',
    good: 'Above 2 is wanted (gtm-autoresearch documentation, first version, 2026).',
    misleading:
      'Lifetime values have heavy tails, so a few accounts can decide it; many equal scores widen both quarters, and with one score for all it is 1.',
    format: 'number',
  },
  nrr_spread: {
    label: 'NRR spread',
    meaning:
      'How much better the best-scored half of MRR kept and grew its revenue than the other half.',
    formula:
      'NRR of the best-scored half of start MRR − NRR of the rest; a tie at the cut is shared in proportion',
    good: null,
    misleading:
      'One large account that grows or leaves moves it; it says nothing about small accounts.',
    format: 'percent',
  },
  revenue_concentration_hhi: {
    label: 'Revenue concentration over tiers (HHI)',
    meaning:
      'Whether MRR is spread over the tiers or sits in one; 10,000 is all in one tier, 10,000 / number of tiers is even.',
    formula:
      'sum over tiers of (100 · share of MRR)²; judged on (HHI / 10,000 − 1/K) / (1 − 1/K) for K tiers',
    good: 'Normalised below 0.0625 even, above 0.25 concentrated: the limits 2,500 and 4,000 of the gtm-autoresearch documentation (2026), meant for five tiers, restated for any number.',
    misleading:
      'The lowest possible value depends on the number of tiers: with four it is 2,500. It concerns tiers, not dependence on single accounts.',
    format: 'number',
  },
  score_mean: {
    label: 'Mean score',
    meaning: 'The average score of all accounts, in points.',
    formula: 'sum of scores / accounts',
    good: null,
    misleading:
      'Scores are clipped to the scale; many accounts at 0 or at the maximum hide how far apart they are.',
    format: 'number',
  },
  score_std: {
    label: 'Spread of scores',
    meaning: 'How far scores typically lie from their mean, in points.',
    formula:
      'square root of the mean squared distance from the mean (population standard deviation)',
    good: null,
    misleading:
      'A wide spread is not a better score: multiplying all weights widens it without changing the order.',
    format: 'number',
  },
  n_scored: {
    label: 'Accounts scored',
    meaning: 'How many accounts the figures rest on.',
    formula: 'number of accounts, or the sum of their counts where a row stands for several',
    good: null,
    misleading: 'Figures by tier rest on fewer, and money figures on paying accounts only.',
    format: 'number',
  },
  'pct_<tier>_tier': {
    label: 'Accounts in the tier (share of all)',
    meaning: 'How many of 100 accounts fall into this tier.',
    formula: 'accounts of the tier / accounts',
    good: null,
    misleading: 'Accounts whose score lies in no tier count in the lowest one.',
    format: 'percent',
  },
}
