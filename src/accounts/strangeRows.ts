import type { Problem } from '../lib/problem.ts'
import { findColumn } from './cell.ts'
import { addedSteps } from './clippedScores.ts'
import type { Dataset } from './dataset.ts'
import { counted, listed, percent, problem } from './say.ts'
import type { FlagTransform, Spec, Transform } from './spec.ts'
import type { Column, Table, TextColumn } from './table.ts'
import { sourceColumn } from './transform.ts'

interface Sets {
  search: Uint32Array
  holdout: Uint32Array
}

/** Held-out rows clip far more often above this difference of shares, where it is no chance. */
const FAR_MORE = 0.1
const STANDARD_ERRORS = 4

/** Warnings of what the rows held out hold and those searched do not: other texts, numbers beyond a scale. */
export function strangeRows(table: Table, spec: Spec, sets: Sets): Problem[] {
  if (sets.holdout.length === 0) return []
  const flags = flagsOf(spec)
  return [
    ...[...new Set(flags.map(({ column }) => column))].flatMap((name) => {
      const column = findColumn(table, name)
      const ofColumn = flags.filter((flag) => flag.column === name)
      return column?.kind === 'text' ? unseenTexts(column, ofColumn, sets) : []
    }),
    ...Object.entries(spec.features).flatMap(([name, { transform }]) => {
      const column = findColumn(table, sourceColumn(name, transform))
      return column === null ? [] : beyondScale(column, transform, sets)
    }),
  ]
}

/** The warning that held-out accounts score below 0 or above the maximum far more often than those searched. */
export function clippedMore(
  search: Dataset,
  holdout: Dataset | null,
  weights: ArrayLike<number>,
): Problem[] {
  if (holdout === null) return []
  const [one, other] = [search, holdout].map((dataset) => {
    const { resolution, baseScore, maxScore } = dataset
    const [low, high] = [-baseScore * resolution, (maxScore - baseScore) * resolution]
    return addedSteps(dataset, weights).filter((steps) => steps < low || steps > high).length
  })
  const rows = [search.rowCount, holdout.rowCount] as const
  if (!isFarMore([one, other], rows)) return []
  return [
    problem({
      severity: 'warning',
      code: 'held-out-clipped',
      what: `${percent(other / rows[1])} of the held-out accounts would score below 0 or above the maximum and are clipped, of those searched ${percent(one / rows[0])}: their values may be in other units.`,
      fix: 'Check that both periods were exported in the same way.',
    }),
  ]
}

type TextFlag = Extract<FlagTransform, { kind: 'equals' | 'any_of' }>

function flagsOf({ features }: Spec): TextFlag[] {
  const parts = (transform: Transform | undefined): (Transform | undefined)[] =>
    transform?.kind === 'all' ? transform.of : [transform]
  return Object.values(features)
    .flatMap(({ transform }) => parts(transform))
    .filter((part): part is TextFlag => part?.kind === 'equals' || part?.kind === 'any_of')
}

function unseenTexts(
  { name, dictionary, values, missing }: TextColumn,
  flags: TextFlag[],
  { search, holdout }: Sets,
): Problem[] {
  const seen = new Uint8Array(dictionary.length)
  for (const row of search) if (missing?.[row] !== 1) seen[values[row]] = 1
  const counts = new Uint32Array(dictionary.length)
  for (const row of holdout) if (missing?.[row] !== 1) counts[values[row]]++
  const unseen = dictionary.flatMap((text, code) =>
    seen[code] === 0 && counts[code] > 0 ? [{ text, accounts: counts[code] }] : [],
  )
  if (unseen.length === 0) return []
  const flagged = new Set(
    flags.flatMap((flag) => (flag.kind === 'equals' ? flag.value : flag.values)),
  )
  const without = unseen
    .filter(({ text }) => !flagged.has(text))
    .reduce((sum, { accounts }) => sum + accounts, 0)
  const texts = listed(unseen.map(({ text, accounts }) => `"${text}" (${accounts})`))
  const said =
    without === 0
      ? 'their points were never tested'
      : `${counted(without, 'account')} ${without === 1 ? 'gets' : 'get'} no points of ${without === 1 ? 'its' : 'their'} own for ${name}`
  return [
    problem({
      severity: 'warning',
      code: 'texts-unseen',
      what: `${name} is ${texts} in held-out accounts, which the search never saw: ${said}.`,
      fix: 'Check that both periods name the same things alike.',
      column: name,
    }),
  ]
}

function beyondScale(
  column: Column,
  transform: Transform | undefined,
  { search, holdout }: Sets,
): Problem[] {
  if (transform?.kind !== 'minmax' && transform?.kind !== 'log') return []
  const { low, high } = transform
  const { name, values, missing } = column
  const isBeyond = (row: number) =>
    missing?.[row] !== 1 && (values[row] < low || values[row] > high)
  const [one, other] = [search, holdout].map((rows) => rows.filter(isBeyond).length)
  if (!isFarMore([one, other], [search.length, holdout.length])) return []
  return [
    problem({
      severity: 'warning',
      code: 'held-out-beyond-scale',
      what: `${name} is beyond its scale of ${low} to ${high} in ${percent(other / holdout.length)} of the held-out accounts, of those searched in ${percent(one / search.length)}: it may be in other units.`,
      fix: 'Check that both periods were exported in the same way.',
      column: name,
    }),
  ]
}

/** Whether the second share is greater by more than 0.1 and four standard errors of a difference of shares. */
function isFarMore(
  [one, other]: readonly [number, number] | number[],
  [rows, others]: readonly [number, number],
): boolean {
  const more = other / others - one / rows
  const pooled = (one + other) / (rows + others)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / rows + 1 / others))
  return more > FAR_MORE && more > STANDARD_ERRORS * error
}
