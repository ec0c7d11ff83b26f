import type { FlagTransform, MissingPolicy, Transform } from '../../accounts/spec.ts'
import { cutsReached } from '../../accounts/transform.ts'
import { type CodedColumn, LEAST_OWN } from './codedColumn.ts'
import { monotoneEitherWay } from './monotone.ts'
import type { Shape } from './shape.ts'

/** A feature turned so that more is better. */
export interface OrientedFeature {
  name: string
  transform: Transform | null // null: the raw value
  strength: number // log odds a unit, >= 0
  missing: MissingPolicy | null // of rows without a value, where its column has such
}

/** The features of one column, and the log odds of an account that has no points from them. */
export interface OrientedColumn {
  features: OrientedFeature[]
  base: number
}

/** The features a shaped column becomes; bins and flags start at their lowest. */
export function orientColumn(
  column: CodedColumn,
  shape: Shape,
  effects: Float64Array, // log odds by code; the last entry: rows without a value
): OrientedColumn {
  const unknown = unknownEffect(column, effects)
  if (shape.kind === 'flags' || shape.kind === 'groups') {
    const at = (texts: readonly string[]) => effects[column.texts.indexOf(texts[0])]
    return orientGroup(
      column,
      shape.groups.map((texts) => ({ flag: textFlag(column.name, texts), effect: at(texts) })),
      unknown,
    )
  }
  if (shape.kind === 'bins')
    return orientGroup(column, binFlags(column, shape.cuts, effects), unknown)
  return orientLine(column, shape, effects, unknown)
}

/**
 * Bins as thresholds whose points add up, all one way: an account has the points of every cut it has
 * passed, so that with weights of at least 0 more is never worse, or never better.
 */
export function orientSteps(
  column: CodedColumn,
  cuts: readonly number[],
  effects: Float64Array,
): OrientedColumn {
  const { name, codes, size } = column
  const missing = missingPolicy(column)
  const bins = binFlags(column, cuts, effects)
  const rows = bins.map(() => 0)
  for (const code of codes) {
    if (code < size) rows[cutsReached(cuts, column.numbers![code])]++
  }
  const known = bins.map(({ effect }) => (Number.isNaN(effect) ? 0 : effect))
  const { values, falling } = monotoneEitherWay(known, rows)
  const features = cuts.map((cut, i): OrientedFeature => {
    const range = falling ? { to: cut } : { from: cut }
    const flag: FlagTransform = { kind: 'range', column: name, ...range }
    const strength = Math.abs(values[i + 1] - values[i])
    return { name: flagName(flag), transform: flag, strength, missing }
  })
  const base = Math.min(...values)
  const without = unknownEffect(column, effects)
  if (without === null) return { features, base }
  const unknown = unknownAbove(name, without - base)
  return { features: [...features, unknown.feature], base: base + unknown.base }
}

/** Log odds of rows without a value; null where they are too few for points of their own. */
function unknownEffect({ codes, size }: CodedColumn, effects: Float64Array): number | null {
  return withoutValue(codes, size) < LEAST_OWN ? null : effects[size]
}

function withoutValue(codes: Uint32Array, size: number): number {
  return codes.reduce((sum, code) => sum + Number(code === size), 0)
}

/** Numbers that a few rows lack count as the middle value, which pulls to neither side. */
function missingPolicy({ numbers, codes, size, incomplete }: CodedColumn): MissingPolicy | null {
  if (!incomplete) return null
  const without = withoutValue(codes, size)
  if (numbers === null || without === 0 || without >= LEAST_OWN) return 'zero_points'
  const known = codes.filter((code) => code < size).sort()
  return { fill: numbers[known[known.length >> 1]] }
}

/** The flag of rows without a value, or of those with one, `above` log odds apart. */
function unknownAbove(column: string, above: number) {
  const less = above < 0 ? { descending: true } : {}
  const flag: FlagTransform = { kind: 'unknown', column, ...less }
  const strength = Math.abs(above)
  const feature = { name: flagName(flag), transform: flag, strength, missing: null }
  return { feature, base: Math.min(0, above) }
}

interface FlagEffect {
  flag: FlagTransform
  effect: number
}

function binFlags(
  { name, numbers, size }: CodedColumn,
  cuts: readonly number[],
  effects: Float64Array,
): FlagEffect[] {
  let code = 0
  return Array.from({ length: cuts.length + 1 }, (_, bin) => {
    const from = bin === 0 ? {} : { from: cuts[bin - 1] }
    const to = bin === cuts.length ? {} : { to: cuts[bin] }
    while (bin > 0 && code < size && numbers![code] < cuts[bin - 1]) code++
    const seen = code < size && (bin === cuts.length || numbers![code] < cuts[bin])
    const effect = seen ? effects[code] : Number.NaN
    return { flag: { kind: 'range', column: name, ...from, ...to }, effect }
  })
}

/** Flags of which every account has one: all above the lowest. */
function orientGroup(
  column: CodedColumn,
  flags: FlagEffect[],
  unknown: number | null,
): OrientedColumn {
  const { name } = column
  const missing = missingPolicy(column)
  const all = [...flags]
  if (unknown !== null) all.push({ flag: { kind: 'unknown', column: name }, effect: unknown })
  const known = all.map(({ effect }) => effect).filter((effect) => !Number.isNaN(effect))
  const base = Math.min(...known)
  const features = all.map(({ flag, effect }) => ({
    name: flagName(flag),
    transform: flag,
    strength: Number.isNaN(effect) ? 0 : effect - base,
    missing,
  }))
  // Of two flags one says it all.
  const needed = features.length === 2 ? features.filter(({ strength }) => strength > 0) : features
  return { features: needed.length === 0 ? features.slice(0, 1) : needed, base }
}

function orientLine(
  column: CodedColumn,
  shape: Exclude<Shape, { kind: 'bins' | 'flags' | 'groups' }>,
  effects: Float64Array,
  unknown: number | null,
): OrientedColumn {
  const { name, numbers, size } = column
  const rise = size === 0 ? 0 : riseOf(shape, effects, size)
  const less = rise < 0
  const base = less ? rise : 0
  const raw = shape.kind === 'line' && shape.step === 1 && numbers![0] === 0 && numbers![1] === 1
  const way = less ? { descending: true } : {}
  const transform: Transform | null =
    raw && !less
      ? null
      : shape.kind === 'rank'
        ? { ...shape, ...way }
        : { ...shape, kind: shape.kind === 'line' ? 'minmax' : 'log', ...way }
  const main = { name, transform, strength: Math.abs(rise), missing: missingPolicy(column) }
  if (unknown === null) return { features: [main], base }
  const other = unknownAbove(name, unknown - base)
  return { features: [main, other.feature], base: base + other.base }
}

/** Log odds from value 0 to value 1: the ends of the range are always at 0 and 1. */
function riseOf(shape: Shape, effects: Float64Array, size: number): number {
  const lowest = shape.kind === 'rank' ? 0 : effects[0]
  return effects[size - 1] - lowest
}

function textFlag(column: string, texts: readonly string[]): FlagTransform {
  return texts.length === 1
    ? { kind: 'equals', column, value: texts[0] }
    : { kind: 'any_of', column, values: [...texts] }
}

/** 'a', 'a or b', 'a, b or c', 'a, b or 4 more'. */
function eitherOf(values: readonly string[]): string {
  const all = values.length <= 3
  const last = all ? values.at(-1) : `${values.length - 2} more`
  const first = all ? values.slice(0, -1) : values.slice(0, 2)
  return first.length === 0 ? `${last}` : `${first.join(', ')} or ${last}`
}

/** What a flag is called in a spec. */
export function flagName(flag: FlagTransform): string {
  const { column } = flag
  switch (flag.kind) {
    case 'equals':
      return `${column} = ${flag.value}`
    case 'any_of':
      return `${column} = ${eitherOf(flag.values)}`
    case 'unknown':
      return flag.descending ? `${column} known` : `${column} unknown`
    case 'range':
      if (flag.from === undefined) return `${column} < ${flag.to}`
      if (flag.to === undefined) return `${column} ≥ ${flag.from}`
      return `${column} ${flag.from} – ${flag.to}`
  }
}
