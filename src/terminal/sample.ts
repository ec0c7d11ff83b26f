import { randomBytes } from 'node:crypto'
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { SAMPLE_ACCOUNTS, SAMPLE_KINDS, SAMPLE_SEED, sampleTable } from '../accounts/sample.ts'
import type { SampleOptions } from '../accounts/sampleHealth.ts'
import { sampleRefresh } from '../accounts/sampleRefresh.ts'
import { specJson } from '../exports/specFile.ts'
import { tableParquet } from '../exports/tableParquet.ts'
import { CommandError, fileErrorWords } from './commandError.ts'
import { readOptions, required, wholeNumber } from './options.ts'
import { createOutputFolder } from './outputFolder.ts'

const MOST_ACCOUNTS = 2_000_000

/** `ratchet sample health|churn --out F.parquet`, `sample refresh --out-dir D`: writes made-up accounts. */
export async function sampleCommand(args: string[]): Promise<void> {
  const { values, positionals } = readOptions(
    args,
    {
      out: { type: 'string' },
      'out-dir': { type: 'string' },
      accounts: { type: 'string' },
      seed: { type: 'string' },
    },
    1,
  )
  const isRefresh = positionals[0] === 'refresh'
  const kind = SAMPLE_KINDS.find((candidate) => candidate === positionals[0])
  if (kind === undefined && !isRefresh) {
    const asked = positionals[0] === undefined ? 'none was named' : `not "${positionals[0]}"`
    throw new CommandError(
      `The sample must be one of ${[...SAMPLE_KINDS, 'refresh'].join(', ')}; ${asked}.`,
    )
  }
  const accounts = wholeNumber(values.accounts, 'accounts', {
    min: 1,
    max: MOST_ACCOUNTS,
    initial: SAMPLE_ACCOUNTS,
  })
  const seed = wholeNumber(values.seed, 'seed', { min: 0, max: 2 ** 32 - 1, initial: SAMPLE_SEED })
  if (kind === undefined) {
    writeRefresh(required(values['out-dir'], 'out-dir', 'a new folder'), { accounts, seed })
    return
  }
  const out = required(values.out, 'out', 'the parquet file to write')
  if (statSync(out, { throwIfNoEntry: false })?.isDirectory())
    throw new CommandError(`--out ${out} is a folder; name a file.`)
  writeWhole(out, new Uint8Array(tableParquet(sampleTable(kind, { accounts, seed }))))
  process.stdout.write(
    `${accounts.toLocaleString('en')} made-up accounts (${kind}, seed ${seed}) in ${out}\n`,
  )
}

function writeRefresh(folder: string, options: SampleOptions): void {
  const { train, holdout, incumbent } = sampleRefresh(options)
  const output = createOutputFolder(folder, 'out-dir')
  try {
    writeFileSync(output.path('train.parquet'), new Uint8Array(tableParquet(train)))
    writeFileSync(output.path('holdout.parquet'), new Uint8Array(tableParquet(holdout)))
    writeFileSync(output.path('incumbent.json'), specJson(incumbent))
  } catch (error) {
    output.discard()
    throw new CommandError(`--out-dir ${folder} cannot be written: ${fileErrorWords(error)}.`)
  }
  output.commit()
  process.stdout.write(
    `Two periods of ${options.accounts.toLocaleString('en')} made-up accounts (refresh, seed ${options.seed}) in ${folder}: train.parquet, holdout.parquet, incumbent.json\n`,
  )
}

function writeWhole(path: string, bytes: Uint8Array): void {
  const draft = `${path}.${randomBytes(4).toString('hex')}.part`
  try {
    writeFileSync(draft, bytes)
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const why = absent ? 'its folder does not exist' : fileErrorWords(error)
    throw new CommandError(`--out ${path} cannot be written: ${why}.`)
  }
}
