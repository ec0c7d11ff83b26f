import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { newFolder, ratchet, readJournal } from './ratchet.ts'

const folder = newFolder()
const json = (...names: string[]) => JSON.parse(readFileSync(join(folder, ...names), 'utf8'))

async function search(output: string, ...more: string[]) {
  const args = ['run', '--data', 'health.parquet', '--output-dir', output]
  const ended = await ratchet(folder, ...args, '--strategy', 'sparse', ...more)
  expect([ended.stderr, ended.code]).toEqual(['', 0])
  return ended.stdout
}

/** Names of the features that have points. */
function used(spec: { features: Record<string, { weight: number }> }): string[] {
  return Object.entries(spec.features).flatMap(([name, { weight }]) => (weight === 0 ? [] : [name]))
}

describe('ratchet run --strategy sparse', () => {
  beforeAll(async () => {
    await ratchet(folder, 'sample', 'health', '--out', 'health.parquet')
  })

  it('adds the planted features in their order, and tells the curve everywhere', async () => {
    const report = JSON.parse(await search('two', '--max-features', '2', '--json'))
    const { curve, best, baseline } = report
    expect(curve.map((point: { features: number }) => point.features)).toEqual([1, 2])
    expect(curve[1].search).toBeGreaterThan(curve[0].search + 0.03)
    expect(curve[1].holdout).toBeGreaterThan(0.74)
    expect(best).toEqual({ search: curve[1].search, holdout: curve[1].holdout })
    expect(best.search).toBeGreaterThan(baseline.search)
    const recorded = json('two', 'manifest.json')
    expect(recorded.max_features).toBe(2)
    const names = recorded.results.curve.map(({ weights }: { weights: object }) =>
      Object.keys(weights),
    )
    expect(names).toEqual([['alert_created'], ['alert_created', 'session_depth']])
    expect(used(json('two', 'best_spec.json'))).toEqual(['alert_created', 'session_depth'])
    const lines = readJournal(join(folder, 'two'))
    expect(lines).toHaveLength(report.experiments)
    for (const { weights_snapshot } of lines)
      expect(Object.values(weights_snapshot).filter(Boolean).length).toBeLessThanOrEqual(2)
    expect(lines.filter(({ outcome }) => outcome === 'win').at(-1)?.variant_value).toBe(best.search)
  })

  it('writes a spec within the limit even where the start is better, and says so', async () => {
    const spec = ['--spec', join('two', 'best_spec.json')]
    const text = await search('one', '--max-features', '1', ...spec)
    expect(text).toContain('Features    searched    held out\n       1      0.')
    expect(text).toContain('No spec with at most 1 feature is better than the start')
    expect(used(json('one', 'best_spec.json'))).toEqual(['alert_created'])
    expect(json('one', 'manifest.json').results).toMatchObject({ best_experiment: null, kept: 0 })
  })

  it('refuses a limit that cannot hold, and one for another strategy', async () => {
    const args = ['run', '--data', 'health.parquet', '--output-dir', 'none', '--max-features', '2']
    const other = await ratchet(folder, ...args)
    expect([other.code, other.stderr]).toEqual([2, '--max-features needs --strategy sparse.\n'])
    const spec = json('two', 'best_spec.json')
    for (const feature of Object.values(spec.features) as Record<string, number | boolean>[])
      Object.assign(feature, { weight: 3, min: 1 })
    const path = join(folder, 'held.json')
    writeFileSync(path, JSON.stringify(spec))
    const held = await ratchet(folder, ...args, '--strategy', 'sparse', '--spec', 'held.json')
    expect(held.code).toBe(2)
    expect(held.stderr).toContain('hold 7 features in the spec')
  })
})
