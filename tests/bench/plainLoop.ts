import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Dataset } from '../../src/accounts/dataset.ts'

const SCRIPT = fileURLToPath(new URL('./plainLoop.py', import.meta.url))

export interface PlainLoop {
  perSecond: number
  value: number // AUC of the given weights
  way: string // the packages it used
}

/** Experiments a second of a plain Python loop over the same accounts; null without python3 and numpy. */
export function plainLoop(dataset: Dataset, weights: Int32Array): PlainLoop | null {
  const { rowCount, features, resolution, outcomes } = dataset
  const columns = features.map(({ values, multiplier }) =>
    Float64Array.from(values, (value) => (value * multiplier) / resolution),
  )
  const parts = [
    ...columns,
    Float64Array.from(outcomes.retained!),
    outcomes.mrr!,
    outcomes.ltv!,
    Float64Array.from(weights),
  ]
  const { status, stdout } = spawnSync('python3', [SCRIPT, `${rowCount}`, `${features.length}`], {
    input: Buffer.concat(parts.map(({ buffer }) => Buffer.from(buffer as ArrayBuffer))),
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
    encoding: 'utf8',
  })
  return status === 0 ? JSON.parse(stdout) : null
}
