import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../src/accounts/dataset.ts'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import { evaluate } from '../../src/evaluation/evaluator.ts'
import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { buildScoreTable } from '../../src/evaluation/scoreTable.ts'
import { randomBelow } from '../../src/lib/rng.ts'
import { certificateSentence } from '../../src/loop/certificate.ts'
import type { ExperimentBatch } from '../../src/loop/experiment.ts'
import { type Guardrails, reasonsBySlot } from '../../src/loop/guardrails.ts'
import { joinBatches } from '../../src/loop/joinBatches.ts'
import { candidateWeights } from '../../src/loop/sweep.ts'
import { winsOf } from '../../src/loop/win.ts'
import { searchDeep } from '../../src/search/deep/searchDeep.ts'
import { createSearchEngine } from '../../src/search/engine.ts'
import { createGuard, type GuardTerms } from '../../src/search/guard.ts'
import { createMove } from '../../src/search/move.ts'
import { createObjective } from '../../src/search/objective.ts'
import { createPool } from '../../src/search/pool.ts'
import { searchAll } from '../../src/search/searchAll.ts'
import { findStrategy } from '../../src/search/strategy.ts'
import { brokenGuardrails, segmented, TIERS, termsOf } from './plainGuard.ts'
import type { FeatureKind } from './randomDataset.ts'
import { referenceValue } from './reference.ts'
import { boundsOf, jumpyClock, taskRun, toldFrom } from './taskRun.ts'

function broken(
  dataset: Dataset,
  metric: PrimaryMetric,
  { limits, tiers, groups, start }: GuardTerms,
  weights: Int32Array,
): string[] {
  return brokenGuardrails(dataset, metric, limits, tiers, groups, start, weights)
}

const LIMITS: Guardrails[] = [
  { maxHhi: 3900 },
  { minTierShare: 0.18 },
  { maxSegmentDrop: 0 },
  { maxNonZero: 3 },
  { maxHhi: 4300, minTierShare: 0.15, maxSegmentDrop: 0.01, maxNonZero: 3 },
]

describe('guard', () => {
  it('refuses what a plain reading of the guardrails refuses, for its first reason', () => {
    const seen = new Set<string>()
    for (const [seed, limits] of LIMITS.entries()) {
      const dataset = segmented(seed + 1)
      const start = Int32Array.of(5, 2, 5, 0, 0)
      const terms = termsOf(dataset, limits, start)
      const guard = createGuard(dataset, 'auc_roc_retain', terms)
      expect(guard(start)).toBeNull()
      for (let draw = 0; draw < 120; draw++) {
        const weights = start.map((weight, at) =>
          randomBelow(seed, draw, at, 3) === 0 ? randomBelow(seed, draw, 50 + at, 31) - 5 : weight,
        )
        const expected = broken(dataset, 'auc_roc_retain', terms, weights)
        const reason = guard(weights)
        expect(reason).toBe(expected[0] ?? null)
        if (reason !== null) seen.add(reason)
      }
    }
    expect([...seen].sort()).toEqual([
      'hhi',
      'non_zero',
      'segment:plan=basic',
      'segment:plan=pro',
      'tier_share',
    ])
  })

  it('measures HHI and tiers as the evaluator does', () => {
    const dataset = segmented(9)
    const weights = Int32Array.of(10, 4, 4, 12, 2)
    const table = buildScoreTable(scoreRows(dataset, weights), dataset.outcomes)
    const metrics = evaluate(table, TIERS) as unknown as Record<string, number>
    const smallest = Math.min(...TIERS.map(({ label }) => metrics[`pct_${label}_tier`]))
    const start = Int32Array.of(2, 2, 2, 2, 2)
    const fits = (limits: Guardrails) =>
      createGuard(dataset, 'auc_roc_retain', termsOf(dataset, limits, start))(weights) === null
    const atStart = evaluate(
      buildScoreTable(scoreRows(dataset, start), dataset.outcomes),
      TIERS,
    ) as unknown as Record<string, number>
    const hhi = metrics.revenue_concentration_hhi
    expect(hhi).toBeGreaterThan(atStart.revenue_concentration_hhi)
    expect([fits({ maxHhi: hhi + 1e-6 }), fits({ maxHhi: hhi - 1e-6 })]).toEqual([true, false])
    expect(smallest).toBeLessThan(
      Math.min(...TIERS.map(({ label }) => atStart[`pct_${label}_tier`])),
    )
    expect([fits({ minTierShare: smallest }), fits({ minTierShare: smallest + 1e-6 })]).toEqual([
      true,
      false,
    ])
  })

  it('lets a broken limit be improved and never get worse, but for the number of columns', () => {
    const dataset = segmented(3)
    const start = Int32Array.of(20, 20, 20, 20, 20)
    const held = createGuard(dataset, 'auc_roc_retain', termsOf(dataset, { maxHhi: 1 }, start))
    expect(held(start)).toBeNull()
    const guard = createGuard(dataset, 'auc_roc_retain', termsOf(dataset, { maxNonZero: 2 }, start))
    expect(guard(start)).toBe('non_zero')
    expect(guard(Int32Array.of(20, 0, 20, 20, 0))).toBeNull() // the third and fourth read one column
    expect(guard(Int32Array.of(20, 20, 20, 0, 0))).toBe('non_zero')
  })

  it('says what it lacks', () => {
    const dataset = { ...segmented(1), segments: [] }
    const start = new Int32Array(5)
    expect(() =>
      createGuard(dataset, 'auc_roc_retain', termsOf(dataset, { maxSegmentDrop: 0 }, start)),
    ).toThrow('guardrail maxSegmentDrop without a segment column')
    const unpaid = { ...dataset, outcomes: { ...dataset.outcomes, mrr: null } }
    expect(() =>
      createGuard(unpaid, 'auc_roc_retain', termsOf(unpaid, { maxHhi: 5000 }, start)),
    ).toThrow('guardrail maxHhi without MRR')
  })
})

const BUDGET = 700

/** Floating-point sums of money in another order differ by less. */
const NOISE = 1e-13

/** The loop of `random` with a guard, slow and plain. */
function plainGuardedClimb(dataset: Dataset, metric: PrimaryMetric, terms: GuardTerms) {
  const { propose } = findStrategy('random')
  const bounds = boundsOf(dataset.features.length, -5, 25)
  const move = createMove()
  let incumbent = terms.start.slice()
  let value = referenceValue(dataset, incumbent, metric)
  const kept: number[] = []
  const reasons: [number, string][] = []
  for (let index = 1; index <= BUDGET; index++) {
    propose(5, index, incumbent, bounds, move)
    const weights = incumbent.slice()
    for (let change = 0; change < move.count; change++) {
      weights[move.features[change]] = move.newWeights[change]
    }
    const found = referenceValue(dataset, weights, metric)
    if (!(found > value * (1 + NOISE))) continue
    const reason = broken(dataset, metric, terms, weights)[0]
    if (reason !== undefined) {
      reasons.push([index, reason])
      continue
    }
    kept.push(index)
    incumbent = weights
    value = found
  }
  return { kept, reasons, weights: [...incumbent] }
}

async function randomRun(
  dataset: Dataset,
  metric: PrimaryMetric,
  guard: GuardTerms,
  workers: number,
  { plain = false, from = 1, weights = guard.start } = {},
): Promise<{ batch: ExperimentBatch; weights: number[] }> {
  const bounds = boundsOf(dataset.features.length, -5, 25)
  const steppers = Array.from({ length: workers }, (_, worker) => {
    const engine = createSearchEngine({
      ...{ dataset, metric, strategy: 'random', seed: 5, bounds, guard, plain },
      now: jumpyClock(workers * 10 + worker),
    })
    return { step: async (request: Parameters<typeof engine.step>[0]) => engine.step(request) }
  })
  const pool = createPool(steppers, { now: jumpyClock(workers) })
  const batches: ExperimentBatch[] = []
  let incumbent = weights
  for (let next = from; next <= BUDGET; ) {
    const to = BUDGET + 1
    const budgetMs = 1 + randomBelow(workers, next, 7, 40)
    const batch = await pool.run({
      weights: incumbent,
      incumbentValue: 0,
      from: next,
      to,
      budgetMs,
    })
    incumbent = winsOf(batch, incumbent, 0, []).at(-1)?.weights ?? incumbent
    batches.push(batch)
    next += batch.count
  }
  return { batch: joinBatches(batches), weights: [...incumbent] }
}

function toldOf({ firstIndex, count, kept, refused }: ExperimentBatch) {
  const reasons = [...reasonsBySlot(refused)].sort(([a], [b]) => a - b)
  return {
    kept: Array.from({ length: count }, (_, slot) => slot)
      .filter((slot) => kept[slot] === 1)
      .map((slot) => firstIndex + slot),
    reasons: reasons.map(([slot, reason]): [number, string] => [firstIndex + slot, reason]),
  }
}

describe('random within guardrails', () => {
  it.each(LIMITS.map((limits, seed) => [JSON.stringify(limits), limits, seed] as const))(
    'is the plain loop with a guard: %s',
    async (_, limits, seed) => {
      const dataset = segmented(20 + seed)
      const start = Int32Array.of(5, 2, 5, 0, 0)
      const terms = termsOf(dataset, limits, start)
      const expected = plainGuardedClimb(dataset, 'auc_roc_retain', terms)
      expect(expected.kept.length).toBeGreaterThan(0)
      expect(expected.reasons.length).toBeGreaterThan(0)
      for (const workers of [1, 2, 3]) {
        for (const plain of [false, true]) {
          const run = await randomRun(dataset, 'auc_roc_retain', terms, workers, { plain })
          const { kept, reasons, weights } = expected
          expect({ ...toldOf(run.batch), weights: run.weights }).toEqual({ kept, reasons, weights })
        }
      }
      const half = expected.kept[Math.floor(expected.kept.length / 2)]
      const bounds = boundsOf(5, -5, 25)
      const whole = { dataset, metric: 'auc_roc_retain', strategy: 'random', seed: 5 } as const
      const search = (budget: number) =>
        searchAll({ ...whole, budget, bounds, groups: terms.groups, start, guard: terms })
      expect([...search(BUDGET).weights]).toEqual(expected.weights)
      const resumed = await randomRun(dataset, 'auc_roc_retain', terms, 2, {
        from: half + 1,
        weights: search(half).weights,
      })
      expect(toldOf(resumed.batch)).toEqual({
        kept: expected.kept.filter((index) => index > half),
        reasons: expected.reasons.filter(([index]) => index > half),
      })
    },
    60_000,
  )

  it('holds for metrics of money too', async () => {
    const dataset = segmented(41)
    const start = Int32Array.of(5, 2, 5, 0, 0)
    for (const metric of ['revenue_capture_at_20', 'nrr_spread'] as const) {
      const terms = termsOf(dataset, { maxHhi: 3900 }, start)
      const { kept, reasons } = plainGuardedClimb(dataset, metric, terms)
      expect(reasons.length).toBeGreaterThan(0)
      const run = await randomRun(dataset, metric, terms, 2)
      expect(toldOf(run.batch)).toEqual({ kept, reasons })
    }
  })
})

describe.each(['deep', 'sparse'] as const)('%s within guardrails', (strategy) => {
  it('keeps only specs that pass, and tells of better ones that do not', async () => {
    let refused = 0
    for (const [seed, limits] of LIMITS.entries()) {
      const dataset = segmented(60 + seed)
      const start = Int32Array.of(5, 2, 5, 0, 0)
      const guard = termsOf(dataset, limits, start)
      const bounds = boundsOf(5, -5, 25)
      const options = { bounds, groups: guard.groups, start, guard }
      const run = await taskRun(strategy, dataset, 'auc_roc_retain', options)
      const wins = winsOf(run, start, 0, [])
      expect(wins.length).toBeGreaterThan(0)
      for (const { weights } of wins) {
        expect(broken(dataset, 'auc_roc_retain', guard, weights)).toEqual([])
      }
      for (const { weights } of [...(run.curve ?? []), ...(run.changeCurve ?? [])]) {
        expect(broken(dataset, 'auc_roc_retain', guard, Int32Array.from(weights))).toEqual([])
      }
      const reasons = reasonsBySlot(run.refused)
      refused += reasons.size
      let best = referenceValue(dataset, start, 'auc_roc_retain')
      let told = 0
      for (let slot = 0; slot < run.count; slot++) {
        const reason = reasons.get(slot)
        if (run.kept[slot] === 1) best = run.values[slot]
        if (reason === undefined) continue
        expect(run.values[slot]).toBeGreaterThan(best)
        if (reason === 'noise') continue
        if (told++ % 10 > 0) continue
        const weights = candidateWeights(run, slot, [])
        expect(broken(dataset, 'auc_roc_retain', guard, weights)[0]).toBe(reason)
      }
      const one = toldFrom(run)
      for (const others of [
        { workers: 2, clock: 5 },
        { workers: 3, clock: 9, dying: 7 },
      ]) {
        const other = await taskRun(strategy, dataset, 'auc_roc_retain', { ...options, ...others })
        expect(toldFrom(other)).toEqual(one)
        expect(other.refused).toEqual(run.refused)
      }
      const { weights } = searchAll({
        ...{ dataset, metric: 'auc_roc_retain', strategy, seed: 42, budget: Infinity },
        ...{ bounds, groups: guard.groups, start, guard },
      })
      expect([...weights]).toEqual([...wins[wins.length - 1].weights])
    }
    expect(refused).toBeGreaterThan(20)
  }, 120_000)
})

describe('the certificate within guardrails', () => {
  const metric = 'ks' // without a gate, so that "improves" means by anything

  it('is what going through all changes of one weight and of two finds', () => {
    const features: FeatureKind[] = ['flag', 'count', 'flag', 'rareFlag', 'commonFlag']
    let better = 0
    for (const [seed, limits] of LIMITS.entries()) {
      const dataset = segmented(80 + seed, 400, features)
      const start = Int32Array.of(5, 2, 5, 0, 0)
      const terms = termsOf(dataset, limits, start)
      const bounds = boundsOf(5, -5, 25)
      const result = searchDeep(dataset, metric, bounds, start, 1, Infinity, terms)
      expect(result.certificate).toMatchObject({ single: true, guarded: true, global: false })
      expect(certificateSentence(result.certificate!)).toContain('within the guardrails')
      const window = result.certificate?.pairs === true ? 31 : 3
      expect(broken(dataset, metric, terms, result.weights)).toEqual([])
      const objective = createObjective(dataset, metric)
      const best = objective.reset(result.weights)
      const check = (weights: Int32Array) => {
        if (!(objective.reset(weights) > best)) return
        better++
        expect(broken(dataset, metric, terms, weights)).not.toEqual([])
      }
      for (let a = 0; a < 5; a++) {
        for (let value = -5; value <= 25; value++) {
          const one = result.weights.slice()
          one[a] = value
          check(one)
          for (let b = 0; b < a; b++) {
            for (let other = -5; other <= 25; other++) {
              const steps = [value - result.weights[a], other - result.weights[b]]
              if (steps.some((step) => Math.abs(step) > window)) continue
              const two = one.slice()
              two[b] = other
              check(two)
            }
          }
        }
      }
    }
    expect(better).toBeGreaterThan(0)
  }, 120_000)

  it('is of all specs where all are gone through', () => {
    for (const [seed, limits] of LIMITS.entries()) {
      const dataset = segmented(90 + seed, 300, ['flag', 'count', 'flag'])
      const start = Int32Array.of(6, 1, 3)
      const groups = Uint16Array.of(0, 1, 2)
      const terms = { ...termsOf(dataset, { ...limits, maxNonZero: 2 }, start), groups }
      const bounds = boundsOf(3, -2, 6)
      const result = searchDeep(dataset, metric, bounds, start, 1, Infinity, terms)
      expect(result.certificate).toMatchObject({ global: true, guarded: true })
      const objective = createObjective(dataset, metric)
      let most = objective.reset(start)
      for (let spec = 0; spec < 9 ** 3; spec++) {
        const weights = Int32Array.of(spec % 9, Math.floor(spec / 9) % 9, Math.floor(spec / 81))
        for (let at = 0; at < 3; at++) weights[at] -= 2
        const value = objective.reset(weights)
        if (value > most && broken(dataset, metric, terms, weights).length === 0) most = value
      }
      expect(objective.reset(result.weights)).toBe(most)
    }
  })
})
