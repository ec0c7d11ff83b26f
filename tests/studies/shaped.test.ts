import { describe, expect, it } from 'vitest'
import { compileDataset } from '../../src/accounts/compileDataset.ts'
import { defaultSpec } from '../../src/accounts/defaultSpec.ts'
import { guessRoles } from '../../src/accounts/guessRoles.ts'
import { profileTable } from '../../src/accounts/profileTable.ts'
import { idSplit } from '../../src/accounts/rowSets.ts'
import { sampleTable } from '../../src/accounts/sample.ts'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import { type Shaped, unshapedSpec } from '../../src/accounts/shaped.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import type { Table } from '../../src/accounts/table.ts'
import { takeColumn, takeTable } from '../../src/accounts/takeRows.ts'
import { guardTerms } from '../../src/search/guard.ts'
import { type PreparedRun, prepareRun } from '../../src/search/prepareRun.ts'
import { searchAll } from '../../src/search/searchAll.ts'
import { bestShapes } from '../../src/search/shapes/bestShapes.ts'
import { studySeed } from '../../src/studies/draws.ts'
import { foldOf } from '../../src/studies/folds.ts'
import { replicate } from '../../src/studies/replicate.ts'
import { studySetup } from '../../src/studies/runStudies.ts'
import { studyRows } from '../../src/studies/shapedSearch.ts'
import { shuffledRows } from '../../src/studies/shuffle.ts'
import type {
  FoldReplicate,
  ShuffleReplicate,
  StudyRows,
  StudySetup,
} from '../../src/studies/study.ts'
import { referenceValue } from '../search/reference.ts'

const METRIC = 'auc_roc_retain'
const SEED = 11
const BUDGET = 300
const EVERYTHING = idSplit(0, null)
const OVERRULE: Shaped['overrule'] = { credit_limit_hits: 'rank' }

const table = sampleTable('health', { accounts: 900, seed: 3 })
const before = specOf(table)

function specOf(of: Table): Spec {
  const { roles } = guessRoles(of, profileTable(of, null))
  const spec = defaultSpec(of, roles)
  if (!spec.ok) throw new Error('no spec')
  return spec.value
}

/** What a run with shapes does to all rows of a table: the reference of what a study repeats. */
function shapedRun(of: Table): PreparedRun {
  const shapes = bestShapes({
    table: of,
    spec: before,
    split: EVERYTHING,
    seed: SEED,
    overrule: OVERRULE,
  })
  if (!shapes.ok) throw new Error(shapes.problems[0].what)
  return prepared(of, shapes.value.spec)
}

function prepared(of: Table, spec: Spec): PreparedRun {
  const run = prepareRun({ table: of, spec, metric: METRIC, split: EVERYTHING })
  if (!run.ok) throw new Error(run.problems[0].what)
  return run.value
}

function found({ search, bounds, groups, startWeights }: PreparedRun) {
  const how = { metric: METRIC, strategy: 'random', seed: SEED, budget: BUDGET } as const
  return searchAll({ ...how, dataset: search, bounds, groups, start: startWeights })
}

function studied(of: Table): { setup: StudySetup; rows: StudyRows } {
  const run = shapedRun(of)
  const given = prepared(of, before)
  const header = {
    spec: run.spec,
    metric: METRIC,
    strategy: 'random',
    seed: SEED,
    budget: BUDGET,
    split: { searchRows: of.rowCount },
    baseline: { value: 0.5 },
    shaped: { from: before, overrule: OVERRULE },
  } as const
  const setup = studySetup({
    header,
    experiments: BUDGET,
    finished: true,
    best: { weights: null, value: 0.5 },
  })
  const incumbent = scoreRows(given.search, given.startWeights)
  const all = Uint32Array.from({ length: of.rowCount }, (_, row) => row)
  return { setup, rows: studyRows(run.search, incumbent, header, of, all) }
}

const { setup, rows } = studied(table)

function fold(index: number, of: StudyRows = rows): FoldReplicate {
  return replicate(setup, of, 'folds', index) as FoldReplicate
}

describe('studies of a run with chosen shapes', () => {
  it('choose them without the fold and measure on it, as a run on the other rows would', () => {
    for (const index of [0, 7]) {
      const { train, test } = foldOf(setup, rows.dataset, index)
      const run = shapedRun(takeTable(table, train))
      const outside = compileDataset(takeTable(table, test), run.spec)
      if (!outside.ok) throw new Error('not compiled')
      const value = referenceValue(outside.value, found(run).weights, METRIC)
      const made = fold(index)
      expect(made.candidate).toBeCloseTo(value as number, 12)
      expect(made.rows).toBe(test.length)
      const kept = replicate({ ...setup, shapes: undefined }, rows, 'folds', index)
      expect(made.incumbent).toBe((kept as FoldReplicate).incumbent)
    }
  })

  it('choose them for shuffled outcomes, as a run on those would', () => {
    for (const index of [0, 4]) {
      const order = shuffledRows(rows.incumbent, studySeed(SEED, 'shuffle', index))
      const columns = table.columns.map((column) =>
        /^(retained_6mo|churned)$/.test(column.name) ? takeColumn(column, order) : column,
      )
      const run = shapedRun({ ...table, columns })
      const made = replicate(setup, rows, 'shuffle', index) as ShuffleReplicate
      expect(made.best).toBe(found(run).value)
      const given = prepared({ ...table, columns }, before)
      expect(made.start).toBeCloseTo(referenceValue(given.search, given.startWeights, METRIC), 12)
    }
  })

  it('are done by the spec from before where too few accounts allow no choice', () => {
    const churned = [...table.columns.find(({ name }) => name === 'retained_6mo')!.values].flatMap(
      (value, row) => (value === 0 ? [row] : []),
    )
    const some = Array.from({ length: table.rowCount }, (_, row) => row)
      .filter((row) => !churned.includes(row))
      .concat(churned.slice(0, 22)) // 17 or 18 without a fold, of the 20 that a choice needs
      .sort((a, b) => a - b)
    const small = studied(takeTable(table, Uint32Array.from(some)))
    const made = replicate(small.setup, small.rows, 'folds', 0) as FoldReplicate
    const { train, test } = foldOf(small.setup, small.rows.dataset, 0)
    const run = prepared(takeTable(small.rows.table!, train), before)
    const outside = compileDataset(takeTable(small.rows.table!, test), run.spec)
    if (!outside.ok) throw new Error('not compiled')
    const value = referenceValue(outside.value, found(run).weights, METRIC)
    expect(made.candidate).toBeCloseTo(value, 12)
  })

  it('keep the guardrails of the run and its segments, which the spec from before may lack', () => {
    const { segments: _, ...bare } = before
    const guardrails = { maxSegmentDrop: 0 }
    const again = { spec: { ...bare, segments: ['segment'] }, overrule: OVERRULE, suits: false }
    const guarded = { ...setup, shapes: { ...again, guardrails } }
    const { train } = foldOf(setup, rows.dataset, 0)
    const run = shapedRun(takeTable(table, train))
    const { search, bounds, groups, startWeights: start } = run
    const guard = guardTerms(guardrails, run.spec, start, groups)
    const how = { metric: METRIC, strategy: 'random', seed: SEED, budget: BUDGET } as const
    const expected = searchAll({ ...how, dataset: search, bounds, groups, start, guard })
    const { test } = foldOf(setup, rows.dataset, 0)
    const outside = compileDataset(takeTable(table, test), run.spec)
    if (!outside.ok) throw new Error('not compiled')
    const made = replicate(guarded, rows, 'folds', 0) as FoldReplicate
    expect(made.candidate).toBeCloseTo(referenceValue(outside.value, expected.weights, METRIC), 12)
    expect([...expected.weights]).not.toEqual([...found(run).weights]) // the guardrail counts
  })

  it('read the features from before, and the outcomes and segments of the run', () => {
    const { spec } = shapedRun(table)
    const from = { ...before, base_score: 7, segments: [] }
    const now = { ...spec, segments: ['segment'] }
    const unshaped = unshapedSpec(now, { from, overrule: {} })
    expect(unshaped).toEqual({ ...now, base_score: 7, features: before.features })
  })

  it('are sent only the columns that shapes and search read', () => {
    const read = ['retained_6mo', ...Object.keys(before.features)]
    const names = rows.table!.columns.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(read))
    expect(names).not.toContain('account_id')
  })
})
