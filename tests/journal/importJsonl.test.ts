import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { importJournal, storeImported } from '../../src/journal/importJsonl.ts'
import { createMemoryJournal } from '../../src/journal/memoryJournal.ts'
import { chunksOf } from './journalFixtures.ts'

let ids = 0
const options = () => ({
  newId: () => `new-${++ids}`,
  now: '2026-02-01T00:00:00.000Z',
  name: 'experiment_journal.jsonl',
})

/** A line as the field's existing tool writes it. */
function toolLine(patch: Record<string, unknown> = {}) {
  return {
    experiment_id: 'exp_00001',
    seed: 42,
    evaluation_version: 2,
    timestamp: '2026-01-05T09:30:00.123456+00:00',
    metric: 'auc_roc_retain',
    baseline_value: 0.6312,
    variant_value: 0.6301,
    outcome: 'lose',
    changes: ['alert_created: 5 -> 4'],
    hypothesis: 'Random mutation: alert_created: 5 -> 4',
    weights_snapshot: { alert_created: 4, session_depth: 5, has_exported: 5 },
    metrics: {
      n_scored: 5000,
      auc_roc_retain: 0.6301,
      logo_retention_by_tier: { A: 0.9, D: null },
    },
    duration_ms: 3.1,
    ...patch,
  }
}

const win = (patch: Record<string, unknown> = {}) =>
  toolLine({
    experiment_id: 'exp_00002',
    variant_value: 0.64,
    outcome: 'win',
    changes: ['session_depth: 5 -> 7'],
    weights_snapshot: { alert_created: 5, session_depth: 7, has_exported: 5 },
    ...patch,
  })

const text = (...lines: unknown[]) =>
  lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')

async function read(...lines: unknown[]) {
  return importJournal(chunksOf(text(...lines)), options())
}

async function reason(...lines: unknown[]): Promise<string> {
  const result = await read(...lines)
  expect(result.ok).toBe(false)
  expect(result.problems[0]!.severity).toBe('error')
  return result.problems[0]!.what
}

async function runsOf(...lines: unknown[]) {
  const result = await read(...lines)
  if (!result.ok) throw new Error(result.problems[0]!.what)
  return result.value.runs
}

describe('importJournal', () => {
  it('reads a journal of the existing tool', async () => {
    const [run, ...others] = await runsOf(toolLine(), win())
    expect(others).toEqual([])
    expect(run!.header).toMatchObject({
      evaluationVersion: 2,
      metric: 'auc_roc_retain',
      seed: 42,
      budget: 2,
      source: 'import',
      createdAt: '2026-01-05T09:30:00.123Z',
      baseline: { value: 0.6312, metrics: { n_scored: 5000 } },
      split: { kind: 'unknown' },
    })
    expect(run!.header.runId).toMatch(/^new-/)
    expect(Object.entries(run!.header.spec.features)).toEqual([
      ['alert_created', { weight: 5, min: -5, max: 25 }],
      ['session_depth', { weight: 5, min: -5, max: 25 }],
      ['has_exported', { weight: 5, min: -5, max: 25 }],
    ])
    expect(run!.kept).toMatchObject([
      {
        index: 2,
        weights: [5, 7, 5],
        changes: [{ feature: 'session_depth', from: 5, to: 7 }],
        baselineValue: 0.6312,
        value: 0.64,
        holdoutValue: null,
        metrics: { logo_retention_by_tier: { A: 0.9, D: null } },
      },
    ])
    const [batch] = run!.batches
    expect([...batch!.values]).toEqual([0.6301, 0.64])
    expect([...batch!.newWeights.subarray(0, 2)]).toEqual([4, 0])
    const journal = createMemoryJournal()
    const imported = { runs: [run!] }
    expect((await storeImported(journal, imported)).stored).toHaveLength(1)
    expect(await journal.run(run!.header.runId)).toMatchObject({ state: 'finished', kept: 1 })
    expect(await storeImported(journal, imported)).toEqual({
      stored: [],
      present: [run!.header.runId],
    })
  })

  it('takes the size of a gain where a win tells it, and refuses one that cannot be', async () => {
    const gainOf = async (patch: Record<string, unknown>) => (await runsOf(win(patch)))[0]!.kept[0]
    expect(await gainOf({ gain_in_standard_errors: 0.4 })).toHaveProperty(
      'gainInStandardErrors',
      0.4,
    )
    expect(await gainOf({ gain_in_standard_errors: null })).not.toHaveProperty(
      'gainInStandardErrors',
    )
    expect(await gainOf({})).not.toHaveProperty('gainInStandardErrors')
    for (const gain of [-0.1, '1.8']) {
      const result = await read(win({ gain_in_standard_errors: gain }))
      expect(result.ok).toBe(false)
      expect(result.problems[0]!.what).toContain('gain_in_standard_errors')
    }
    const { problems } = await read(toolLine({ gain_in_standard_errors: 0.4 }))
    expect(problems.map(({ code }) => code)).not.toContain('journal-unknown-fields')
  })

  it('takes times without a zone as UTC, a missing version as 1, a missing seed as untold', async () => {
    const { seed: _seed, evaluation_version: _version, ...old } = toolLine()
    const [run] = await runsOf({ ...old, timestamp: '2025-11-02T10:00:00.5' })
    expect(run!.header).toMatchObject({
      createdAt: '2025-11-02T10:00:00.500Z',
      evaluationVersion: 1,
      seed: Number.NaN,
    })
  })

  it('keeps evaluator versions, metrics, seeds and run ids apart', async () => {
    const runs = await runsOf(
      toolLine({ evaluation_version: 1 }),
      toolLine(),
      toolLine({ metric: 'tier_separation' }),
      toolLine({ seed: 7 }),
      toolLine({ run_id: 'x' }),
      toolLine({ run_id: 'y' }),
      toolLine({ run_id: 'x', evaluation_version: 1 }),
      win(),
    )
    expect(runs.map(({ header }) => header.budget)).toEqual([1, 2, 1, 1, 1, 1, 1])
    expect(runs.slice(4).map(({ header }) => header.runId)).toEqual(['x', 'y', 'x (2)'])
    expect(new Set(runs.map(({ header }) => header.runId)).size).toBe(7)
  })

  it('takes a baseline that falls back as the tool started again on the same journal', async () => {
    const runs = await runsOf(toolLine(), win(), toolLine(), win())
    expect(runs.map(({ header }) => header.budget)).toEqual([2, 2])
    expect(await reason({ ...win(), run_id: 'x' }, { ...toolLine(), run_id: 'x' })).toMatch(
      /^Line 2 is refused: its baseline_value is 0.6312, but the best value before it was 0.64/,
    )
  })

  it('derives changes from the weights where the line names none', async () => {
    const { changes: _changes, ...bare } = win()
    const [run] = await runsOf(toolLine(), bare)
    expect(run!.kept[0]!.changes).toEqual([{ feature: 'session_depth', from: 5, to: 7 }])
  })

  it('derives the start from several lines where none names changes, and says where it cannot', async () => {
    const bare = (alert: number, session: number, exported: number) => {
      const { changes: _changes, ...line } = toolLine({
        weights_snapshot: { alert_created: alert, session_depth: session, has_exported: exported },
      })
      return line
    }
    const [run] = await runsOf(bare(4, 5, 5), bare(5, 7, 5), bare(5, 5, 6))
    expect(Object.values(run!.header.spec.features).map(({ weight }) => weight)).toEqual([5, 5, 5])
    expect([...run!.batches[0]!.newWeights].filter((weight) => weight !== 0)).toEqual([4, 7, 6])
    expect(await reason(bare(4, 5, 5), bare(5, 7, 5))).toMatch(/line 1.*cannot be told/)
  })

  it('takes lost lines that hold the weights kept instead of those tried', async () => {
    const kept = { alert_created: 5, session_depth: 5, has_exported: 5 }
    const [run] = await runsOf(toolLine({ weights_snapshot: kept }), win())
    expect(run!.batches[0]!.newWeights[0]).toBe(4)
    expect(Object.values(run!.header.spec.features)[0]!.weight).toBe(5)
  })

  it('tolerates a torn last line and says so', async () => {
    const torn = JSON.stringify(win()).slice(0, 90)
    for (const ending of ['', '\n', '\n\n']) {
      const result = await read(toolLine(), torn + ending)
      expect(result.ok && result.value.runs[0]!.header.budget).toBe(1)
      expect(result.problems.map(({ code }) => code)).toContain('journal-torn')
    }
  })

  it('names the line that is broken in the middle', async () => {
    expect(await reason(toolLine(), '{"experiment_id": "exp_0', win())).toMatch(
      /^Line 2 cannot be read/,
    )
    expect(await reason(toolLine(), '', 'NaN', win())).toMatch(/^Line 3 .*NaN/)
  })

  it.each([
    [
      'a win that did not improve',
      win({ variant_value: 0.6312 }),
      /Line 2 .* called a win.*0.6312/,
    ],
    ['a win without a value', win({ variant_value: null }), /variant_value is null/],
    ['an infinite value', text(win()).replace('0.64', '1e999'), /variant_value is Infinity/],
    ['an infinite metric', text(toolLine()).replace('5000', '1e999'), /n_scored is Infinity/],
    [
      'a win that gains nothing and needs as many points',
      toolLine({
        outcome: 'win',
        variant_value: 0.6312,
        changes: ['alert_created: 5 -> -5'],
        weights_snapshot: { alert_created: -5, session_depth: 5, has_exported: 5 },
      }),
      /called a win/,
    ],
    ['an unknown outcome', toolLine({ outcome: 'draw' }), /outcome is "draw"/],
    ['an unknown metric', toolLine({ metric: 'accuracy' }), /metric is "accuracy".*auc_roc_retain/],
    [
      'weights that are not whole',
      toolLine({ weights_snapshot: { alert_created: 4.5 } }),
      /alert_created is 4.5/,
    ],
    ['no weights', toolLine({ weights_snapshot: undefined }), /weights_snapshot is missing/],
    [
      'changes of more weights than there are',
      toolLine({ changes: ['a: 1 -> 2', 'b: 1 -> 2', 'c: 1 -> 2', 'd: 1 -> 2'] }),
      /changes a, which is not in its weights_snapshot/,
    ],
    ['a change it cannot read', toolLine({ changes: ['alert_created up'] }), /"alert_created up"/],
    [
      'a change of an unknown feature',
      toolLine({ run_id: 'x', changes: ['other: 5 -> 4'] }),
      /other/,
    ],
    ['a date it cannot read', toolLine({ timestamp: 'yesterday' }), /"yesterday"/],
    [
      'a version that is no number',
      toolLine({ evaluation_version: '2' }),
      /evaluation_version is "2"/,
    ],
    ['a list', [1, 2], /not a JSON object/],
  ])('refuses %s', async (_what, line, expected) => {
    expect(await reason(toolLine(), line, win())).toMatch(expected)
  })

  it('refuses a file without an experiment, with the reason', async () => {
    expect(await reason('')).toMatch(/holds no experiment/)
    expect(await reason('\n \n')).toMatch(/holds no experiment/)
    expect(await reason('PAR1\u0015\u0004')).toMatch(/Line 1 cannot be read: it is not JSON/)
    const parquet = await importJournal(chunksOf(new Uint8Array([80, 65, 0xff, 0xfe])), options())
    expect(parquet.problems[0]!.what).toMatch(/not UTF-8/)
    const endless = async function* () {
      for (let i = 0; i < 40; i++) yield new Uint8Array(1024 * 1024).fill(65)
    }
    const result = await importJournal(endless(), options())
    expect(result.problems[0]!.what).toMatch(/longer than 16 MB/)
  })

  it('treats hostile feature names as names', async () => {
    const line = text(
      toolLine({ changes: ['__proto__: 5 -> 4'], weights_snapshot: { x: 5 } }),
    ).replace('{"x":5}', '{"__proto__":4,"constructor":5,"a: 1 -> 2":5}')
    const [run] = await runsOf(line)
    expect(Object.keys(run!.header.spec.features)).toEqual([
      '__proto__',
      'constructor',
      'a: 1 -> 2',
    ])
    expect(({} as Record<string, unknown>).weight).toBe(undefined)
  })

  it('says what it leaves out', async () => {
    const result = await read(
      toolLine({ note: 'hello', experiment_id: 'exp_00001' }),
      win({ experiment_id: 'exp_00009' }),
    )
    const told = result.problems.map(({ code }) => code)
    expect(told).toEqual(['journal-gap', 'journal-loss-metrics', 'journal-unknown-fields'])
  })

  it('still reads the committed journal of format version 1', async () => {
    const bytes = readFileSync(new URL('../fixtures/journal-v1.jsonl', import.meta.url))
    const result = await importJournal(chunksOf(new Uint8Array(bytes)), options())
    if (!result.ok) throw new Error(result.problems[0]!.what)
    expect(result.value.runs).toHaveLength(1)
    const [run] = result.value.runs
    expect(run!.header).toMatchObject({
      runId: 'run-2026',
      budget: 30,
      seed: 42,
      evaluationVersion: 3,
    })
    expect(run!.kept.map(({ index, value }) => [index, value])).toMatchInlineSnapshot(`
      [
        [
          1,
          0.6000333333333333,
        ],
        [
          2,
          0.6000666666666666,
        ],
        [
          8,
          0.6001,
        ],
        [
          19,
          0.6001333333333333,
        ],
        [
          26,
          0.6001666666666666,
        ],
      ]
    `)
  })
})
