import { LineCounter, parseDocument, stringify } from 'yaml'
import { parseSpec, specToFile } from '../accounts/parseSpec.ts'
import type { Spec } from '../accounts/spec.ts'
import type { Problem } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'
import { repeatedKey } from './repeatedKey.ts'

/** Longest spec file read, in UTF-16 units; thousands of features fit, and no reader takes minutes. */
export const LONGEST_SPEC = 1024 * 1024

const MOST_ALIASES = 100
const DEEPEST = 64

/** Reads a spec from the text of a JSON or YAML file, whichever its content is. */
export function readSpecText(text: string, name: string): Result<Spec> {
  const content = text.replace(/^\uFEFF/, '')
  if (content.length > LONGEST_SPEC) {
    const size = (content.length / 1024 / 1024).toFixed(1)
    return refused(name, `The file is ${size} MB long, but a spec file is at most 1 MB.`)
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
  const repeated = repeatedKey(text)
  if (repeated === -1) return { ok: true, value, problems: [] }
  const before = text.slice(0, repeated).split('\n')
  return syntaxProblem(name, REPEATED, before.length, before.at(-1)!.length + 1)
}

function parseYaml(text: string, name: string): Result<unknown> {
  const lines = new LineCounter()
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
    const mistake = document.errors[0] ?? document.warnings[0]
    if (mistake) {
      const { line, col } = lines.linePos(mistake.pos[0])
      return syntaxProblem(name, reasonOf(mistake), line, col)
    }
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES })
    return { ok: true, value, problems: [] }
  } catch {
    return refused(name, `The file repeats parts by more than ${MOST_ALIASES} aliases.`)
  }
}

const REPEATED = 'the same key stands twice in one mapping'

function reasonOf({ code, message }: { code: string; message: string }): string {
  if (code === 'DUPLICATE_KEY') return REPEATED
  if (code === 'MULTIPLE_DOCS') return 'a second document begins here, but a spec is one'
  if (/call stack/.test(message)) return 'it is nested too deeply'
  const [first] = message.split('\n')
  return first!.replace(/[.:]\s*$/, '')
}

function syntaxProblem(name: string, reason: string, line: number, column: number): Result<never> {
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
