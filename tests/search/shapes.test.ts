import { describe, expect, it } from 'vitest'
import { compileDataset } from '../../src/accounts/compileDataset.ts'
import { defaultSpec } from '../../src/accounts/defaultSpec.ts'
import { guessRoles } from '../../src/accounts/guessRoles.ts'
import { parseSpec, specToFile } from '../../src/accounts/parseSpec.ts'
import { profileTable } from '../../src/accounts/profileTable.ts'
import { retainedFlags } from '../../src/accounts/retainedFlags.ts'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import type { ShapeName } from '../../src/accounts/shaped.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import type { Table } from '../../src/accounts/table.ts'
import { randomUniform } from '../../src/lib/rng.ts'
import { type ChooseShapesInput, chooseShapes } from '../../src/search/shapes/chooseShapes.ts'
import { monotone } from '../../src/search/shapes/monotone.ts'
import { whyChosen } from '../../src/search/shapes/oneError.ts'
import { countedAuc } from '../../src/search/shapes/roundPoints.ts'
import { type Cell, tableOf } from '../accounts/tables.ts'

const ROWS = 3000

interface Planted {
  table: Table
  spec: Spec
  outcome: Uint8Array
  rows: Uint32Array // search rows: two of three
}

/** Accounts whose outcome follows the given log odds of their draws. */
function planted(
  seed: number,
  cells: (draw: (column: number) => number) => Record<string, Cell>,
  odds: (account: Record<string, Cell>) => number,
): Planted {
  const accounts = Array.from({ length: ROWS }, (_, row) =>
    cells((column) => randomUniform(seed, row, column)),
  )
  const names = Object.keys(accounts[0])
  const columns: Record<string, Cell[]> = Object.fromEntries(
    names.map((name) => [name, accounts.map((account) => account[name])]),
  )
  columns.churned = accounts.map((account, row) =>
    Number(randomUniform(seed, row, 99) > 1 / (1 + Math.exp(-odds(account)))),
  )
  const table = tableOf(columns)
  const { roles } = guessRoles(table, profileTable(table, null))
  const spec = defaultSpec(table, roles)
  const outcome = retainedFlags(table, roles)
  if (!spec.ok || outcome === null) throw new Error('no spec or outcome')
  const rows = Uint32Array.from({ length: ROWS }, (_, row) => row).filter((row) => row % 3 !== 0)
  return { table, spec: spec.value, outcome, rows }
}

function chosen(data: Planted, more: Partial<ChooseShapesInput> = {}) {
  const made = chooseShapes({ ...data, seed: 7, ...more })
  if (made === null) throw new Error('no shapes')
  return made
}

function shapeOf(made: ReturnType<typeof chosen>, column: string): string {
  return made.report.columns.find((each) => each.column === column)!.chosen
}

const bent = planted(
  1,
  (draw) => ({
    age: Math.round(20 + 60 * draw(1)),
    spend: Math.round(100 * Math.exp(3 * draw(2))) / 100,
    tickets: Math.floor(8 * draw(3)),
    trend: Math.round(1000 * draw(4)) / 1000,
    plan: draw(5) < 0.6 ? 'basic' : draw(5) < 0.97 ? 'team' : draw(5) < 0.985 ? 'odd' : 'rare',
    days: draw(6) < 0.15 ? null : Math.round(300 * draw(7)),
  }),
  ({ age, tickets, trend, plan, days }) =>
    0.004 * (Number(age) - 50) ** 2 -
    0.4 * Number(tickets) +
    1.5 * Number(trend) +
    (plan === 'team' ? 1 : 0) -
    (days === null ? 1.5 : 0),
)

describe('chooseShapes', () => {
  const made = chosen(bent)

  it('bends what is bent and leaves straight what is straight', () => {
    expect(shapeOf(made, 'age')).toMatch(/bins/)
    expect(shapeOf(made, 'tickets')).toBe('straight line')
    expect(shapeOf(made, 'trend')).toMatch(/^straight line/)
    expect(shapeOf(made, 'spend')).toMatch(/^straight line/)
    const age = made.report.columns.find(({ column }) => column === 'age')!
    expect(age.tried[0]).toMatchObject({ shape: 'straight line', gain: 0 })
    expect(Math.max(...age.tried.map(({ gain }) => gain))).toBeGreaterThan(0.02)
  })

  it('runs a straight line further out where the farthest count', () => {
    const tail = (draw: number) =>
      Math.round(
        100 * (draw < 0.97 ? draw : 1 + 60 * (draw - 0.97) + 4000 * Math.max(0, draw - 0.996)),
      )
    const far = planted(
      5,
      (draw) => ({ debt: tail(draw(1)), idle: tail(draw(2)), age: Math.round(60 * draw(3)) }),
      ({ debt, age }) => 4 - 0.045 * Number(debt) + 0.02 * Number(age),
    )
    const made = chosen(far)
    expect(shapeOf(made, 'debt')).toBe('straight line that caps fewer values')
    const debt = made.report.columns.find(({ column }) => column === 'debt')!
    expect(debt.why).toMatch(
      /^the best out of fold$|^nothing is clearly better|; more than one better than over the middle 98 %$/,
    )
    const { values } = far.table.columns.find(({ name }) => name === 'debt')!
    const searched = Float64Array.from(far.rows, (row) => Number(values[row])).sort()
    const [low, high] = [0.01, 0.99].map((q) => searched[Math.ceil(q * searched.length) - 1])
    const reached = searched.filter((value) => value <= high + (high - low) / 2)
    expect(reached.length).toBeLessThan(searched.length) // the farthest are capped all the same
    expect(made.spec.features.debt.transform).toMatchObject({
      ...{ kind: 'minmax', low: searched[0], high: reached.at(-1) },
    })
    const capped = chosen(far, { overrule: { debt: 'line' } })
    expect(shapeOf(capped, 'debt')).toBe('straight line')
  })

  it('begins with logarithms where columns tell by their ratio, and cuts one of them where it steps', () => {
    const ratio = planted(
      3,
      (draw) => {
        const before = Math.round(100 * Math.exp(6 * draw(1))) / 100
        const now = Math.round(100 * before * Math.exp(2 * draw(2) - 1)) / 100
        if (draw(5) < 0.004) return { before, now: -before, usage: 0, late: 0 } // overdrawn, fewer than one in 100
        return { before, now, usage: Math.round(100 * draw(3)), late: Math.floor(9 * draw(4) ** 2) }
      },
      ({ before, now, late }) =>
        3 * Math.log1p(Math.max(0, Number(now))) -
        3 * Math.log1p(Number(before)) -
        (Number(late) > 1 ? 2 : 0),
    )
    const { report, spec } = chosen(ratio)
    expect(report.common).toBe('logarithm')
    expect(spec.features.before.transform).toMatchObject({ kind: 'log', descending: true })
    expect(spec.features.now.transform).toMatchObject({ kind: 'log' })
    expect(report.columns.find(({ column }) => column === 'late')!.chosen).toMatch(/bins/)
    expect(report.auc).toBeGreaterThan(0.8)
    expect(made.report.common).toMatch(/^straight line/)
  })

  it('turns features so that no weight is negative, bins start at 0, bounds at 0 to 25 or more', () => {
    const features = Object.entries(made.spec.features)
    for (const [, { weight, min, max }] of features) {
      expect(min).toBe(0)
      expect(weight).toBeGreaterThanOrEqual(0)
      expect(max).toBeGreaterThanOrEqual(Math.max(25, weight))
    }
    const bins = features.filter(([, { transform }]) => transform?.kind === 'range')
    expect(Math.min(...bins.map(([, { weight }]) => weight))).toBe(0)
    const { transform } = made.spec.features.tickets
    expect(transform).toMatchObject({ kind: 'minmax', descending: true })
    expect(made.report.clippedShare).toBeLessThanOrEqual(0.01)
  })

  it('merges rare texts and gives missing values points of their own', () => {
    const { features } = made.spec
    const merged = Object.values(features).flatMap(({ transform }) =>
      transform?.kind === 'any_of' ? [[...transform.values].sort()] : [],
    )
    expect(merged).toEqual([['odd', 'rare']])
    expect(features['days known'].weight).toBeGreaterThan(0)
    expect(features.days.missing).toBe('zero_points')
  })

  it('makes a spec that a file holds and that scores to the AUC it says', () => {
    const parsed = parseSpec(JSON.parse(JSON.stringify(specToFile(made.spec))))
    if (!parsed.ok) throw new Error(parsed.problems[0].what)
    expect(Object.keys(parsed.value.features)).toEqual(Object.keys(made.spec.features))
    const dataset = compileDataset(bent.table, parsed.value)
    if (!dataset.ok) throw new Error(dataset.problems[0].what)
    const weights = Object.values(parsed.value.features).map(({ weight }) => weight)
    const { values } = scoreRows(dataset.value, weights)
    const auc = countedAuc(
      Int32Array.from(bent.rows, (row) => values[row]),
      Uint8Array.from(bent.rows, (row) => bent.outcome[row]),
    )
    expect(auc).toBeCloseTo(made.report.auc, 12)
  })

  it('is the same again, and never reads a row it was not given', () => {
    expect(chosen(bent)).toEqual(made)
    const scrambled: Table = {
      ...bent.table,
      columns: bent.table.columns.map((column) => {
        const values = column.values.slice()
        for (let row = 0; row < ROWS; row += 3) values[row] = column.values[(row + 1) % ROWS]
        return { ...column, values } as typeof column
      }),
    }
    const outcome = bent.outcome.map((flag, row) => (row % 3 === 0 ? 1 - flag : flag))
    expect(chosen({ ...bent, table: scrambled, outcome })).toEqual(made)
  })

  it('can be overruled for a column', () => {
    const overruled = chosen(bent, { overrule: { age: 'line', trend: 'bins', spend: 'log' } })
    expect(shapeOf(overruled, 'age')).toBe('straight line')
    expect(shapeOf(overruled, 'trend')).toMatch(/bins/)
    expect(overruled.spec.features.spend.transform).toMatchObject({ kind: 'log' })
    expect(overruled.report.auc).toBeLessThan(made.report.auc)
  })

  it('makes thresholds that add up all one way where asked', () => {
    const { spec } = chosen(bent, { overrule: { tickets: 'steps' }, pairs: 0 })
    const steps = Object.values(spec.features).filter(
      ({ transform }) => transform?.kind === 'range' && transform.column === 'tickets',
    )
    expect(steps.length).toBeGreaterThan(1)
    for (const { transform, weight } of steps) {
      expect(Object.keys(transform!)).toEqual(['kind', 'column', 'to'])
      expect(weight).toBeGreaterThanOrEqual(0)
    }
    expect(monotone([1, 3, 2, 4], [1, 1, 1, 1], false)).toEqual([1, 2.5, 2.5, 4])
    expect(monotone([1, 3, 2, 4], [1, 1, 1, 1], true)).toEqual([2.5, 2.5, 2.5, 2.5])
  })

  it('leaves locked features as they are', () => {
    const { age } = bent.spec.features
    const features = { ...bent.spec.features, age: { ...age, weight: -3, min: -5, locked: true } }
    const kept = chosen({ ...bent, spec: { ...bent.spec, features } })
    expect(kept.spec.features.age).toEqual(features.age)
    expect(kept.report.columns.map(({ column }) => column)).not.toContain('age')
  })

  it('finds a flag of two columns that pays, and none where there is none', () => {
    const crossed = planted(
      2,
      (draw) => ({
        minutes: Math.round(300 * draw(1)),
        plan: draw(2) < 0.4 ? 'yes' : 'no',
        noise: Math.round(100 * draw(3)),
      }),
      ({ minutes, plan }) => (plan === 'yes' && Number(minutes) >= 200 ? -2.5 : 1),
    )
    const { spec, report } = chosen(crossed)
    const [pair] = Object.values(spec.features).flatMap(({ transform }) =>
      transform?.kind === 'all' ? [transform] : [],
    )
    expect(pair.of.map(({ column }) => column).sort()).toEqual(['minutes', 'plan'])
    expect(report.pairs[0]).toMatchObject({ kept: true })
    expect(made.report.pairs.every(({ kept }) => !kept)).toBe(true)
    expect(chosen(crossed, { pairs: 0 }).report.pairs).toEqual([])
  })

  it('tells a flag from a column of the same name', () => {
    const named = planted(
      4,
      (draw) => ({
        x: draw(1) < 0.3 ? null : Math.round(100 * draw(2)),
        'x unknown': draw(3) < 0.5,
      }),
      (account) => (account['x unknown'] ? 1 : 0) + (account.x === null ? 1.5 : 0),
    )
    const { spec } = chosen(named)
    expect(Object.keys(spec.features)).toEqual(['x', 'x unknown', 'x unknown (2)'])
    expect(spec.features['x unknown (2)'].transform?.kind).toBe('round')
    expect(spec.features['x unknown (2)'].weight).toBeGreaterThan(0)
    expect(compileDataset(named.table, spec).ok).toBe(true)
  })

  it('groups many texts by their effects, each text once, and drops texts that say nothing', () => {
    const effect = (country: Cell) => ((Number(String(country).slice(1)) * 7) % 5) - 2
    const many = planted(
      5,
      (draw) => ({
        country: `c${Math.floor(40 * draw(1) ** 2)}`,
        noise: `n${Math.floor(30 * draw(2))}`,
        x: Math.round(100 * draw(3)),
      }),
      ({ country }) => effect(country),
    )
    const { spec, report } = chosen(many, { pairs: 0 })
    const flags = Object.values(spec.features).flatMap(({ transform, weight }) =>
      transform?.kind === 'any_of'
        ? [{ weight, values: transform.values }]
        : transform?.kind === 'equals'
          ? [{ weight, values: [transform.value] }]
          : [],
    )
    const texts = flags.flatMap(({ values }) => values)
    const country = many.table.columns.find(({ name }) => name === 'country')!
    const seen = new Set(Array.from(many.rows, (row) => country.values[row]))
    expect(texts.length).toBe(seen.size)
    expect(new Set(texts).size).toBe(texts.length)
    expect(flags.length).toBeLessThanOrEqual(12)
    expect(new Set(flags.map(({ weight }) => weight)).size).toBe(flags.length)
    const weightOf = (text: string) => flags.find(({ values }) => values.includes(text))!.weight
    expect(weightOf('c2')).toBeGreaterThan(weightOf('c0'))
    expect(weightOf('c4')).toBeGreaterThan(weightOf('c3'))
    expect(report.columns.find(({ column }) => column === 'noise')).toMatchObject({
      chosen: 'no points',
    })
    expect(report.auc).toBeGreaterThan(0.8)
  })

  it('can be overruled for texts: a flag each, groups of like ones, no points', () => {
    const many = planted(
      5,
      (draw) => ({ country: `c${Math.floor(30 * draw(1))}`, x: Math.round(100 * draw(2)) }),
      ({ country }) => ((Number(String(country).slice(1)) * 7) % 5) - 2,
    )
    const texts = (shape?: ShapeName) => {
      const overrule: Record<string, ShapeName> = shape === undefined ? {} : { country: shape }
      const made = chosen(many, { overrule, pairs: 0 })
      const { features } = made.spec
      const flags = Object.values(features).filter(
        ({ transform }) => transform?.kind === 'any_of' || transform?.kind === 'equals',
      )
      expect(compileDataset(many.table, made.spec).ok).toBe(true)
      return { shape: shapeOf(made, 'country'), flags: flags.length }
    }
    const free = texts()
    expect(free.shape).toBe('groups of like texts')
    expect(texts('groups')).toEqual(free)
    const flags = texts('flags')
    expect(flags.shape).toBe('a flag per text')
    expect(flags.flags).toBeGreaterThan(12)
    expect(texts('none')).toEqual({ shape: 'no points', flags: 0 })
    expect(texts('line')).toEqual(free) // which no text has
    const numbers = chosen(bent, { overrule: { trend: 'none' }, pairs: 0 })
    expect(shapeOf(numbers, 'trend')).toMatch(/^straight line/)
  })

  it('says of a wide line why it stands before a better shape', () => {
    const of = (kind: 'line' | 'wide' | 'log', loss: number) => ({
      ...{ candidate: { kind }, loss, gain: 0, gainError: 0 },
    })
    const tried = [of('line', 3), of('wide', 1.1), of('log', 1)]
    const [line, wide, log] = tried.map(({ candidate }) => candidate)
    expect(whyChosen(tried, wide, line)).toBe(
      'within one standard error of logarithm, and simpler; more than one better than over the middle 98 %',
    )
    expect(whyChosen(tried, line, line)).toBe('nothing is clearly better; logarithm comes nearest')
    expect(whyChosen(tried, log, line)).toBe('the best out of fold')
  })

  it('gives no points to what fewer than 5 rows have', () => {
    const few = planted(
      6,
      (draw) => ({
        flag: draw(1) < 0.0012 ? 1 : 0,
        plan: draw(2) < 0.5 ? 'a' : draw(2) < 0.999 ? 'b' : 'odd',
        days: draw(3) < 0.0015 ? null : Math.round(300 * draw(4)),
      }),
      ({ plan, days, flag }) => (plan === 'a' ? 1 : 0) + Number(days) / 300 + 5 * Number(flag),
    )
    const column = (name: string) => few.table.columns.find((each) => each.name === name)!
    const rowsWith = (test: (row: number) => boolean) => few.rows.filter(test).length
    expect(rowsWith((row) => column('flag').values[row] === 1)).toBeGreaterThan(0)
    expect(rowsWith((row) => column('flag').values[row] === 1)).toBeLessThan(5)
    expect(rowsWith((row) => column('days').missing?.[row] === 1)).toBeGreaterThan(0)
    const { spec, report } = chosen(few, { pairs: 0 })
    const dataset = compileDataset(few.table, spec)
    if (!dataset.ok) throw new Error(dataset.problems[0].what)
    for (const [name, { transform }] of Object.entries(spec.features)) {
      expect(name.startsWith('flag')).toBe(false)
      expect(transform?.kind).not.toBe('unknown')
      expect(transform?.kind === 'equals' && transform.value === 'odd').toBe(false)
    }
    expect(spec.features.days.missing).toMatchObject({ fill: expect.any(Number) })
    expect(report.columns.find((each) => each.column === 'flag')).toMatchObject({
      chosen: 'no points',
      why: expect.stringContaining('too few for points of their own'),
    })
  })

  it('cuts no more bins than one for ten of the rarer outcome', () => {
    const late = planted(
      6,
      (draw) => ({ age: Math.round(100 * draw(1)), seats: Math.round(50 * draw(2)) }),
      ({ age }) => ((age as number) > 30 && (age as number) < 60 ? 2 : 5),
    )
    const churned = late.rows.filter((row) => late.outcome[row] === 0).length
    expect(churned).toBeLessThan(100)
    const { tried } = chosen(late).report.columns.find(({ column }) => column === 'age')!
    const bins = tried.flatMap(({ shape }) =>
      /bins/.test(shape) ? [Number.parseInt(shape, 10)] : [],
    )
    expect(Math.max(...bins) * 10).toBeLessThanOrEqual(churned)
    expect(chosen(bent).report.columns[0].tried.some(({ shape }) => /^10 bins/.test(shape))).toBe(
      true,
    )
  })

  it('says nothing about too few accounts', () => {
    expect(chooseShapes({ ...bent, rows: bent.rows.slice(0, 25), seed: 1 })).toBeNull()
  })

  it('takes constant columns, few values and columns without values in its stride', () => {
    const odd = planted(
      3,
      (draw) => ({
        same: 5,
        two: draw(1) < 0.5 ? 3 : 9,
        three: Math.floor(3 * draw(2)),
        nearly: draw(3) < 0.999 ? null : 1,
        flag: draw(4) < 0.3,
        far: draw(5) < 0.5 ? -1e9 : 1e9 * draw(6),
      }),
      ({ two, flag }) => (two === 9 ? -1 : 0.5) - (flag ? 1 : 0),
    )
    const { spec } = chosen(odd)
    expect(spec.features.two.transform).toMatchObject({
      low: 3,
      high: 9,
      step: 1,
      descending: true,
    })
    expect(spec.features.same).toBeUndefined()
    expect(compileDataset(odd.table, spec).ok).toBe(true)
  })
})
