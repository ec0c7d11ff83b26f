import { randomBytes } from 'node:crypto'
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { SAMPLE_ACCOUNTS, SAMPLE_KINDS, SAMPLE_SEED, sampleTable } from '../accounts/sample.ts'
import { tableParquet } from '../exports/tableParquet.ts'
import { CommandError, fileErrorWords } from './commandError.ts'
import { readOptions, required, wholeNumber } from './options.ts'

const MOST_ACCOUNTS = 2_000_000

/** `ratchet sample health|churn --out F.parquet`: writes made-up accounts. */
export async function sampleCommand(args: string[]): Promise<void> {
  const { values, positionals } = readOptions(
    args,
    { out: { type: 'string' }, accounts: { type: 'string' }, seed: { type: 'string' } },
    1,
  )
  const kind = SAMPLE_KINDS.find((candidate) => candidate === positionals[0])
  if (kind === undefined) {
    const asked = positionals[0] === undefined ? 'none was named' : `not "${positionals[0]}"`
    throw new CommandError(`The sample must be one of ${SAMPLE_KINDS.join(', ')}; ${asked}.`)
  }
  const out = required(values.out, 'out', 'the parquet file to write')
  const accounts = wholeNumber(values.accounts, 'accounts', {
    min: 1,
    max: MOST_ACCOUNTS,
    initial: SAMPLE_ACCOUNTS,
  })
  const seed = wholeNumber(values.seed, 'seed', { min: 0, max: 2 ** 32 - 1, initial: SAMPLE_SEED })
  if (statSync(out, { throwIfNoEntry: false })?.isDirectory())
    throw new CommandError(`--out ${out} is a folder; name a file.`)
  writeWhole(out, new Uint8Array(tableParquet(sampleTable(kind, { accounts, seed }))))
  process.stdout.write(
    `${accounts.toLocaleString('en')} made-up accounts (${kind}, seed ${seed}) in ${out}\n`,
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
