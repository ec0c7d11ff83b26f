import { clippedBest } from '../accounts/clippedScores.ts'
import { listenForInterrupts } from './interrupts.ts'
import { askedSplit, guessSpec, openAccounts, openSpec } from './openAccounts.ts'
import { withColumns } from './openPeriods.ts'
import { checkOutputFolder, createOutputFolder } from './outputFolder.ts'
import { noteLines } from './plainText.ts'
import { runOptions } from './runOptions.ts'
import { jsonReport, textReport } from './runReport.ts'
import { prepareSearch, runSearch } from './searchRun.ts'
import { writeSearch } from './writeSearch.ts'

/** `ratchet run`: searches, then writes journal, best spec and manifest into a new folder. */
export async function runCommand(args: string[]): Promise<void> {
  const options = runOptions(args)
  checkOutputFolder(options.outputDir)
  const accounts = await openAccounts(options.data)
  const { table } = accounts
  const start =
    options.spec === null
      ? guessSpec(table, (spec) => askedSplit(table, spec, options).request)
      : await openSpec(options.spec, table, options.allowLeaks)
  const { segmentColumn } = options
  const spec = withColumns(table, start.spec, { idColumn: null, segmentColumn })
  const usual = askedSplit(table, spec, options)
  const asked = { spec, isGiven: options.spec !== null }
  const search = prepareSearch(table, asked, usual.request, options)
  const output = createOutputFolder(options.outputDir)
  const interrupts = listenForInterrupts(() => output.discard())
  try {
    const finished = await runSearch(search, accounts.record, options, interrupts)
    const { roles } = start
    const written = await writeSearch(output, finished, search.prepared, { table, roles, options })
    output.commit()
    const notes = [...accounts.problems, ...start.problems, ...usual.problems, ...search.problems]
    const weights = finished.found.weights ?? search.prepared.startWeights
    const clipped = clippedBest(search.prepared.search, weights, 'best_spec.json')
    if (clipped !== null) notes.push(clipped)
    const lines = options.json
      ? [JSON.stringify(jsonReport(finished))]
      : [...noteLines(notes), ...textReport(finished, options.outputDir, written)]
    process.stdout.write(`${lines.join('\n')}\n`)
  } catch (error) {
    output.discard()
    throw error
  } finally {
    interrupts.close()
  }
}
