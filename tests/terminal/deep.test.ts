import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { newFolder, ratchet, readJournal } from './ratchet.ts'

const folder = newFolder()

async function deepRun(output: string, ...more: string[]) {
  const args = [
    'run',
    '--data',
    'health.parquet',
    '--output-dir',
    output,
    '--strategy',
    'deep',
    '--metrics',
    'wins',
  ]
  const ended = await ratchet(folder, ...args, ...more)
  expect([ended.stderr, ended.code]).toEqual(['', 0])
  return ended.stdout
}

interface Point {
  changes: number
  search: number
  holdout: number
}

describe('ratchet run --strategy deep', () => {
  beforeAll(async () => {
    await ratchet(folder, 'sample', 'health', '--out', 'health.parquet', '--accounts', '2000')
  })

  it('tells what so many changed weights buy, up to the best spec, with holdout values', async () => {
    const report = JSON.parse(await deepRun('json', '--json'))
    const curve: Point[] = report.change_curve
    expect(curve.length).toBeGreaterThan(2)
    for (const [i, { search, holdout }] of curve.entries()) {
      expect(search).toBeGreaterThan(i === 0 ? report.baseline.search : curve[i - 1]!.search)
      expect(holdout).toBeGreaterThan(0.5)
    }
    const { search, holdout } = curve.at(-1)!
    expect(report.best).toEqual({ search, holdout })
    const file = JSON.parse(readFileSync(join(folder, 'json', 'manifest.json'), 'utf8'))
    const recorded: (Point & { weights: object })[] = file.results.change_curve
    expect(recorded.map(({ weights, ...point }) => point)).toEqual(curve)
    for (const { changes, weights } of recorded) expect(Object.keys(weights)).toHaveLength(changes)
  })

  it('gives what scores higher and is not kept a reason, and counts it', async () => {
    const report = JSON.parse(await deepRun('noise', '--json'))
    const lines = readJournal(join(folder, 'noise'))
    const higher = lines.filter(
      (line) => line.outcome === 'lose' && line.variant_value > line.baseline_value,
    )
    expect(higher.length).toBeGreaterThan(0)
    expect(report.refused).toEqual({ noise: higher.length })
    expect(higher.every(({ reason }) => reason === 'noise')).toBe(true)
    const counted = `Reverted as noise: ${higher.length.toLocaleString('en')}, which score higher`
    expect(await deepRun('told')).toContain(counted)
    const reviewed = await ratchet(folder, 'review', join('told', 'experiment_journal.jsonl'))
    expect(reviewed.stdout).toContain(counted)
  })

  it('prints it as a table after the certificate', async () => {
    const lines = (await deepRun('text')).split('\n')
    const title = lines.indexOf('The best found by number of weights changed:')
    expect(lines[title - 1]).toMatch(/^No change of one weight/)
    expect(lines[title + 1]).toMatch(/^ Changes +searched +held out$/)
    expect(lines[title + 2]).toMatch(/^ +1 +0\.\d{4} +0\.\d{4}$/)
  })
})
