import { describe, expect, test } from 'vitest'
import { evaluate } from '../../src/evaluation/evaluator.ts'
import { buildScoreTable } from '../../src/evaluation/scoreTable.ts'
import type { Tier } from '../../src/evaluation/tiers.ts'
import type { Guardrails } from '../../src/loop/guardrails.ts'
import { buildReview } from '../../src/review/buildReview.ts'
import { tierSizes } from '../../src/review/fitTiers.ts'
import { frozenCandidate } from '../../src/review/frozenCandidate.ts'
import { movedAccounts } from '../../src/review/movedAccounts.ts'
import { DEFAULT_THRESHOLDS } from '../../src/review/review.ts'
import { type ReviewedSpec, scoreBoth } from '../../src/review/rowScores.ts'
import { movedShare } from '../../src/review/tierMigration.ts'
import { cells, noise, tableOf } from '../accounts/tables.ts'
import { reviewed, rowsFrom, specOf, TIERS } from './reviewed.ts'

const ROWS = 2000
const table = tableOf({
  good: cells(ROWS, (row) => noise(row, 2, 1001) / 100),
  other: cells(ROWS, (row) => noise(row, 3, 1001) / 100),
  churned: cells(ROWS, (row) => (noise(row, 2, 1001) + noise(row, 5, 1500) < 900 ? 1 : 0)),
  mrr: cells(ROWS, (row) => 10 + noise(row, 4, 100)),
})
const rows = rowsFrom(table, 1400)
// The same order of accounts nearly, on a lower part of the scale.
const incumbent = reviewed(table, specOf({ good: 8, other: 2 }), rows)
const candidate = reviewed(table, specOf({ good: 4, other: 0 }), rows)
const asked = { keepTierSizes: true, guardrails: undefined }

function sizesOf(one: ReviewedSpec, which: 'search' | 'holdout', tiers: Tier[] = one.spec.tiers) {
  const scores = scoreBoth(one, one, which)!
  return tierSizes(buildScoreTable(scores.candidate, scores.outcomes), tiers)
}

describe('tier sizes are kept', () => {
  test('on the accounts searched, and nearly so on those held out', () => {
    const frozen = frozenCandidate(incumbent, candidate, asked)
    expect(frozen.tierFit.kept).toBe(true)
    expect(sizesOf(candidate, 'search')[0]).toBe(0)
    const [wanted, got] = [sizesOf(incumbent, 'search'), sizesOf(frozen.candidate, 'search')]
    for (const [index, size] of got.entries()) {
      expect(Math.abs(size - wanted[index]!)).toBeLessThanOrEqual(5) // 1,001 scores, 1,400 accounts
    }
    const held = [sizesOf(incumbent, 'holdout'), sizesOf(frozen.candidate, 'holdout')]
    for (const [index, size] of held[1]!.entries()) {
      expect(Math.abs(size - held[0]![index]!) / 600).toBeLessThan(0.04)
    }
  })

  test('without a look at the rows held out; weights stay', () => {
    const frozen = frozenCandidate(incumbent, candidate, asked).candidate
    const blind = (one: ReviewedSpec) => ({ ...one, holdout: null })
    expect(frozenCandidate(blind(incumbent), blind(candidate), asked).candidate.spec).toEqual(
      frozen.spec,
    )
    expect({ ...frozen.spec, tiers: TIERS }).toEqual(candidate.spec)
  })

  test('those of the incumbent by its own cut-offs, where these differ from the run’s', () => {
    const tiers = [
      { label: 'A', min: 80, max: 101 },
      { label: 'B', min: 50, max: 80 },
      { label: 'C', min: 0, max: 50 },
    ]
    const strict = { ...incumbent, spec: { ...incumbent.spec, tiers } }
    const wanted = sizesOf(strict, 'search')
    const got = sizesOf(frozenCandidate(strict, candidate, asked).candidate, 'search')
    expect(Math.abs(got[0]! - wanted[0]!)).toBeLessThanOrEqual(5)
    expect(wanted[0]).toBeLessThan(sizesOf(incumbent, 'search')[0]! - 100)
  })

  test('where nothing was found, by changing nothing', () => {
    expect(frozenCandidate(incumbent, incumbent, asked).candidate.spec.tiers).toBe(TIERS)
  })
})

describe('cut-offs stay as in the run', () => {
  const stays = (one: ReviewedSpec, options = asked, against = incumbent) => {
    const { candidate: frozen, tierFit } = frozenCandidate(against, one, options)
    expect(frozen).toBe(one)
    expect(tierFit.kept).toBe(false)
    return tierFit.sentence
  }
  const withTiers = (tiers: Tier[]) => ({ ...candidate, spec: { ...candidate.spec, tiers } })

  test('where keeping sizes was not asked for', () => {
    expect(stays(candidate, { ...asked, keepTierSizes: false })).toMatch(/not asked for/)
  })

  test('where labels differ, or the tiers are no partition of the scale', () => {
    expect(stays(withTiers([{ label: 'Z', min: 0, max: 101 }]))).toMatch(/name their tiers/)
    const gap = TIERS.map((tier) => (tier.label === 'B' ? { ...tier, max: 55 } : tier))
    expect(stays(withTiers(gap))).toMatch(/gap or overlap/)
    const overlap = TIERS.map((tier) => (tier.label === 'C' ? { ...tier, max: 40 } : tier))
    expect(stays(withTiers(overlap))).toMatch(/gap or overlap/)
  })

  test('where a guardrail of tiers would then be broken on the accounts searched', () => {
    // Places 0 to 99 under the incumbent and, in another order, the candidate, which money follows.
    const place = (row: number) => (row * 37) % 100
    const ramps = tableOf({
      steady: cells(1000, (row) => row % 100),
      money: cells(1000, place),
      coarse: cells(1000, (row) => (place(row) < 10 ? 0 : place(row) < 55 ? 50 : 90)),
      churned: cells(1000, (row) => row % 2),
      mrr: cells(1000, (row) => (place(row) >= 70 ? 100 : 1)),
    })
    const all = rowsFrom(ramps, 1000)
    const of = (feature: string) => reviewed(ramps, specOf({ [feature]: 1 }), all)
    const [before, rich, coarse] = [of('steady'), of('money'), of('coarse')]
    expect(sizesOf(before, 'search')).toEqual([400, 300, 300])
    const kept = (one: ReviewedSpec, guardrails: Guardrails) =>
      frozenCandidate(before, one, { ...asked, guardrails }).tierFit
    expect(kept(rich, { maxHhi: 9990 }).kept).toBe(true) // the best tier has 97 % of the money
    expect(kept(rich, { maxHhi: 9000 })).toEqual({
      kept: false,
      sentence:
        'Cut-offs as in the run: with tier sizes kept, a guardrail of the run would be broken on the accounts searched.',
    })
    // Ties of 100, 450 and 450 accounts: the tiers can hold 450, 450 and 100.
    expect(kept(coarse, { minTierShare: 0.1 }).kept).toBe(true)
    // A limit that the incumbent breaks: the cut-offs of the run keep it, those of its sizes do not.
    const narrow = {
      ...before,
      spec: {
        ...before.spec,
        tiers: [TIERS[0]!, { ...TIERS[1]!, min: 2 }, { ...TIERS[2]!, max: 2 }],
      },
    }
    const against = (one: ReviewedSpec) =>
      frozenCandidate(narrow, one, { ...asked, guardrails: { minTierShare: 0.2 } }).tierFit.kept
    expect(sizesOf(narrow, 'search')).toEqual([400, 580, 20])
    expect(against(before)).toBe(false)
    expect(against({ ...before, spec: { ...before.spec, tiers: narrow.spec.tiers } })).toBe(true)
    expect(kept(coarse, { minTierShare: 0.11 }).kept).toBe(false)
    expect(kept(coarse, { maxNonZero: 0, maxSegmentDrop: 0 }).kept).toBe(true)
  })
})

test('the review, the list of accounts and the spec tell the same tiers', () => {
  const frozen = frozenCandidate(incumbent, candidate, asked)
  const review = buildReview({
    runId: 'run-1',
    createdAt: '2026-03-02T09:30:00.000Z',
    metric: 'auc_roc_retain',
    incumbent,
    ...frozen,
    incumbentIsDefault: false,
    split: { kind: 'id-hash', seed: 1, share: 0.3, searchRows: 1400, holdoutRows: 600 },
    table,
    rows,
    thresholds: DEFAULT_THRESHOLDS,
    guardrails: [],
    noise: null,
    ceiling: null,
    filesCheckedAt: null,
    looks: 1,
    warnings: [],
  })
  const { tiers } = frozen.candidate.spec
  expect(review.tiers).toEqual({ incumbent: TIERS, candidate: tiers })
  expect(review.tierFit).toEqual(frozen.tierFit)
  const scores = scoreBoth(incumbent, candidate, 'holdout')!
  expect(review.candidate.holdout).toEqual(
    evaluate(buildScoreTable(scores.candidate, scores.outcomes), tiers),
  )
  expect(review.calibration!.candidate.tiers.map(({ accounts }) => accounts).reverse()).toEqual(
    sizesOf(frozen.candidate, 'holdout'),
  )
  const all = [...movedAccounts({ incumbent, candidate: frozen.candidate, rows, id: null }).all()]
  const held = all.filter((account) => account.rows === 'holdout')
  const moved = held.filter(({ tierSteps }) => tierSteps !== 0).length
  expect(moved / 600).toBe(movedShare(review.migration))
  const asIs = held.filter(({ incumbent: { score }, candidate: { score: now } }) => {
    const tierOf = (points: number) => TIERS.findIndex(({ min }) => points >= min)
    return tierOf(score) !== tierOf(now)
  }).length
  expect(moved).toBeLessThan(asIs / 2)
  expect(review.gates[1]).toMatchObject({ name: 'tier_movement', passed: true })
})
