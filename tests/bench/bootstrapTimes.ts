import { primaryValue } from '../../src/evaluation/evaluator.ts'
import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { bootstrapUnits } from '../../src/statistics/bootstrapUnits.ts'
import {
  BOOTSTRAP_REPLICATES,
  createPairedBootstrap,
} from '../../src/statistics/pairedBootstrap.ts'
import { createPoissonCounts, createPoissonDraws } from '../../src/statistics/poissonDraws.ts'
import { randomRows } from '../statistics/randomRows.ts'
import { resampledTable } from '../statistics/resampledTables.ts'

/** Seconds of processor time for BOOTSTRAP_REPLICATES resamples of both scores. */
export interface BootstrapTimes {
  seconds: number // set-up included
  plain: number // the same draws, a score table for each and the evaluator
}

const MOST_DRAWS = 2e8 // of accounts; where that is too few, time grows with the number of resamples
const PLAIN_RESAMPLES = 40

/** On made-up accounts with scores of 0 to 100 points in steps of 0.01. */
export function bootstrapTimes(rows: number, metric: PrimaryMetric): BootstrapTimes {
  const { incumbent, candidate, outcomes } = randomRows({ rows, seed: 1, levels: 10_001 })
  const replicates = Math.min(BOOTSTRAP_REPLICATES, Math.ceil(MOST_DRAWS / rows))
  const input = { metric, incumbent, candidate, outcomes, seed: 1, replicates }
  let bootstrap = createPairedBootstrap(input)
  bootstrap.advance(PLAIN_RESAMPLES) // warm
  const setUp = secondsOf(() => {
    bootstrap = createPairedBootstrap(input)
  })
  const resamples = secondsOf(() => {
    bootstrap.advance(replicates)
    bootstrap.result()
  })

  const units = bootstrapUnits(metric, incumbent, candidate, outcomes)!
  const draw = createPoissonDraws(units.accounts)
  const counts = createPoissonCounts(units.accounts)
  const plain = secondsOf(() => {
    for (let replicate = 0; replicate < PLAIN_RESAMPLES; replicate++) {
      draw(1, replicate, counts)
      for (const which of ['incumbent', 'candidate'] as const)
        primaryValue(resampledTable(metric, units, which, counts), metric)
    }
  })
  return {
    seconds: setUp + (resamples * BOOTSTRAP_REPLICATES) / replicates,
    plain: (plain * BOOTSTRAP_REPLICATES) / PLAIN_RESAMPLES,
  }
}

function secondsOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}
