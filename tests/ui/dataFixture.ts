import type { DataReady } from '../../src/store/state.ts'

/** An open file of one feature and one outcome, as the store holds it. */
export function dataFixture(patch: Partial<DataReady> = {}): DataReady {
  return {
    phase: 'ready',
    name: 'accounts.parquet',
    bytes: 1000,
    sample: null,
    rows: 5000,

    later: null,
    asOf: null,
    readingLater: null,
    readSeconds: 0.1,
    profiles: [],
    roles: [
      { column: 'a', role: 'feature', reason: 'numbers' },
      { column: 'b', role: 'churned', reason: 'its name' },
    ],
    usage: {},
    laterMissing: {},
    problems: [],
    metrics: ['auc_roc_retain'],
    retainedShare: 0.71,
    beforeRun: { noiseCeiling: 0.532, smallestGain: 0.041 },
    ...patch,
  }
}
