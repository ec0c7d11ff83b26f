import type { Problem } from '../lib/problem.ts'
import { counted, listed, problem } from './say.ts'

/** More problems of one kind than this become one. */
const MOST_SINGLY = 3

/**
 * What reading and preparing found, each thing once: blanks that became missing numbers are told of
 * with the numbers, and a kind of problem that many columns have names them together.
 */
export function joinProblems(problems: readonly Problem[]): Problem[] {
  const told = columnsOf(problems, 'text-holds-numbers')
  const once = problems.filter(
    ({ code, column }) => code !== 'blank-missing' || !told.includes(column!),
  )
  return once.flatMap((each, index) => {
    const say = TOGETHER[each.code]
    if (say === undefined) return [each]
    const columns = columnsOf(once, each.code)
    if (columns.length <= MOST_SINGLY) return [each]
    if (once.findIndex(({ code }) => code === each.code) !== index) return []
    const { code, severity, fix } = each
    const said = `${counted(columns.length, 'column')} (${listed(columns)})`
    return [problem({ severity, code, what: say(said), fix })]
  })
}

const TOGETHER: Record<string, (columns: string) => string> = {
  'blank-missing': (columns) => `Blank texts in ${columns} count as missing.`,
  'nan-missing': (columns) => `NaN (not a number) in ${columns} counts as missing.`,
  'text-holds-numbers': (columns) => `${columns} are text holding numbers; blanks are missing.`,
  'text-almost-numbers': (columns) =>
    `${columns} are text although they look like numbers: some of their texts are not plain numbers.`,
}

function columnsOf(problems: readonly Problem[], wanted: string): string[] {
  return problems.flatMap(({ code, column }) =>
    code === wanted && column !== undefined ? [column] : [],
  )
}
