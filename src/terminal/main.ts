import { appVersion } from './appVersion.ts'
import { CommandError } from './commandError.ts'
import { HELP } from './help.ts'

const COMMANDS = new Map<string, (args: string[]) => Promise<void>>([
  ['run', async (args) => (await import('./run.ts')).runCommand(args)],
  ['refresh', async (args) => (await import('./refresh.ts')).refreshCommand(args)],
  ['evaluate', async (args) => (await import('./evaluate.ts')).evaluateCommand(args)],
  ['sample', async (args) => (await import('./sample.ts')).sampleCommand(args)],
  ['review', async (args) => (await import('./review.ts')).reviewCommand(args)],
])

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 2) // the reader of the pipe has seen enough
})
process.exitCode = await main(process.argv.slice(2))

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === 'help' || [name, ...args].some(asksForHelp)) {
    process.stdout.write(HELP)
    return 0
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${appVersion()}\n`)
    return 0
  }
  try {
    const command = COMMANDS.get(name)
    if (command === undefined) throw new CommandError(`There is no command "${name}". Try --help.`)
    await command(args)
    return 0
  } catch (error) {
    if (error instanceof CommandError) {
      process.stderr.write(`${error.message}\n`)
      return 2
    }
    process.stderr.write(`Ratchet failed unexpectedly: ${oneLine(error)}\n`)
    if (process.env.RATCHET_TRACE) process.stderr.write(`${(error as Error).stack}\n`)
    return 2
  }
}

function asksForHelp(arg: string): boolean {
  return arg === '--help' || arg === '-h'
}

function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replace(/\s*[\r\n]+\s*/g, ' ')
}
