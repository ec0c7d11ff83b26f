import type { Dataset, DatasetFeature } from '../../src/accounts/dataset.ts'
import { randomBelow, randomUniform } from '../../src/lib/rng.ts'

export interface DatasetShape {
  rows: number
  resolution?: 1 | 10 | 100 | 1000
  maxScore?: number
  baseScore?: number
  features: FeatureKind[]
  retainedShare?: number // 1 and 0: a single class
  onlyChurned?: boolean // no retained column
  money?: 'decimal' | 'float' | 'equal'
  payingShare?: number
  counted?: boolean // rows stand for several accounts
}

export type FeatureKind =
  | 'flag'
  | 'rareFlag'
  | 'commonFlag'
  | 'negativeFlag'
  | 'oneOrFour'
  | 'count'
  | 'fraction'
  | 'u16'
  | 'wide'
  | 'negative'
  | 'constant'

/** Accounts drawn from a seed; outcomes lean on the first features so that searches find something. */
export function randomDataset(seed: number, shape: DatasetShape): Dataset {
  const { rows, features } = shape
  const resolution = shape.resolution ?? 100
  const uniform = (row: number, draw: number) => randomUniform(seed, row, draw)
  const columns = features.map((kind, position) =>
    feature(kind, `f${position}`, rows, resolution, (row) => uniform(row, 100 + position)),
  )
  const retained = new Uint8Array(rows)
  const mrr = new Float64Array(rows)
  const mrrEnd = new Float64Array(rows)
  const ltv = new Float64Array(rows)
  const count = shape.counted === true ? new Float64Array(rows) : null
  for (let row = 0; row < rows; row++) {
    const lean = 0.3 * (uniform(row, 100) - 0.5) + 0.2 * (uniform(row, 101) - 0.5)
    retained[row] = uniform(row, 0) < (shape.retainedShare ?? 0.7) + lean ? 1 : 0
    if (shape.retainedShare === 0 || shape.retainedShare === 1) retained[row] = shape.retainedShare
    const amount = 10 ** (1 + 3 * uniform(row, 1) + lean)
    const money =
      shape.money === 'equal'
        ? 49
        : shape.money === 'float'
          ? amount
          : Math.round(amount * 100) / 100
    mrr[row] = uniform(row, 2) < (shape.payingShare ?? 0.9) ? money : 0
    mrrEnd[row] =
      retained[row] === 1 ? Math.round(mrr[row] * (0.5 + uniform(row, 3)) * 100) / 100 : 0
    ltv[row] = uniform(row, 4) < 0.1 ? Number.NaN : mrr[row] * (6 + 20 * uniform(row, 5))
    if (shape.money === 'decimal') ltv[row] = Math.round(ltv[row])
    if (count !== null) count[row] = 1 + randomBelow(seed, row, 6, 5)
  }
  const flags =
    count === null ? retained : Float64Array.from(retained, (event, row) => event * count[row])
  return {
    rowCount: rows,
    resolution,
    maxScore: shape.maxScore ?? 100,
    baseScore: shape.baseScore ?? 0,
    features: columns,
    outcomes: {
      rowCount: rows,
      count,
      retained: shape.onlyChurned === true ? null : flags,
      churned: shape.onlyChurned === true ? flags.map((event) => 1 - event) : null,
      mrr,
      mrrEnd,
      ltv,
      activated: null,
      activationKnown: null,
      wonBack: null,
      formerTier: null,
    },
    segments: [],
  }
}

function feature(
  kind: FeatureKind,
  name: string,
  rows: number,
  resolution: number,
  uniform: (row: number) => number,
): DatasetFeature {
  const fill = <T extends Uint8Array | Uint16Array | Int32Array>(
    values: T,
    of: (u: number) => number,
  ) => {
    for (let row = 0; row < rows; row++) values[row] = of(uniform(row))
    return values
  }
  const whole = (values: Uint8Array | Uint16Array | Int32Array) => ({
    name,
    values,
    multiplier: resolution,
  })
  switch (kind) {
    case 'flag':
      return whole(fill(new Uint8Array(rows), (u) => (u < 0.4 ? 1 : 0)))
    case 'rareFlag':
      return whole(fill(new Uint8Array(rows), (u) => (u > 0.97 ? 1 : 0)))
    case 'commonFlag':
      return whole(fill(new Uint8Array(rows), (u) => (u < 0.85 ? 1 : 0)))
    case 'negativeFlag':
      return whole(fill(new Int32Array(rows), (u) => (u < 0.3 ? -2 : 0)))
    case 'oneOrFour':
      return whole(fill(new Uint8Array(rows), (u) => (u < 0.6 ? 1 : 4)))
    case 'count':
      return whole(fill(new Uint8Array(rows), (u) => Math.floor(u * 11)))
    case 'fraction':
      return {
        name,
        values: fill(new Uint8Array(rows), (u) => Math.round(u * 100)),
        multiplier: Math.max(1, resolution / 100),
      }
    case 'u16':
      return {
        name,
        values: fill(new Uint16Array(rows), (u) => Math.floor(u * 1000)),
        multiplier: 1,
      }
    case 'wide':
      return {
        name,
        values: fill(new Int32Array(rows), (u) => Math.floor(u * 3_000_000) - 1_000_000),
        multiplier: 1,
      }
    case 'negative':
      return {
        name,
        values: fill(new Int32Array(rows), (u) => Math.floor(u * 300) - 200),
        multiplier: 2,
      }
    case 'constant':
      return whole(fill(new Uint8Array(rows), () => 3))
  }
}
