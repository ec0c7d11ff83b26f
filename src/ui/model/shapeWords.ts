import type { ColumnReport, ModelShapes, ShapeName, ShapingState } from '../../store/state.ts'
import { formatCount, formatGain, formatMetric, formatShare, plural } from '../shared/format.ts'

/** A column's choice as the table shows it. */
export interface ShapeRow {
  column: string
  chosen: string // in words
  gain: number | null // of the chosen shape over the simplest; null: there was nothing to compare
  standardError: number
  why: string
  tried: ColumnReport['tried'] // before anything was overruled
  options: ShapeName[] // kinds it may be overruled with; empty: there is only one
  overruled: ShapeName | null
}

const SHAPE_NAMES: Record<ShapeName, string> = {
  line: 'straight line',
  log: 'logarithm',
  rank: 'rank',
  bins: 'bins',
  steps: 'bins that only rise or only fall',
}

/** What a kind of shape is called in a list of choices. */
export function shapeName(shape: ShapeName): string {
  return SHAPE_NAMES[shape]
}

/** Columns with their choice, those that gain the most by it first. */
export function shapeRows({ report, free, overrule }: ModelShapes): ShapeRow[] {
  const freely = new Map(free.columns.map((each) => [each.column, each]))
  const rows = report.columns.map(({ column, chosen, why, tried: now }): ShapeRow => {
    const tried = freely.get(column)?.tried ?? now
    const overruled = Object.hasOwn(overrule, column) ? overrule[column]! : null
    const found = tried.find(({ shape }) => shape === chosen)
    return {
      column,
      chosen,
      gain: found === undefined || !Number.isFinite(found.gain) ? null : found.gain,
      standardError: found?.standardError ?? Number.NaN,
      why: overruled === null ? why : 'chosen by you',
      tried,
      options: kindsOf(tried),
      overruled,
    }
  })
  return rows.sort((a, b) => (b.gain ?? -Infinity) - (a.gain ?? -Infinity))
}

function kindsOf(tried: ColumnReport['tried']): ShapeName[] {
  const all = Object.keys(SHAPE_NAMES) as ShapeName[]
  const found = new Set(tried.flatMap(({ shape }) => kindOf(shape) ?? []))
  return all.filter((name) => found.has(name === 'steps' ? 'bins' : name))
}

/** Null: a shape of texts, which has no other kind. */
function kindOf(words: string): ShapeName | null {
  const exact = (Object.keys(SHAPE_NAMES) as ShapeName[]).find(
    (name) => SHAPE_NAMES[name] === words,
  )
  if (exact !== undefined) return exact
  if (isStraight(words)) return 'line'
  return words.includes('bins') ? 'bins' : null
}

/** Between percentiles or over all values. */
function isStraight(words: string): boolean {
  return words.startsWith(SHAPE_NAMES.line)
}

/** '+0.0123 ± 0.0021', of log loss an account. */
export function shapeGainText(gain: number | null, standardError: number): string {
  if (gain === null || !Number.isFinite(gain)) return '—'
  if (gain === 0 && standardError === 0) return 'the simplest'
  return `${formatGain(gain, 4)} ± ${formatMetric(standardError)}`
}

/** What was chosen, in a sentence; `common`: the shape that all columns began with. */
export function shapesTitle(rows: ShapeRow[], common: string): string {
  const compared = rows.filter(({ options }) => options.length > 0)
  const usual = kindOf(common)
  const bent = compared.filter(({ chosen, options }) => {
    const kind = kindOf(chosen)
    return kind !== usual && (kind !== 'line' || options.some((each) => each === usual))
  })
  if (compared.length === 0) return 'No column allows more than one shape'
  if (bent.length === 0) return `A ${common} is best for every column`
  return `${formatCount(bent.length)} of ${plural(compared.length, 'column')} ${bent.length === 1 ? 'is' : 'are'} better told by another shape than a ${common}`
}

/** What the choice was made on. */
export function shapesSub({ report, holdoutShare }: ModelShapes): string {
  const on = `Chosen on ${plural(report.rows, 'account')} in ${plural(report.folds, 'fold')}`
  const held = holdoutShare === 0 ? '' : `; the ${formatShare(holdoutShare)} held out were not read`
  const begun =
    report.common === SHAPE_NAMES.line
      ? ''
      : ` Each column begins as a ${report.common}: together they tell more so than as straight lines.`
  return `${on}${held}.${begun} Of shapes within one standard error of the best the simplest stands.`
}

/** '4 of 12 columns': what is done of a choice that is going on. */
export function shapingWords(progress: ShapingState['progress']): string {
  if (progress === null) return 'Looking at the columns'
  const { part, done, total } = progress
  if (part === 'columns') return `${formatCount(done)} of ${plural(total, 'column')}`
  if (part === 'second look')
    return `Second look, beside the others’ shapes: ${formatCount(done)} of ${plural(total, 'column')}`
  if (part === 'pairs')
    return done === 0
      ? 'Looking for flags of two columns'
      : `${plural(done, 'flag')} of two columns tried`
  return 'Making whole points of the shapes'
}
