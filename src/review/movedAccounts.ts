import { cellText } from '../accounts/cell.ts'
import type { Dataset } from '../accounts/dataset.ts'
import type { Column } from '../accounts/table.ts'
import { sourceColumns } from '../accounts/transform.ts'
import { pointsOf } from '../evaluation/scoreVector.ts'
import { tierOrLowest } from '../evaluation/tiers.ts'
import { bothTiers } from './bothTiers.ts'
import { BASE_SCORE, columnsKey } from './explainAccount.ts'
import {
  type AllAccounts,
  type MoveReason,
  moveDirection,
  moveReason,
  toDecimals,
} from './moveReason.ts'
import { type ReviewedSpec, scoreBoth, weightsOf } from './rowScores.ts'

/** An account with its place under both specs. */
export interface MovedAccount {
  row: number // of the table, 0-based
  id: string // its number, 'row 12', where the data has no id
  rows: 'search' | 'holdout'
  incumbent: Standing
  candidate: Standing
  tierSteps: number // positive: into a better tier
  change: number // points
  reason: MoveReason | null // null: it did not move, or no column pushed it there
  mrr: number | null
  all: AllAccounts // the same object for every account
}

export interface Standing {
  score: number
  tier: string
  place: number // among all accounts, 1 the highest score; of equal scores the middle one
}

/** Points of both specs by column, before clipping, in the order of `MovedAccounts.columns`: they add up to the scores. */
export interface AccountPoints {
  incumbent: number[]
  candidate: number[]
}

export interface MovedPage {
  accounts: number // in all
  moved: number // of them in another tier
  matching: number // that the search text fits
  page: MovedAccount[]
}

export interface MovedQuery {
  search: string // part of the id, in any case; '': all
  offset: number
  limit: number
}

export interface MovedAccounts {
  columns: string[] // 'base score', then the columns either spec reads, features of the same columns as one
  page(query: MovedQuery): MovedPage
  /** Every account, furthest moved first. */
  all(): Iterable<MovedAccount & { points: AccountPoints }>
}

export interface MovedInput {
  incumbent: ReviewedSpec
  candidate: ReviewedSpec
  rows: { search: Uint32Array; holdout: Uint32Array } // of the table, in the order of the datasets
  id: Column | null
}

/** Accounts of both row sets, furthest moved first: by tier steps, then by points, then in the file's order. */
export function movedAccounts(input: MovedInput): MovedAccounts {
  const tiers = bothTiers(input.incumbent.spec, input.candidate.spec)
  const columns = columnsOf([input.incumbent, input.candidate])
  const sets = (['search', 'holdout'] as const).flatMap((rows) => {
    const set = rowSet(input, rows, columns)
    return set === null ? [] : [set]
  })
  const rankBefore = tierRanks(tiers.incumbent)
  const rankAfter = tierRanks(tiers.candidate)
  const count = sets.reduce((sum, { size }) => sum + size, 0)
  const steps = new Int16Array(count)
  const change = new Float64Array(count)
  const place = new Uint32Array(count) // row of the table
  const scores = { incumbent: new Float64Array(count), candidate: new Float64Array(count) }
  let at = 0
  let moved = 0
  for (const set of sets) {
    for (let row = 0; row < set.size; row++, at++) {
      const [before, after] = [set.before(row), set.after(row)]
      steps[at] =
        rankAfter[tierOrLowest(after, tiers.candidate)] -
        rankBefore[tierOrLowest(before, tiers.incumbent)]
      change[at] = after - before
      place[at] = set.rows[row]
      if (steps[at] !== 0) moved++
      scores.incumbent[at] = before
      scores.candidate[at] = after
    }
  }
  const places = {
    incumbent: placesIn(scores.incumbent.sort()),
    candidate: placesIn(scores.candidate.sort()),
  }
  const all: AllAccounts = {
    accounts: count,
    change: toDecimals(change.reduce((sum, each) => sum + each, 0) / Math.max(1, count)),
    columns: averageChanges(input, columns),
  }
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort(
    (a, b) =>
      Math.abs(steps[b]) - Math.abs(steps[a]) ||
      Math.abs(change[b]) - Math.abs(change[a]) ||
      place[a] - place[b],
  )

  function placed(at: number) {
    let row = at
    let index = 0
    while (row >= sets[index].size) row -= sets[index++].size
    return { row, set: sets[index] }
  }

  function account(at: number): MovedAccount & { points: AccountPoints } {
    const { row, set } = placed(at)
    const standing = (side: 'incumbent' | 'candidate', score: number): Standing => ({
      score,
      tier: tiers[side][tierOrLowest(score, tiers[side])].label,
      place: places[side](score),
    })
    const where = {
      incumbent: standing('incumbent', set.before(row)),
      candidate: standing('candidate', set.after(row)),
      tierSteps: steps[at],
    }
    const points = set.points(row)
    const changes = columns.map((_, column) =>
      toDecimals(points.candidate[column] - points.incumbent[column]),
    )
    return {
      row: place[at],
      id: idOf(input.id, place[at]),
      rows: set.name,
      ...where,
      change: toDecimals(change[at]),
      reason: moveReason(changes, all, moveDirection(where)),
      mrr: set.mrr === null ? null : set.mrr[row],
      all,
      points,
    }
  }

  function listed(at: number): MovedAccount {
    const { points: _, ...rest } = account(at)
    return rest
  }

  return {
    columns,
    page({ search, offset, limit }) {
      const wanted = search.trim().toLowerCase()
      const page: MovedAccount[] = []
      if (wanted === '') {
        for (const at of order.subarray(offset, offset + limit)) page.push(listed(at))
        return { accounts: count, moved, matching: count, page }
      }
      let matching = 0
      for (const at of order) {
        if (!idOf(input.id, place[at]).toLowerCase().includes(wanted)) continue
        if (matching >= offset && page.length < limit) page.push(listed(at))
        matching++
      }
      return { accounts: count, moved, matching, page }
    },
    *all() {
      for (const at of order) yield account(at)
    },
  }
}

function idOf(id: Column | null, row: number): string {
  return (id === null ? null : cellText(id, row)) ?? `row ${row + 1}`
}

/** The place of a score among all: 1 for the highest, the middle one of equal scores. */
function placesIn(ascending: Float64Array): (score: number) => number {
  const below = (score: number, equal: boolean) => {
    let [low, high] = [0, ascending.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (ascending[middle] < score || (equal && ascending[middle] === score)) low = middle + 1
      else high = middle
    }
    return low
  }
  return (score) =>
    Math.round(ascending.length - (below(score, false) + below(score, true) - 1) / 2)
}

/** The place of each tier by its scores: the lowest 0. */
function tierRanks(tiers: { min: number }[]): number[] {
  const sorted = [...tiers].sort((a, b) => a.min - b.min)
  return tiers.map((tier) => sorted.indexOf(tier))
}

function rowSet(
  { incumbent, candidate, rows }: MovedInput,
  name: 'search' | 'holdout',
  columns: readonly string[],
) {
  const scores = scoreBoth(incumbent, candidate, name)
  if (scores === null) return null
  if (rows[name].length !== scores.outcomes.rowCount) {
    throw new Error(
      `${name} rows: ${rows[name].length} numbers for ${scores.outcomes.rowCount} rows`,
    )
  }
  return {
    name,
    size: scores.outcomes.rowCount,
    rows: rows[name],
    before: pointsOf(scores.incumbent),
    after: pointsOf(scores.candidate),
    mrr: scores.outcomes.mrr,
    points: pointsByColumn(incumbent, candidate, name, columns),
  }
}

/** What both specs read, features of the same columns as one. */
function columnsOf(specs: readonly ReviewedSpec[]): string[] {
  const keys = specs.flatMap(({ spec }) =>
    Object.entries(spec.features).map(([name, { transform }]) =>
      columnsKey(sourceColumns(name, transform)),
    ),
  )
  return [...new Set([BASE_SCORE, ...keys])]
}

/** The points of a row by column. */
function pointsByColumn(
  incumbent: ReviewedSpec,
  candidate: ReviewedSpec,
  name: 'search' | 'holdout',
  columns: readonly string[],
): (row: number) => AccountPoints {
  const side = (spec: ReviewedSpec) => {
    const dataset = spec[name] as Dataset
    const parts = partsOf(spec, dataset, columns)
    return (row: number) => {
      const points = columns.map((_, place) => (place === 0 ? dataset.baseScore : 0))
      for (const { place, values, step } of parts) points[place] += step * values[row]
      return points.map(toDecimals)
    }
  }
  const [before, after] = [side(incumbent), side(candidate)]
  return (row) => ({ incumbent: before(row), candidate: after(row) })
}

/** What the points of each column change by in the mean of both row sets. */
function averageChanges(
  { incumbent, candidate }: MovedInput,
  columns: readonly string[],
): AllAccounts['columns'] {
  const changes = columns.map(() => 0)
  let accounts = 0
  for (const name of ['search', 'holdout'] as const) {
    for (const [spec, sign] of [
      [incumbent, -1],
      [candidate, 1],
    ] as const) {
      const dataset = spec[name]
      if (dataset === null) continue
      if (sign === 1) accounts += dataset.rowCount
      changes[0] += sign * dataset.baseScore * dataset.rowCount
      for (const { place, values, step } of partsOf(spec, dataset, columns)) {
        let sum = 0
        for (let row = 0; row < values.length; row++) sum += values[row]
        changes[place] += sign * step * sum
      }
    }
  }
  return columns.map((name, place) => ({
    name,
    change: toDecimals(changes[place] / Math.max(1, accounts)),
  }))
}

/** The features of a spec: which column each belongs to, and its points for each unit of a value. */
function partsOf({ spec }: ReviewedSpec, dataset: Dataset, columns: readonly string[]) {
  const weights = weightsOf(spec)
  return Object.entries(spec.features).map(([feature, { transform }], index) => ({
    place: columns.indexOf(columnsKey(sourceColumns(feature, transform))),
    values: dataset.features[index].values,
    step: (weights[index] * dataset.features[index].multiplier) / dataset.resolution,
  }))
}
