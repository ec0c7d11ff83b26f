import fc from 'fast-check'
import type { Outcomes } from '../../src/evaluation/outcomes.ts'
import type { ScoreVector } from '../../src/evaluation/scoreVector.ts'
import type { Tier } from '../../src/evaluation/tiers.ts'
import { randomUniform } from '../../src/lib/rng.ts'

export interface Sample {
  scores: ScoreVector
  outcomes: Outcomes
  tiers: Tier[]
}

const TIERS: Tier[][] = [
  [tier('A', 60, 101), tier('B', 35, 60), tier('C', 15, 35), tier('D', 0, 15)],
  [tier('low', 0, 50), tier('high', 50, 101)], // worst first
  [tier('all', 0, 101)],
  [tier('A', 80, 100), tier('B', 40, 60), tier('C', 5, 30)], // gaps, and 100 itself in no tier
  [tier('A', 50, 101), tier('B', 30, 70), tier('C', 0, 40)], // overlaps
  [tier('A', 99.5, 101), tier('__proto__', 12.25, 99.5), tier('C', 0, 12.25)],
]

/** What varies from data set to data set; the rows follow from it and the seed. */
const shape = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  rows: fc.oneof(
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 95, max: 105 }),
    fc.integer({ min: 100, max: 240 }),
  ),
  scale: fc.constantFrom<[number, number] | 'float'>(
    [1, 100],
    [1, 100],
    [10, 1000],
    [1000, 100_000],
    [1_000_000, 100_000_000], // so many bins that they are sorted
    'float',
  ),
  levels: fc.constantFrom(1, 2, 5, 30, 1_000_000), // few: heavy ties
  counts: fc.constantFrom(false, false, true),
  retainedShare: fc.constantFrom(0, 0.3, 0.85, 1),
  freeShare: fc.constantFrom(0, 0.1, 0.6, 1), // accounts with mrr = 0
  lossShare: fc.constantFrom(0, 0.2, 0.8),
  tiers: fc.constantFrom(...TIERS),
  outcome: fc.constantFrom('both', 'retained', 'churned', 'independent', 'none'),
  mrr: fc.constantFrom('none', 'start', 'both', 'both', 'both'),
  ltv: fc.boolean(),
  activation: fc.constantFrom('none', 'known', 'gaps'),
  former: fc.constantFrom('none', 'column', 'baseline'),
})

export const sampleArbitrary: fc.Arbitrary<Sample> = shape.map((it) => {
  const { rows } = it
  const u = (row: number, draw: number) => randomUniform(it.seed, row, draw)
  const flag = (row: number, draw: number, share: number) => (u(row, draw) < share ? 1 : 0)
  const each = (value: (row: number) => number) =>
    Float64Array.from({ length: rows }, (_, row) => value(row))
  const count = it.counts ? each((row) => Math.floor(u(row, 0) * 4)) : null
  const many = (row: number) => (count === null ? 1 : count[row])
  const howMany = (row: number, draw: number, share: number) => {
    if (count === null) return flag(row, draw, share)
    return Math.round(count[row] * (share === 0 || share === 1 ? share : u(row, draw)))
  }
  const position = (row: number) => Math.floor(u(row, 1) * it.levels) / Math.max(1, it.levels - 1)

  const retained = each((row) => howMany(row, 2, it.retainedShare))
  const other = each((row) =>
    it.outcome === 'independent' ? howMany(row, 3, 0.3) : many(row) - retained[row],
  )
  const mrr = each((row) =>
    flag(row, 4, it.freeShare) ? 0 : many(row) * Math.ceil(u(row, 5) ** 3 * 90_000 + 1) * 0.01,
  )
  const mrrEnd = each((row) => {
    if (mrr[row] === 0) return many(row) * (flag(row, 6, 0.3) ? Math.ceil(u(row, 7) * 500) : 0)
    const move = u(row, 8)
    if (move < it.lossShare / 2) return 0
    if (move < it.lossShare) return mrr[row] * 0.75
    return mrr[row] * (move < 0.9 ? 1 : 1.5)
  })
  const known = each((row) => howMany(row, 9, it.activation === 'gaps' ? 0.6 : 1))
  const compact = (column: Float64Array) => (count === null ? Uint8Array.from(column) : column)
  const hasRetained = it.outcome !== 'none' && it.outcome !== 'churned'
  const hasChurned = it.outcome !== 'none' && it.outcome !== 'retained'

  const scores: ScoreVector =
    it.scale === 'float'
      ? { kind: 'float', values: each((row) => Math.min(1, position(row)) * (100 - 1e-9 * rows)) }
      : {
          kind: 'grid',
          resolution: it.scale[0],
          maxGrid: it.scale[1],
          values: Int32Array.from({ length: rows }, (_, row) =>
            Math.round(Math.min(1, position(row)) * (it.scale[1] as number)),
          ),
        }
  const outcomes: Outcomes = {
    rowCount: rows,
    count,
    retained: hasRetained ? compact(retained) : null,
    churned: hasChurned ? compact(other) : null,
    mrr: it.mrr === 'none' ? null : mrr,
    mrrEnd: it.mrr === 'both' ? mrrEnd : null,
    ltv: it.ltv
      ? each((row) =>
          u(row, 10) < 0.2 ? Number.NaN : u(row, 10) < 0.3 ? 0 : many(row) * u(row, 11) * 9000,
        )
      : null,
    activated:
      it.activation === 'none'
        ? null
        : compact(each((row) => Math.min(known[row], howMany(row, 12, 0.5)))),
    activationKnown: it.activation === 'gaps' ? compact(known) : null,
    wonBack: it.former === 'none' ? null : compact(each((row) => howMany(row, 13, 0.25))),
    formerTier:
      it.former === 'none'
        ? null
        : {
            codes: Uint16Array.from({ length: rows }, (_, row) => Math.floor(u(row, 14) * 4)),
            labels: ['A', 'B', '__proto__'],
            source: it.former,
          },
  }
  return { scores, outcomes, tiers: it.tiers }
})

/** The same accounts, only the named rows, in the order given. */
export function pickRows(sample: Sample, rows: number[]): Sample {
  const { scores, outcomes } = sample
  const pick = <T extends Float64Array | Uint8Array | Int32Array | Uint16Array>(column: T): T => {
    const picked = column.slice(0, rows.length) as T
    rows.forEach((row, index) => {
      picked[index] = column[row]
    })
    return picked
  }
  const optional = <T extends Float64Array | Uint8Array>(column: T | null) =>
    column === null ? null : pick(column)
  return {
    tiers: sample.tiers,
    scores:
      scores.kind === 'float'
        ? { kind: 'float', values: pick(scores.values) }
        : { ...scores, values: pick(scores.values) },
    outcomes: {
      rowCount: rows.length,
      count: optional(outcomes.count),
      retained: optional(outcomes.retained),
      churned: optional(outcomes.churned),
      mrr: optional(outcomes.mrr),
      mrrEnd: optional(outcomes.mrrEnd),
      ltv: optional(outcomes.ltv),
      activated: optional(outcomes.activated),
      activationKnown: optional(outcomes.activationKnown),
      wonBack: optional(outcomes.wonBack),
      formerTier:
        outcomes.formerTier === null
          ? null
          : { ...outcomes.formerTier, codes: pick(outcomes.formerTier.codes) },
    },
  }
}

/** A permutation of 0 to n - 1. */
export function shuffledRows(n: number, seed: number): number[] {
  const rows = Array.from({ length: n }, (_, row) => row)
  return rows.sort((a, b) => randomUniform(seed, a, 0) - randomUniform(seed, b, 0))
}

function tier(label: string, min: number, max: number): Tier {
  return { label, min, max }
}
