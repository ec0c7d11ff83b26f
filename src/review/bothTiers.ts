import type { Spec } from '../accounts/spec.ts'
import type { Tier } from '../evaluation/tiers.ts'

/** Tiers in the order in which `like` has their labels; null where the labels are not the same. */
export function tiersLike(tiers: Tier[], like: Tier[]): Tier[] | null {
  const found = like.flatMap(({ label }) => tiers.find((tier) => tier.label === label) ?? [])
  return found.length === like.length && found.length === tiers.length ? found : null
}

/**
 * The tiers each spec puts accounts in, in the order of the candidate's: its own where both have the same
 * labels, else the candidate's for both, since a move between differently named tiers means nothing.
 */
export function bothTiers(
  incumbent: Pick<Spec, 'tiers'>,
  { tiers }: Pick<Spec, 'tiers'>,
): { incumbent: Tier[]; candidate: Tier[] } {
  return { incumbent: tiersLike(incumbent.tiers, tiers) ?? tiers, candidate: tiers }
}
