import { LineCounter, parseDocument, stringify } from 'yaml'
import type { Spec } from '../accounts/spec.ts'
import { parseSpec, specToFile } from '../accounts/specSchema.ts'
import type { Problem } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'

/** Longest spec file read, in UTF-16 units; ten thousand features with all options fit. */
export const LONGEST_SPEC = 4 * 1024 * 1024

const MOST_ALIASES = 100
const DEEPEST = 64

/** Reads a spec from the text of a JSON or YAML file, whichever its content is. */
export function readSpecText(text: string, name: string): Result<Spec> {
  const content = text.replace(/^\uFEFF/, '')
  if (content.length > LONGEST_SPEC) {
    const size = (content.length / 1024 / 1024).toFixed(1)
    return refused(name, `The file is ${size} MB long, but a spec file is at most 4 MB.`)
  }
  if (content.trim() === '') return refused(name, 'The file is empty.')
  const parsed = content.trimStart().startsWith('{')
    ? parseJson(content, name)
    : parseYaml(content, name)
  if (!parsed.ok) return parsed
  if (deeperThan(parsed.value, DEEPEST)) {
    return refused(name, `The file is nested deeper than ${DEEPEST} levels.`)
  }
  const result = parseSpec(parsed.value)
  const problems = result.problems.map((problem) => ({
    ...problem,
    where: problem.where === '' ? name : `${name}, ${problem.where}`,
  }))
  return { ...result, problems }
}

/** The spec as JSON text with a newline at its end; the same spec always gives the same text. */
export function specJson(spec: Spec): string {
  return `${JSON.stringify(specToFile(spec), null, 2)}\n`
}

/** The spec as YAML that readers of YAML 1.1 and 1.2 understand alike. */
export function specYaml(spec: Spec): string {
  return stringify(specToFile(spec), {
    compat: 'yaml-1.1', // else Python's reader takes Yes, no and on for booleans
    aliasDuplicateObjects: false,
    lineWidth: 0,
  })
}

function parseJson(text: string, name: string): Result<unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The YAML reader says where the mistake is, and takes what is YAML in braces.
    return parseYaml(text, name)
  }
  const repeated = yamlErrors(text).find(({ code }) => code === 'DUPLICATE_KEY')
  return repeated ? syntaxProblem(repeated, name) : { ok: true, value, problems: [] }
}

function parseYaml(text: string, name: string): Result<unknown> {
  const [error] = yamlErrors(text)
  if (error) return syntaxProblem(error, name)
  try {
    const value: unknown = parseDocument(text).toJS({ maxAliasCount: MOST_ALIASES })
    return { ok: true, value, problems: [] }
  } catch {
    return refused(name, `The file repeats parts by more than ${MOST_ALIASES} aliases.`)
  }
}

interface SyntaxMistake {
  code: string
  message: string
  line: number // from 1
  column: number // from 1
}

function yamlErrors(text: string): SyntaxMistake[] {
  const lines = new LineCounter()
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
    return [...document.errors, ...document.warnings].map(({ code, message, pos }) => {
      const { line, col } = lines.linePos(pos[0])
      return { code, message, line, column: col }
    })
  } catch {
    return [{ code: 'TOO_DEEP', message: 'it is nested too deeply', line: 1, column: 1 }]
  }
}

function syntaxProblem(mistake: SyntaxMistake, name: string): Result<never> {
  const { code, line, column } = mistake
  const reason =
    code === 'DUPLICATE_KEY'
      ? 'the same key stands twice in one mapping'
      : mistake.message.split('\n')[0]!.replace(/[.:]\s*$/, '')
  const place = `line ${line}, column ${column}`
  return refused(name, `The file cannot be read as JSON or YAML at ${place}: ${reason}.`, place)
}

function refused(name: string, what: string, place = ''): Result<never> {
  const problem: Problem = {
    severity: 'error',
    code: 'spec-unreadable',
    what,
    where: place === '' ? name : `${name}, ${place}`,
    fix: 'Choose a scoring spec as JSON or YAML.',
  }
  return { ok: false, problems: [problem] }
}

function deeperThan(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false
  if (levels === 0) return true
  return Object.values(value).some((item) => deeperThan(item, levels - 1))
}
