import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stratifiedFolds } from '../../src/search/shapes/folds.ts'
import { type QualityData, qualityFiles, qualitySamples } from './qualityData.ts'
import { METHODS, type Method, qualityOf } from './qualityMethods.ts'
import { type QualityLine, qualityPicture, qualityTable } from './qualityPicture.ts'

/*
 * What each method reaches on accounts it never saw: mean AUC of five stratified folds, everything
 * fitted on the other four, the same folds for all. Files as arguments (`file.parquet` or
 * `file.parquet=outcome column`), else the files beside the checkout and the built-in samples.
 *   --only "deep,logistic"  some methods      --json  one object      --out folder  table and picture
 */

const FOLDS = 5
const FOLD_SEED = 11

const args = process.argv.slice(2)
const option = (name: string) => {
  const at = args.indexOf(name)
  return at < 0 ? null : (args.splice(at, 2)[1] ?? '')
}
const flag = (name: string) => {
  const at = args.indexOf(name)
  if (at >= 0) args.splice(at, 1)
  return at >= 0
}

const only = option('--only')?.split(',')
const out = option('--out')
const json = flag('--json')
const methods: Method[] = METHODS.filter((method) => only === undefined || only.includes(method))

const lines: QualityLine[] = []
for await (const data of wanted(args)) {
  const known = Uint32Array.from(data.outcome.keys()).filter((row) => data.outcome[row] <= 1)
  const outcome = Uint8Array.from(known, (row) => data.outcome[row])
  const folds = stratifiedFolds(outcome, FOLDS, FOLD_SEED).map(({ train, test }) => ({
    train: train.map((i) => known[i]),
    test: test.map((i) => known[i]),
  }))
  lines.push({
    file: data.name,
    rows: known.length,
    columns: data.columns.length,
    results: qualityOf(data, folds, methods),
  })
  process.stderr.write(`${data.name} done\n`)
}

process.stdout.write(json ? `${JSON.stringify(lines, null, 2)}\n` : `${qualityTable(lines)}\n`)
if (out !== null) {
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, 'quality.md'), `${qualityTable(lines)}\n`)
  writeFileSync(join(out, 'quality.svg'), qualityPicture(lines))
}

async function* wanted(files: readonly string[]): AsyncGenerator<QualityData> {
  yield* qualityFiles(files)
  if (files.length === 0) yield* qualitySamples()
}
