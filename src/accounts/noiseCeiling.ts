/**
 * AUC that features without any signal reach on the rows they were fitted to:
 * 0.5 + sqrt(p / (12 π (1 − π) n)) for n rows, p features and base rate π. 1 at most.
 */
export function noiseCeiling(rows: number, features: number, baseRate: number): number {
  const classes = 12 * baseRate * (1 - baseRate) * rows
  if (!(classes > 0)) return 1
  return Math.min(1, 0.5 + Math.sqrt(features / classes))
}
