import type { Problem } from '../lib/problem.ts'
import type { ScoreTable } from './scoreTable.ts'

/** A band of scores: `min <= score < max`. */
export interface Tier {
  label: string
  min: number // points, inclusive
  max: number // points, exclusive
}

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * Position of the tier that holds a score in points; -1 outside all. Of two that do, the first listed.
 */
export function tierIndexOf(score: number, tiers: Tier[]): number {
  for (let index = 0; index < tiers.length; index++) {
    if (score >= tiers[index].min && score < tiers[index].max) return index
  }
  return -1
}

/** Position of the tier with the smallest `min`, where accounts in no tier count; -1 without tiers. */
export function lowestTierIndex(tiers: Tier[]): number {
  let lowest = tiers.length - 1
  for (let index = tiers.length - 2; index >= 0; index--) {
    if (tiers[index].min < tiers[lowest].min) lowest = index
  }
  return lowest
}

/** Position of the tier an account with this score counts in: the lowest when it is in none. */
export function tierOrLowest(score: number, tiers: Tier[]): number {
  const index = tierIndexOf(score, tiers)
  return index === -1 ? lowestTierIndex(tiers) : index
}

/** How many accounts have a score in no tier; they count in the lowest. */
export function outsideTiers(table: ScoreTable, tiers: Tier[]): number {
  let outside = 0
  for (let slot = 0; slot < table.scores.length; slot++) {
    if (tierIndexOf(table.scores[slot], tiers) === -1) outside += table.accounts[slot]
  }
  return outside
}

/** What is wrong with tiers over [0, maxScore]: errors where labels or bounds make no sense, else warnings. */
export function checkTiers(tiers: Tier[], maxScore: number): Problem[] {
  if (tiers.length === 0) {
    return [
      {
        severity: 'error',
        code: 'tiers-none',
        what: 'The spec has no tiers.',
        where: 'spec, tiers',
        fix: `Give at least one tier, for example from 0 to ${maxScore + 1}.`,
      },
    ]
  }
  const valid = tiers.filter((tier) => tier.min < tier.max)
  return [
    ...duplicateLabels(tiers),
    ...tiers.filter((tier) => !valid.includes(tier)).map(emptyBand),
    ...overlaps(valid),
    ...gaps(valid, maxScore),
  ]
}

function duplicateLabels(tiers: Tier[]): Problem[] {
  const labels = tiers.map((tier) => tier.label)
  const repeated = new Set(labels.filter((label, index) => labels.indexOf(label) !== index))
  return [...repeated].map((label) => ({
    severity: 'error',
    code: 'tiers-duplicate-label',
    what: `${labels.filter((other) => other === label).length} tiers are called ${label}.`,
    where: `spec, tiers.${label}`,
    fix: 'Give each tier its own label.',
  }))
}

function emptyBand(tier: Tier): Problem {
  return {
    severity: 'error',
    code: 'tiers-empty-band',
    what: `Tier ${tier.label} holds no score: its min ${tier.min} is not below its max ${tier.max}.`,
    where: `spec, tiers.${tier.label}`,
    fix: 'Set min below max; min belongs to the tier, max does not.',
  }
}

function overlaps(tiers: Tier[]): Problem[] {
  return tiers.flatMap((first, index) =>
    tiers.slice(index + 1).flatMap((second): Problem[] => {
      const from = Math.max(first.min, second.min)
      const to = Math.min(first.max, second.max)
      if (from >= to) return []
      return [
        {
          severity: 'warning',
          code: 'tiers-overlap',
          what: `Tiers ${first.label} and ${second.label} both hold scores from ${from} to below ${to}; such accounts count in ${first.label}, the first listed.`,
          where: `spec, tiers.${first.label} and tiers.${second.label}`,
          fix: `End one tier where the other begins.`,
        },
      ]
    }),
  )
}

function gaps(tiers: Tier[], maxScore: number): Problem[] {
  if (tiers.length === 0) return []
  const lowest = tiers[lowestTierIndex(tiers)].label
  const gap = (band: string, fix: string): Problem => ({
    severity: 'warning',
    code: 'tiers-gap',
    what: `No tier holds ${band}; such accounts count in ${lowest}, the lowest tier.`,
    where: 'spec, tiers',
    fix,
  })
  const problems: Problem[] = []
  let covered = 0 // every score in [0, covered) is in a tier
  for (const tier of [...tiers].sort((a, b) => a.min - b.min)) {
    if (tier.min > maxScore) break
    if (tier.min > covered) {
      problems.push(
        gap(
          `scores from ${covered} to below ${tier.min}`,
          `Extend a tier over ${covered} to ${tier.min}.`,
        ),
      )
    }
    covered = Math.max(covered, tier.max)
  }
  if (covered <= maxScore) {
    problems.push(
      gap(
        covered === maxScore
          ? `the top score ${maxScore}`
          : `scores from ${covered} to ${maxScore}`,
        `Set the max of the best tier above ${maxScore}, for example ${maxScore + 1}: max itself is not in a tier.`,
      ),
    )
  }
  return problems
}
