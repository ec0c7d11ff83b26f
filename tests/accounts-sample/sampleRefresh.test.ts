import { describe, expect, it } from 'vitest'
import { concatTables } from '../../src/accounts/concatTables.ts'
import { defaultSpec } from '../../src/accounts/defaultSpec.ts'
import { guessRoles } from '../../src/accounts/guessRoles.ts'
import { laterFileProblems, periodOrder } from '../../src/accounts/periodOrder.ts'
import { profileTable } from '../../src/accounts/profileTable.ts'
import { sampleRefresh } from '../../src/accounts/sampleRefresh.ts'
import { readSpecText, specJson } from '../../src/exports/specFile.ts'
import { createRun } from '../../src/loop/run.ts'
import { createExperimentPool } from '../../src/search/experimentPool.ts'
import { prepareRun } from '../../src/search/prepareRun.ts'
import { createSearcher } from '../../src/search/searcher.ts'

const sample = sampleRefresh({ accounts: 5000, seed: 7 })
const first = { name: 'train.parquet', table: sample.train }
const later = { name: 'holdout.parquet', table: sample.holdout }

describe('refresh sample', () => {
  it('is the same for the same seed, and another for another', () => {
    const of = (seed: number) => sampleRefresh({ accounts: 50, seed })
    expect(of(3)).toEqual(of(3))
    expect(of(4).train).not.toEqual(of(3).train)
  })

  it('is two periods in order, without an account in both, and nothing to mend', () => {
    expect(periodOrder(first, later, sample.incumbent)).toBe('later')
    expect(laterFileProblems(first, later, sample.incumbent)).toEqual([])
    const ids = [sample.train, sample.holdout].flatMap(({ columns }) => {
      const [id] = columns
      return id.kind === 'text' ? id.dictionary : []
    })
    expect(new Set(ids).size).toBe(10_000)
  })

  it('opens by itself with the roles its spec names', () => {
    const { roles } = guessRoles(sample.train, profileTable(sample.train, null))
    const spec = defaultSpec(sample.train, roles)
    if (!spec.ok) throw new Error(spec.problems[0].what)
    const { features, time, segments, retain_column, mrr_column, columns } = sample.incumbent
    expect(spec.value).toMatchObject({ time, segments, retain_column, mrr_column, columns })
    expect(Object.keys(spec.value.features).sort()).toEqual(Object.keys(features).sort())
  })

  it('has an incumbent that a spec file holds', () => {
    const read = readSpecText(specJson(sample.incumbent), 'incumbent.json')
    expect(read).toEqual({ ok: true, value: sample.incumbent, problems: [] })
  })

  it('gains on the searched period and loses on the later one', async () => {
    const { start, best } = await searched()
    expect(Math.abs(start.value - 0.74)).toBeLessThan(0.03)
    expect(Math.abs(best.value - 0.91)).toBeLessThan(0.03)
    expect(Math.abs(start.holdoutValue! - 0.74)).toBeLessThan(0.03)
    expect(Math.abs(best.holdoutValue! - 0.59)).toBeLessThan(0.03)
  })
})

/** 2,000 random experiments on the first period, seed 42. */
async function searched() {
  const table = concatTables(first, later, sample.incumbent)
  if (!table.ok) throw new Error(table.problems[0].what)
  const second = { name: later.name, fingerprint: '', rows: 5000, columns: 14 }
  const prepared = prepareRun({
    table: table.value,
    spec: sample.incumbent,
    metric: 'auc_roc_retain',
    split: { kind: 'file', firstRow: 5000, asOf: null, second },
  })
  if (!prepared.ok) throw new Error(prepared.problems[0].what)
  const {
    search: dataset,
    metric,
    bounds,
    groups,
    startWeights,
    featureNames,
    figures,
  } = prepared.value
  const now = () => 0
  const strategy = 'random'
  const searcher = createSearcher({ dataset, metric, strategy, seed: 42, bounds, groups, now })
  const step = async (request: Parameters<typeof searcher.step>[0]) => searcher.step(request)
  let weights: ArrayLike<number> = startWeights
  const run = createRun({
    pool: createExperimentPool(
      strategy,
      [{ step }] as never,
      { weights: startWeights, bounds },
      { now },
    ),
    weights: startWeights,
    incumbentValue: figures(startWeights).value,
    featureNames,
    budget: 2000,
    startIndex: 1,
    async onBatch(_, wins) {
      weights = wins.at(-1)?.weights ?? weights
    },
    now,
    sliceMs: 30,
  })
  await run.done
  return { start: figures(startWeights), best: figures(weights) }
}
