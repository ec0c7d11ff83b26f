import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Dataset } from '../../src/accounts/dataset.ts'

const SCRIPT = fileURLToPath(new URL('./plainLoop.py', import.meta.url))

/** Experiments a second of a plain numpy loop over the same accounts, and its AUC; null without python3 and numpy. */
export function plainLoop(
  dataset: Dataset,
  weights: Int32Array,
): { perSecond: number; value: number } | null {
  const { rowCount, features, resolution, outcomes } = dataset
  const columns = features.map(({ values, multiplier }) =>
    Float64Array.from(values, (value) => (value * multiplier) / resolution),
  )
  const parts = [...columns, Float64Array.from(outcomes.retained!), Float64Array.from(weights)]
  const { status, stdout } = spawnSync('python3', [SCRIPT, `${rowCount}`, `${features.length}`], {
    input: Buffer.concat(parts.map(({ buffer }) => Buffer.from(buffer))),
    env: { ...process.env, OMP_NUM_THREADS: '1' },
    encoding: 'utf8',
  })
  return status === 0 ? JSON.parse(stdout) : null
}
