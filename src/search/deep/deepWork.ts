import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { RUN_DEFAULTS } from '../../loop/runDefaults.ts'
import { type Bounds, movableFeatures } from '../bounds.ts'
import { ranksPay } from '../kernels/scoreRanks.ts'
import { hasSimdLoop } from '../kernels/simdLoop.ts'
import { DEEP } from '../strategy.ts'
import { countsPairs } from '../sweeps/channels.ts'
import { levelsOf, stepsOf } from '../sweeps/levels.ts'
import { MOST_SPECS } from './context.ts'
import { specCount } from './deepPlan.ts'
import { fewLevels } from './fewLevels.ts'
import { GATED_BELOW } from './gate.ts'
import { MOST_JOINT, PAIR_WINDOW } from './pairs.ts'
import { MOST_PROVEN, MOST_PROVEN_GROUPS } from './performer.ts'

/**
 * Work up to which a deep search ends within about two seconds on one thread. Measured on 2 cores of an
 * AMD EPYC with Node 20: 54 searches took 0.17 to 0.9 ns of processor time a unit, half of them less than 0.57;
 * behind a gate 53 took 0.4 to 2.3 ns, half of them less than 0.7.
 */
export const DEEP_WORK_OF_TWO_SECONDS = 3_000_000_000

/** Units until code is warm, and for each spec where all of few weights are gone through, with more for each step. */
const SETUP = 100_000_000
const EVERY_SPEC = 250
const EVERY_STEP = 0.25
const EVERY_PLAIN_SPEC = 1300 // for metrics that count no pairs
const PROVEN_SPEC = 90
const PROVEN_STEP = 0.02

/** A pass for metrics that count pairs, beside one for the others. */
const PAIRS_PASS = 0.7

/** Sweeps of each weight by climbs from all starts and restarts; more than most searches make. */
const SWEEPS_A_WEIGHT = 250

/** Times that all pairs are swept, and sweeps of the curve of changes for each two weights. */
const PAIR_ROUNDS = 2
const CURVE_SWEEPS = 1.5

/** Units of a regression for each row and two weights, all its starts and passes together. */
const REGRESSION = 50

/** The same behind a gate, where few climbs are made and moves are few, but a regression is fitted for each fold. */
const GATED_SETUP = 200_000_000
const GATED_SWEEPS = 20
const GATED_REGRESSION = 200

/** Units of a pass for each bin that rows are counted into, and for each row that is ranked or paired instead. */
const SIMD_BIN = 0.4
const PLAIN_BIN = 1.5
const RANKED_ROW = 45
const PAIRED_ROWS = 0.04 // for each row and row, where pairs are compared one by one

/** Value pairs that are all tried whatever they cost, and units that more of them may take. */
const JOINT_WORK = 50_000_000

/** Levels of two features that all their values are tried together with, and steps histograms have. */
const MOST_JOINT_LEVELS = 36
const MOST_STEPS = 1 << 16

/**
 * What a deep search of these rows will cost, guessed on the cautious side from its size alone: rows,
 * weights, their values and levels, steps of the score. It reads every row once or twice.
 */
export function deepWork(dataset: Dataset, metric: PrimaryMetric, bounds: Bounds): number {
  const rows = dataset.rowCount
  const { top, bottom } = stepsOf(dataset)
  const steps = top - bottom
  const coarse = steps <= MOST_STEPS
  const pairsCount = countsPairs(metric)
  const pass = (pairsCount ? PAIRS_PASS : 1) * (3000 + 0.5 * rows + bins())
  const weights = Array.from(movableFeatures(bounds), (feature) => {
    const found = levelsOf(dataset.features[feature])
    const levels = found?.values ?? []
    return {
      feature,
      codes: found?.codes ?? null,
      levels: levels.length,
      flag: levels.length === 2 && levels[0] === 0,
      values: bounds.max[feature] - bounds.min[feature] + 1,
    }
  })

  const known = new Map(weights.map((weight) => [weight.feature, weight.levels]))
  const few = fewLevels(dataset, metric, bounds, (feature) => (known.get(feature) ?? 0) > 0)

  /** Of counting rows into bins at every pass, or of ranking them where that costs less. */
  function bins(): number {
    if (coarse && !ranksPay(rows, steps)) return 0
    const bySimd = coarse || hasSimdLoop(dataset, metric, bounds, bounds.max)
    const counted = (bySimd ? SIMD_BIN : PLAIN_BIN) * steps
    const paired = bySimd && pairsCount ? PAIRED_ROWS * rows ** 2 : counted
    return Math.min(counted, paired, RANKED_ROW * rows)
  }

  function sweep({ flag, values }: (typeof weights)[number]): number {
    const byPasses = values * pass
    return flag && coarse ? Math.min(byPasses, 20_000 + 15 * rows) : byPasses
  }

  function pair(a: (typeof weights)[number], b: (typeof weights)[number]): number {
    const all = a.values * b.values
    if (pairsCount && a.flag && b.flag) {
      const counted = all * (300 + 0.3 * Math.min(rows, steps)) + 20 * rows
      return Math.min(counted, 20_000 + 50 * rows + 60 * all)
    }
    const always = few?.[a.feature] === 1 && few[b.feature] === 1
    const cells = a.levels * b.levels
    const fewer = Math.min(a.levels, b.levels)
    const cheap = (pairsCount && fewer === 2) || (2 * fewer + 3) * steps <= 2 * pass
    const jointly = coarse && cells > 0 && cells <= MOST_JOINT_LEVELS && cheap
    const byWindow = Math.min(all, (2 * PAIR_WINDOW) ** 2) * pass
    if (!jointly) return always ? all * pass : byWindow
    const whole = all * Math.min(6000 + 2.5 * rows, 1000 + 2 * cells * steps, pass)
    return !always && all > MOST_JOINT && whole > JOINT_WORK ? byWindow : whole
  }

  const every = everySpec()
  if (every > 0 && weights.every(({ flag }) => flag)) return SETUP + every
  let singles = 0
  let pairs = 0
  for (const [i, weight] of weights.entries()) {
    singles += sweep(weight)
    for (const other of weights.slice(i + 1)) pairs += pair(weight, other)
  }
  const regression = rows * weights.length ** 2
  if (pairsCount && rows < GATED_BELOW) {
    const sweeps = GATED_SWEEPS * singles + PAIR_ROUNDS * pairs
    return GATED_SETUP + Math.max(every, sweeps + GATED_REGRESSION * regression)
  }
  const sweeps = (SWEEPS_A_WEIGHT + CURVE_SWEEPS * weights.length) * singles + PAIR_ROUNDS * pairs
  return SETUP + Math.max(every, sweeps + REGRESSION * regression)

  /** Where all specs may be gone through; 0 where they are not. */
  function everySpec(): number {
    const specs = specCount(bounds, movableFeatures(bounds))
    if (specs <= MOST_SPECS)
      return specs * (pairsCount ? Math.max(EVERY_SPEC, EVERY_STEP * steps) : EVERY_PLAIN_SPEC)
    const proven = pairsCount && specs <= MOST_PROVEN && groups() <= MOST_PROVEN_GROUPS
    return proven ? specs * (PROVEN_SPEC + PROVEN_STEP * steps) : 0
  }

  /** Of rows alike in all weights; at most one more than matter. */
  function groups(): number {
    const seen = new Set<number>()
    for (let row = 0; row < rows && seen.size <= MOST_PROVEN_GROUPS; row++) {
      let group = 0
      for (const { codes, levels } of weights) {
        if (codes === null) return Number.POSITIVE_INFINITY
        group = group * levels + codes[row]
      }
      seen.add(group)
    }
    return seen.size
  }
}

/** The strategy of a run whose strategy nobody chose: deep where that is no more work than `most`. */
export function usualStrategy(
  dataset: Dataset,
  metric: PrimaryMetric,
  bounds: Bounds,
  most = DEEP_WORK_OF_TWO_SECONDS,
): string {
  return deepWork(dataset, metric, bounds) <= most ? DEEP.name : RUN_DEFAULTS.strategy
}
