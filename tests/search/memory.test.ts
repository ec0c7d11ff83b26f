import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultSpec } from '../../src/accounts/defaultSpec.ts'
import { guessRoles } from '../../src/accounts/guessRoles.ts'
import { profileTable } from '../../src/accounts/profileTable.ts'
import { sampleTable } from '../../src/accounts/sample.ts'
import type { Table } from '../../src/accounts/table.ts'
import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { heldBytes } from '../../src/lib/heldBytes.ts'
import type { Guardrails } from '../../src/loop/guardrails.ts'
import { createExperimentPool } from '../../src/search/experimentPool.ts'
import { type PreparedRun, prepareRun } from '../../src/search/prepareRun.ts'
import { createSearcher, type Searcher } from '../../src/search/searcher.ts'
import { openAccounts } from '../../src/terminal/openAccounts.ts'
import { sharedData } from '../sharedData.ts'

interface Search {
  metric: PrimaryMetric
  strategy: string
  experiments: number
  plain?: boolean
  guardrails?: Guardrails
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** Bytes of this process's array buffers once nothing can be collected any more; memory of kernels is not among them. */
async function arrayBuffers(): Promise<number> {
  for (let round = 0; round < 8; round++) {
    collect()
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
  return process.memoryUsage().arrayBuffers
}

/** Every kernel that was instantiated, so that its memory can be looked at. */
const kernels: { exports: { memory: { buffer: ArrayBuffer } } }[] = []

beforeEach(() => {
  kernels.length = 0
  const { Instance } = WebAssembly
  vi.stubGlobal('WebAssembly', {
    ...WebAssembly,
    validate: WebAssembly.validate,
    Module: WebAssembly.Module,
    Instance: class {
      constructor(module: WebAssembly.Module, imports: WebAssembly.Imports) {
        const instance = new Instance(module, imports)
        kernels.push(instance as unknown as (typeof kernels)[0])
        Object.assign(this, { exports: instance.exports })
      }
    },
  })
})

afterEach(() => vi.unstubAllGlobals())

function kernelBytes(): number {
  return kernels.reduce((sum, { exports }) => sum + exports.memory.buffer.byteLength, 0)
}

function prepared(table: Table, { metric, guardrails }: Search): PreparedRun {
  const { roles } = guessRoles(table, profileTable(table, null))
  const spec = defaultSpec(table, roles)
  if (!spec.ok) throw new Error(spec.problems[0].code)
  const split = { kind: 'id', share: 0.3, seed: 1 } as const
  const run = prepareRun({ table, spec: spec.value, metric, split, guardrails })
  if (!run.ok) throw new Error(run.problems[0].code)
  return run.value
}

/** Searches as one worker does, and leaves nothing behind but the searcher. */
async function searched(run: PreparedRun, search: Search): Promise<Searcher> {
  const { search: dataset, bounds, groups, guard, startWeights: weights } = run
  const { metric, strategy, plain } = search
  const now = () => performance.now()
  const input = { dataset, metric, strategy, seed: 1, bounds, groups, guard, plain, now }
  const searcher = createSearcher(input)
  const later = () => new Promise((resolve) => setImmediate(resolve))
  const pool = createExperimentPool(
    strategy,
    [
      {
        step: async (request) => later().then(() => searcher.step(request)),
        perform: async (request) => later().then(() => searcher.perform(request)),
        facts: async (start) => searcher.facts(start),
      },
    ],
    { weights, bounds, groups },
    { now },
  )
  const to = search.experiments + 1
  const incumbentValue = run.figures(weights).value as number
  for (let from = 1; from < to; ) {
    const batch = await pool.run({ weights, incumbentValue, from, to, budgetMs: 30 })
    if (batch === null) break
    from += batch.count
  }
  return searcher
}

/** What a searcher says it holds beside its rows, and what it really does. */
async function measured(table: Table, search: Search) {
  const run = prepared(table, search)
  run.figures(run.startWeights) // makes what the evaluator keeps
  const before = await arrayBuffers()
  const searcher = await searched(run, search)
  const arrays = (await arrayBuffers()) - before
  const rows = heldBytes(run.search).own
  return { said: searcher.memory().own - rows, arrays, kernel: kernelBytes(), rows }
}

const BESIDE = 40_000 // of the process itself, and of a task that is not at its end

async function expectTold(table: Table, search: Search): Promise<void> {
  const { said, arrays, kernel, rows } = await measured(table, search)
  expect(kernel > 0).toBe(search.plain !== true)
  expect(said).toBeGreaterThan(0.9 * rows) // a kernel has a copy of its own
  expect(Math.abs(said - arrays - kernel)).toBeLessThan(BESIDE + 0.02 * (arrays + kernel))
}

const AUC = 'auc_roc_retain'
const TO_ITS_END = Number.POSITIVE_INFINITY

describe('what a worker says it holds is what it holds', () => {
  it.each<Search>([
    { metric: AUC, strategy: 'random', experiments: 3000 },
    { metric: AUC, strategy: 'random', experiments: 3000, plain: true },
    { metric: 'ks', strategy: 'random', experiments: 500, plain: true },
    { metric: 'revenue_capture_at_20', strategy: 'random', experiments: 3000 },
    { metric: 'revenue_capture_at_20', strategy: 'random', experiments: 500, plain: true },
    { metric: 'tier_separation', strategy: 'random', experiments: 500, plain: true },
    { metric: 'nrr_spread', strategy: 'random', experiments: 500, plain: true },
    {
      ...{ metric: AUC, strategy: 'random', experiments: 3000 },
      guardrails: { maxHhi: 0.4, minTierShare: 0.01 },
    },
    { metric: AUC, strategy: 'deep', experiments: TO_ITS_END },
    { metric: 'revenue_capture_at_20', strategy: 'deep', experiments: TO_ITS_END },
  ])('on the sample: %o', async (search) => {
    await expectTold(sampleTable('health', { accounts: 4000, seed: 7 }), search)
  })

  it.skipIf(sharedData === null).each<Search>([
    { metric: AUC, strategy: 'random', experiments: 2000 },
    { metric: AUC, strategy: 'random', experiments: 2000, plain: true },
    { metric: AUC, strategy: 'deep', experiments: TO_ITS_END },
  ])('on telco_ibm: %o', async (search) => {
    const { table } = await openAccounts(join(sharedData as string, 'telco_ibm.parquet'))
    await expectTold(table, search)
  })

  it('of few features, folds and all', async () => {
    const table = sampleTable('health', { accounts: 1200, seed: 7 })
    const search = { metric: AUC, strategy: 'sparse', experiments: TO_ITS_END } as const
    const { said, arrays, kernel } = await measured(table, search)
    expect(kernels.length).toBeGreaterThan(5)
    expect(Math.abs(said - arrays - kernel)).toBeLessThan(BESIDE + 0.03 * (arrays + kernel))
  })
})
