import { compileDataset } from '../accounts/compileDataset.ts'
import { withBaselineTiers } from '../accounts/extractOutcomes.ts'
import { scoreRows } from '../accounts/scoreRows.ts'
import { evaluate } from '../evaluation/evaluator.ts'
import type { Metrics } from '../evaluation/metrics.ts'
import { buildScoreTable } from '../evaluation/scoreTable.ts'
import { checkTiers } from '../evaluation/tiers.ts'
import { accepted, problemsError } from './commandError.ts'
import { openAccounts, openSpec } from './openAccounts.ts'
import { readOptions, required } from './options.ts'
import { metricLines, noteLines } from './plainText.ts'

/** `ratchet evaluate --data F.parquet --spec S`: every metric of a spec as it is written, on all rows. */
export async function evaluateCommand(args: string[]): Promise<void> {
  const { values } = readOptions(args, {
    data: { type: 'string' },
    spec: { type: 'string' },
    json: { type: 'boolean', default: false },
  })
  const dataPath = required(values.data, 'data', 'the parquet file of accounts')
  const specPath = required(values.spec, 'spec', 'the scoring spec, JSON or YAML')
  const accounts = await openAccounts(dataPath)
  const { spec, problems } = await openSpec(specPath, accounts.table, null)
  const tierProblems = checkTiers(spec.tiers, spec.max_score)
  if (tierProblems.some(({ severity }) => severity === 'error')) throw problemsError(tierProblems)
  const compiled = compileDataset(accounts.table, spec)
  const dataset = accepted(compiled)
  const weights = Object.values(spec.features).map(({ weight }) => weight)
  const scores = scoreRows(dataset, weights)
  const outcomes = withBaselineTiers(dataset.outcomes, scores, spec.tiers)
  const metrics: Metrics = evaluate(buildScoreTable(scores, outcomes), spec.tiers)
  if (values.json) {
    process.stdout.write(`${JSON.stringify(metrics)}\n`)
    return
  }
  const notes = [...accounts.problems, ...problems, ...tierProblems, ...compiled.problems]
  process.stdout.write([...noteLines(notes), ...metricLines(metrics), ''].join('\n'))
}
