import type { ColumnReport, ModelShapes, ShapeName, ShapingState } from '../../store/state.ts'
import { formatCount, formatGain, formatMetric, formatShare, plural } from '../shared/format.ts'

/** A column's choice as the table shows it. */
export interface ShapeRow {
  column: string
  chosen: string // in words
  gain: number | null // of the chosen shape over the simplest; null: there was nothing to compare
  standardError: number
  why: string
  tried: ColumnReport['tried'] // of an overruled column: before anything was
  options: ShapeName[] // kinds it may be overruled with; empty: there is only one
  overruled: ShapeName | null
}

const SHAPE_NAMES: Record<ShapeName, string> = {
  line: 'straight line',
  log: 'logarithm',
  rank: 'rank',
  bins: 'bins',
  steps: 'bins that only rise or only fall',
  flags: 'a flag per text',
  groups: 'groups of like texts',
  none: 'no points',
}

/** What a kind of shape is called in a list of choices. */
export function shapeName(shape: ShapeName): string {
  return SHAPE_NAMES[shape]
}

/** Columns with their choice, those that gain the most by it first. */
export function shapeRows({ report, free, overrule }: ModelShapes): ShapeRow[] {
  const freely = new Map(free.columns.map((each) => [each.column, each]))
  const rows = report.columns.map(({ column, chosen, why, tried: now }): ShapeRow => {
    const overruled = Object.hasOwn(overrule, column) ? overrule[column]! : null
    const tried = overruled === null ? now : (freely.get(column)?.tried ?? now)
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
  const fitted = tried.filter(({ gain }) => Number.isFinite(gain))
  const found = new Set(fitted.flatMap(({ shape }) => kindOf(shape) ?? []))
  return all.filter((name) => found.has(name === 'steps' ? 'bins' : name))
}

function kindOf(words: string): ShapeName | null {
  const exact = (Object.keys(SHAPE_NAMES) as ShapeName[]).find(
    (name) => SHAPE_NAMES[name] === words,
  )
  if (exact !== undefined) return exact
  if (isStraight(words)) return 'line'
  return words.includes('bins') ? 'bins' : null
}

/** Whatever it caps. */
function isStraight(words: string): boolean {
  return words.startsWith(SHAPE_NAMES.line)
}

/** '+0.0123 ± 0.0021', of log loss an account. */
export function shapeGainText(gain: number | null, standardError: number): string {
  if (gain === null || !Number.isFinite(gain)) return '—'
  if (gain === 0 && standardError === 0) return 'the simplest'
  return `${formatGain(gain, 4)} ± ${formatMetric(standardError)}`
}

/** What cross-validation chose, in a sentence, and what a person did; `common`: the shape that all columns began with. */
export function shapesTitle(rows: ShapeRow[], common: string): string {
  const open = rows.filter(isOpen)
  const yours = open.filter(({ overruled }) => overruled !== null).length
  const chosen = open.filter(({ overruled }) => overruled === null)
  if (open.length === 0) return 'No column allows more than one shape'
  if (chosen.length === 0)
    return yours === 1
      ? 'The one shape to choose is yours'
      : `All ${formatCount(yours)} shapes are yours`
  const parts = [
    numbersWords(
      chosen.filter((row) => !isText(row)),
      common,
      yours > 0,
    ),
    textsWords(chosen.filter(isText)),
    yours === 0 ? '' : `${plural(yours, 'shape')} ${yours === 1 ? 'is' : 'are'} yours`,
  ]
  return parts.filter((part) => part !== '').join('; ')
}

/** Whether there is anything to choose for a column. */
function isOpen({ options }: ShapeRow): boolean {
  return options.length > 0
}

function isText({ options }: ShapeRow): boolean {
  return options.includes('flags')
}

function numbersWords(rows: ShapeRow[], common: string, isRest: boolean): string {
  if (rows.length === 0) return ''
  const usual = kindOf(common)
  const name = usual === null ? common : SHAPE_NAMES[usual]
  const bent = rows.filter(({ chosen, options }) => {
    const kind = kindOf(chosen)
    return kind !== usual && (kind !== 'line' || options.some((each) => each === usual))
  }).length
  const other = isRest ? 'other ' : ''
  if (bent === 0) return `A ${name} is best for every ${other}column`
  return `${formatCount(bent)} of ${plural(rows.length, `${other}column`)} ${bent === 1 ? 'is' : 'are'} better told by another shape than a ${name}`
}

function textsWords(rows: ShapeRow[]): string {
  const grouped = rows.filter(({ chosen }) => kindOf(chosen) === 'groups').length
  const silent = rows.filter(({ chosen }) => kindOf(chosen) === 'none').length
  const parts = [
    grouped === 0 ? '' : `${plural(grouped, 'column')} of texts in groups`,
    silent === 0 ? '' : `${plural(silent, 'column')} of texts without points`,
  ]
  return parts.filter((part) => part !== '').join(', ')
}

/** What the choice was made on. */
export function shapesSub(shapes: ModelShapes): string {
  const { report, holdoutShare } = shapes
  const open = shapeRows(shapes).filter(isOpen)
  const isAllYours = open.length > 0 && open.every(({ overruled }) => overruled !== null)
  const on = `${isAllYours ? 'Compared' : 'Chosen'} on ${plural(report.rows, 'account')} in ${plural(report.folds, 'fold')}`
  const held = holdoutShare === 0 ? '' : `; the ${formatShare(holdoutShare)} held out were not read`
  const isLine = isStraight(report.common)
  const instead = isLine ? 'than over the middle 98 %' : 'so than as straight lines'
  const begun =
    report.common === SHAPE_NAMES.line
      ? ''
      : ` Each column begins as a ${report.common}: together they tell more ${instead}.`
  const rule = isAllYours
    ? ''
    : ' Of shapes within one standard error of the best the simplest stands.'
  return `${on}${held}.${begun}${rule}`
}

/** '4 of 12 columns': what is done of a choice that is going on. */
export function shapingWords(progress: ShapingState['progress']): string {
  if (progress === null) return 'Looking at the columns'
  const { part, done, total } = progress
  if (part === 'common')
    return `All columns of one shape first: ${formatCount(done)} of ${plural(total, 'shape')}`
  if (part === 'columns') return `${formatCount(done)} of ${plural(total, 'column')}`
  if (part === 'second look')
    return `Second look, beside the others’ shapes: ${formatCount(done)} of ${plural(total, 'column')}`
  if (part === 'pairs')
    return done === 0
      ? 'Looking for flags of two columns'
      : `${plural(done, 'flag')} of two columns tried`
  return 'Making whole points of the shapes'
}
