import { sampleChurn } from './sampleChurn.ts'
import { type SampleOptions, sampleHealth } from './sampleHealth.ts'
import type { Table } from './table.ts'

/** Samples of one file; the sample `refresh` has two, and a spec. */
export const SAMPLE_KINDS = ['health', 'churn'] as const
export const SAMPLE_ACCOUNTS = 5000
export const SAMPLE_SEED = 7

/** Made-up accounts to try things on; a pure function of kind, number of accounts and seed. */
export function sampleTable(
  kind: (typeof SAMPLE_KINDS)[number],
  { accounts = SAMPLE_ACCOUNTS, seed = SAMPLE_SEED }: Partial<SampleOptions> = {},
): Table {
  return kind === 'health' ? sampleHealth({ accounts, seed }) : sampleChurn({ accounts, seed })
}
