import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sharedData } from '../sharedData.ts'
import { newFolder, ratchet } from './ratchet.ts'

const folder = newFolder()

describe.skipIf(!sharedData)('ratchet on real files', () => {
  const data = (name: string) => join(sharedData ?? '', name)

  async function search(name: string, ...more: string[]) {
    const output = `${name}-${more.join('')}`
    const args = ['run', '--data', data(name), '--output-dir', output, '--json', ...more]
    const { code, stdout, stderr } = await ratchet(folder, ...args)
    expect([stderr, code]).toEqual(['', 0])
    return JSON.parse(stdout)
  }

  it('reaches 0.83 on held-out accounts of IBM Telco without a setting', async () => {
    for (const seed of ['42', '1']) {
      const { metric, best } = await search('telco_ibm.parquet', '--seed', seed)
      expect(metric).toBe('auc_roc_retain')
      expect(best.holdout).toBeGreaterThanOrEqual(0.83)
    }
  })

  it('improves the others that have a known outcome', async () => {
    for (const name of ['telco_app', 'mlc_telecom_churn', 'accounts_5k']) {
      const { baseline, best } = await search(`${name}.parquet`)
      expect(best.search).toBeGreaterThan(0.78)
      expect(best.holdout).toBeGreaterThan(baseline.holdout)
    }
  })

  it('counts the bins of one column as one feature', async () => {
    const options = ['--strategy', 'sparse', '--shapes', 'best', '--max-features', '2']
    const { curve } = await search('telco_app.parquet', ...options)
    expect(curve).toHaveLength(2)
    expect(curve[1].search).toBeGreaterThan(0.82)
    expect(curve[1].holdout).toBeGreaterThan(0.81)
    const output = join(folder, `telco_app.parquet-${options.join('')}`)
    const { features } = JSON.parse(readFileSync(join(output, 'best_spec.json'), 'utf8'))
    const used = Object.keys(features).filter((name) => features[name].weight !== 0)
    const columns = new Set(used.map((name) => features[name].transform?.column ?? name))
    expect(columns.size).toBe(2)
    expect(used.length).toBeGreaterThan(2)
  })

  it('either searches a file or says in one line why not', async () => {
    const names = readdirSync(sharedData ?? '').filter((name) => name.endsWith('.parquet'))
    expect(names.length).toBeGreaterThan(5)
    for (const name of names) {
      const args = [
        'run',
        '--data',
        data(name),
        '--output-dir',
        `any-${name}`,
        '--n',
        '20',
        '--json',
      ]
      const { code, stdout, stderr } = await ratchet(folder, ...args)
      if (code === 0) expect(JSON.parse(stdout).experiments).toBe(20)
      else expect([code, stderr.trimEnd().split('\n').length, stdout]).toEqual([2, 1, ''])
      expect(existsSync(join(folder, `any-${name}`))).toBe(code === 0)
      expect(stderr).not.toContain('unexpectedly')
    }
  })
})
