import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { newFolder, ratchet, readJournal } from './ratchet.ts'

const folder = newFolder()
const json = (...names: string[]) => JSON.parse(readFileSync(join(folder, ...names), 'utf8'))
const run = (output: string, ...more: string[]) =>
  ratchet(folder, 'run', '--data', 'health.parquet', '--output-dir', output, ...more)

describe('guardrails in the terminal', () => {
  beforeAll(async () => {
    await ratchet(folder, 'sample', 'health', '--out', 'health.parquet')
  })

  it('holds HHI, counts what it refused in report, journal and manifest', async () => {
    const free = JSON.parse((await run('free', '--json')).stdout)
    expect(free.guardrails).toBeUndefined()
    const wins = readJournal(join(folder, 'free')).filter(({ outcome }) => outcome === 'win')
    const limit = 4500
    const ended = await run('held', '--json', '--max-hhi', String(limit))
    expect(ended.code).toBe(0)
    const report = JSON.parse(ended.stdout)
    expect(report.guardrails).toEqual({ max_hhi: limit })
    const refused = readJournal(join(folder, 'held')).filter(({ reason }) => reason === 'hhi')
    expect(refused.length).toBeGreaterThan(0)
    expect(report.refused).toEqual({ hhi: refused.length })
    expect(json('held', 'manifest.json')).toMatchObject({
      guardrails: { max_hhi: limit },
      results: { refused: { hhi: refused.length } },
    })
    const start = hhiOf(wins[0]!) // only to be sure that the limit is no trivial one
    expect(start).toBeGreaterThan(limit)
    const text = (await run('told', '--max-hhi', String(limit))).stdout
    expect(text).toContain(
      `Guardrails: HHI at most 4,500. Refused by guardrails: ${refused.length} for HHI.`,
    )
    const reviewed = await ratchet(folder, 'review', join('told', 'experiment_journal.jsonl'))
    expect(reviewed.stdout).toContain(`Refused by guardrails: ${refused.length} for HHI.`)
    expect(text).toContain('Warning: The start breaks a guardrail: its HHI is ')
  })

  it('keeps to so many columns with points', async () => {
    const first = JSON.parse(
      (await run('two', '--strategy', 'sparse', '--max-features', '2', '--json')).stdout,
    )
    const spec = join('two', 'best_spec.json')
    const ended = await run('few', '--spec', spec, '--max-non-zero', '2', '--json')
    const report = JSON.parse(ended.stdout)
    expect(report.best.search).toBeGreaterThanOrEqual(first.best.search)
    expect(report.refused.non_zero).toBeGreaterThan(0)
    for (const line of readJournal(join(folder, 'few'))) {
      if (line.outcome !== 'win') continue
      expect(Object.values(line.weights_snapshot).filter(Boolean).length).toBeLessThanOrEqual(2)
    }
  })

  it('says where nothing of so few columns is better than the start, and holds them in deep', async () => {
    const report = JSON.parse((await run('random3', '--max-non-zero', '3', '--json')).stdout)
    expect(report.kept).toBe(0)
    const text = (await run('told3', '--max-non-zero', '3')).stdout
    expect(text).toContain(
      'Nothing found with at most 3 columns with points is better than the start, so the start stays, with 7. The strategy sparse with at most 3 (--strategy sparse --max-features 3)',
    )
    const deep = ['--strategy', 'deep', '--metrics', 'wins', '--max-non-zero', '3', '--json']
    const held = JSON.parse((await run('deep3', ...deep)).stdout)
    expect(held.best.search).toBeGreaterThan(held.baseline.search)
    const { features } = json('deep3', 'best_spec.json')
    const points = Object.values(features as Record<string, { weight: number }>)
    expect(points.filter(({ weight }) => weight !== 0)).toHaveLength(3)
    const lines = readJournal(join(folder, 'deep3'))
    const higher = lines.filter((line) => line.variant_value > line.baseline_value)
    expect(higher.every(({ outcome, reason }) => outcome === 'win' || reason !== undefined)).toBe(
      true,
    )
    const noise = lines.filter(({ reason }) => reason === 'noise').length
    expect(held.refused.noise).toBe(noise === 0 ? undefined : noise)
  })

  it('says what cannot be measured, and what is no limit', async () => {
    const { segments, ...spec } = json('two', 'best_spec.json')
    expect(segments).toHaveLength(1)
    writeFileSync(join(folder, 'bare.json'), JSON.stringify(spec))
    const none = await run('none', '--spec', 'bare.json', '--segment-floor', '0.01')
    expect([none.code, none.stderr]).toEqual([
      2,
      'Segments cannot be held: the spec names no segment column. Name a segment column with larger groups, or leave the limit out.\n',
    ])
    const limits = ['--metric', 'revenue_capture_at_20', '--segment-floor', '0']
    const held = await run('segments', ...limits, '--json')
    const reasons = Object.keys(JSON.parse(held.stdout).refused)
    expect(reasons.some((reason) => reason.startsWith(`segment:${segments[0]}=`))).toBe(true)
    const absent = await run('none', '--segment-column', 'region', '--segment-floor', '0.01')
    expect(absent.stderr).toBe('--segment-column region: the file has no column of that name.\n')
    const odd = await run('none', '--min-tier-share', '3')
    expect(odd.stderr).toBe('--min-tier-share must be a number from 0 to 1, not "3".\n')
  })

  it('measures them on held-out accounts in refresh', async () => {
    const ended = await ratchet(
      folder,
      ...['refresh', '--train', 'health.parquet', '--output-dir', 'refresh', '--json'],
      ...['--max-hhi', '4500', '--max-non-zero', '3'],
    )
    expect([ended.stderr, ended.code]).toEqual(['', 0])
    const report = JSON.parse(ended.stdout)
    const { guardrails, gates } = report
    expect(guardrails.map(({ name }: { name: string }) => name)).toEqual(['hhi', 'non_zero'])
    const hhi = report.candidate.holdout.revenue_concentration_hhi
    expect(guardrails[0].value).toBeCloseTo(hhi, 6)
    const gate = gates.find(({ name }: { name: string }) => name === 'guardrails')
    expect(gate.passed).toBe(guardrails.every(({ passed }: { passed: boolean }) => passed))
    const text = readFileSync(join(folder, 'refresh', 'report.md'), 'utf8')
    expect(text).toMatch(/Guardrails.*HHI at most 4,500, at most 3 columns with points/)
    expect(json('refresh', 'manifest.json').guardrails).toEqual({ max_hhi: 4500, max_non_zero: 3 })
  })
})

function hhiOf({ metrics }: { metrics: Record<string, unknown> }): number {
  return metrics.revenue_concentration_hhi as number
}
