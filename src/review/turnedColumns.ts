import type { FeatureSpec, Spec } from '../accounts/spec.ts'
import { sourceColumns } from '../accounts/transform.ts'
import type { DriftRow, TurnedColumn } from './review.ts'
import { listed, short } from './words.ts'

/**
 * The columns by which the candidate scores that went with staying on one row set and with churning on
 * the other, those first that it leans on most more than the incumbent. A single number that it scores by
 * against what was seen on the searched rows is none: the turn is to its advantage.
 */
export function turnedColumns(
  drift: readonly DriftRow[],
  incumbent: Spec,
  candidate: Spec,
): TurnedColumn[] {
  const found = drift.flatMap(({ name, kind, turned, aloneSearch, meanSearch }) => {
    if (kind !== 'feature' || !turned || aloneSearch === null) return []
    const [before, after] = [incumbent, candidate].map((spec) => featuresOf(spec, name))
    const more = pointsOf(after) - pointsOf(before)
    const rising = meanSearch === null ? null : aloneSearch > 0.5
    if (pointsOf(after) === 0 || isAgainst(after, rising)) return []
    const isSingle = after.length === 1 && before.length <= 1
    const weights = isSingle
      ? { before: before[0]?.weight ?? null, after: after[0].weight }
      : { before: null, after: null }
    return [{ column: name, ...weights, leaned: more > 0, rising, more }]
  })
  found.sort((a, b) => b.more - a.more)
  return found.map(({ more, ...each }) => each)
}

function featuresOf({ features }: Spec, column: string): FeatureSpec[] {
  return Object.entries(features).flatMap(([name, feature]) =>
    sourceColumns(name, feature.transform).includes(column) ? [feature] : [],
  )
}

function pointsOf(features: FeatureSpec[]): number {
  return features.reduce((sum, { weight }) => sum + Math.abs(weight), 0)
}

/** Whether a number is scored by in the direction that it did not have on the searched rows. */
function isAgainst(features: FeatureSpec[], rising: boolean | null): boolean {
  const [{ weight, transform }] = features
  const ordered =
    transform === undefined || ['round', 'minmax', 'log', 'rank'].includes(transform.kind)
  if (features.length !== 1 || !ordered || rising === null) return false
  const isDescending = transform !== undefined && 'descending' in transform && transform.descending
  return weight > 0 !== (rising !== (isDescending === true))
}

/** What turned round, the column that matters most first; '' where none did. */
export function turnedSentence(turned: readonly TurnedColumn[]): string {
  if (turned.length === 0) return ''
  const [{ column, leaned, rising, before, after }, ...others] = turned
  const points =
    after === null
      ? ''
      : before === null || before === after
        ? ` (${short(after)} points)`
        : ` (${short(before)} to ${short(after)} points)`
  const subject = leaned
    ? `The new weights lean on ${column}${points}`
    : `Both scores use ${column}`
  const [first, then] = rising === true ? ['staying', 'churning'] : ['churning', 'staying']
  const turn =
    rising === null
      ? 'what went with staying in the searched accounts went with churning in the held-out ones'
      : `in the searched accounts more of it went with ${first}, in the held-out ones with ${then}`
  const rest =
    others.length === 0
      ? ''
      : ` ${listed(others.map((each) => each.column))} turned round in the same way.`
  return `${subject}: ${turn}.${rest}`
}
