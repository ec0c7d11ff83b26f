import { type ParseArgsConfig, parseArgs } from 'node:util'
import { textDate } from '../accounts/readDates.ts'
import { CommandError } from './commandError.ts'

/** Arguments of a command; an unknown flag or a surplus argument is a CommandError. */
export function readOptions<T extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: T,
  positionals = 0,
) {
  const config = {
    args: withNegatives(args),
    options,
    strict: true,
    allowPositionals: true,
  } as const
  let parsed: ReturnType<typeof parseArgs<typeof config>>
  try {
    parsed = parseArgs(config)
  } catch (error) {
    const flag = args.find((arg, at) => isFlag(arg) && args[at + 1]?.startsWith('-'))
    if ((error as NodeJS.ErrnoException).code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' && flag)
      throw new CommandError(
        `${flag} needs a value, but is followed by "${args[args.indexOf(flag) + 1]}". Try --help.`,
      )
    const message = error instanceof Error ? error.message : String(error)
    throw new CommandError(`${message.split('. ')[0]!.replace(/\.$/, '')}. Try --help.`)
  }
  const surplus = parsed.positionals[positionals]
  if (surplus !== undefined) throw new CommandError(`Unexpected argument "${surplus}". Try --help.`)
  return parsed
}

/** Numbers below 0 joined to the flag before them, which a parser of flags takes for flags themselves. */
function withNegatives(args: string[]): string[] {
  return args.flatMap((arg, at) => {
    if (isNegative(arg) && isFlag(args[at - 1])) return []
    const next = args[at + 1]
    return isFlag(arg) && next !== undefined && isNegative(next) ? [`${arg}=${next}`] : [arg]
  })
}

function isNegative(arg: string): boolean {
  return /^-\.?\d/.test(arg)
}

function isFlag(arg: string | undefined): boolean {
  return arg !== undefined && /^--[\w-]+$/.test(arg)
}

/** The flag's text; missing is a CommandError. */
export function required(value: string | undefined, flag: string, meaning: string): string {
  if (value !== undefined && value !== '') return value
  throw new CommandError(`--${flag} is missing: ${meaning}.`)
}

/** A whole number from `min` to `max` (inclusive), or the default where the flag is not given. */
export function wholeNumber(
  value: string | undefined,
  flag: string,
  { min, max, initial }: { min: number; max: number; initial: number },
): number {
  if (value === undefined) return initial
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
  if (number >= min && number <= max) return number
  throw new CommandError(`--${flag} must be a whole number from ${min} to ${max}, not "${value}".`)
}

/** A number from `min` to `max` (inclusive), or the default where the flag is not given. */
export function decimalNumber(
  value: string | undefined,
  flag: string,
  { min, max, initial }: { min: number; max: number; initial: number },
): number {
  if (value === undefined) return initial
  const number = /^(\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : Number.NaN
  if (number >= min && number <= max) return number
  throw new CommandError(`--${flag} must be a number from ${min} to ${max}, not "${value}".`)
}

/** One of a list, or the default where the flag is not given. */
export function oneOf<T extends string, D>(
  value: string | undefined,
  flag: string,
  choices: readonly T[],
  initial: D,
): T | D {
  if (value === undefined) return initial
  const choice = choices.find((candidate) => candidate === value)
  if (choice !== undefined) return choice
  throw new CommandError(`--${flag} must be one of ${choices.join(', ')}, not "${value}".`)
}

/** A day written as 2026-09-01; null where the flag is not given. */
export function dayOption(value: string | undefined, flag: string): string | null {
  if (value === undefined) return null
  if (/^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(textDate(value))) return value
  throw new CommandError(`--${flag} must be a day such as 2026-09-01, not "${value}".`)
}

/** Columns of a given spec that may give the outcome away; without one nothing that does is used. */
export function allowedLeaks(value: string | undefined, spec: string | undefined): string[] {
  if (value === undefined) return []
  if (spec === undefined)
    throw new CommandError(
      '--allow-leaks needs --spec: made from the columns, a spec leaves out what gives the outcome away.',
    )
  return value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}
