/**
 * Standard error of an AUC on so many retained and churned accounts.
 *
 * Hanley and McNeil, Radiology 143 (1982), 29–36.
 */
export function hanleyMcNeil(auc: number, retained: number, churned: number): number {
  const q1 = auc / (2 - auc)
  const q2 = (2 * auc * auc) / (1 + auc)
  const variance =
    auc * (1 - auc) + (retained - 1) * (q1 - auc * auc) + (churned - 1) * (q2 - auc * auc)
  return Math.sqrt(Math.max(0, variance) / (retained * churned))
}
