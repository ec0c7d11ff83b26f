import type { SchemaElement, SchemaTree } from 'hyparquet'
import type { Problem } from '../lib/problem.ts'
import { type ColumnType, columnType } from './columnType.ts'
import { columnProblem, shortName, UNSUITABLE_FIX } from './ingestProblem.ts'

/** One column to read: which chunk of a row group it is, and how its values become a typed column. */
export interface ColumnPlan {
  name: string // unique in the file
  chunk: number // 0-based place among the chunks of each row group
  element: SchemaElement
  type: Exclude<ColumnType, { kind: 'unreadable' }>
}

/** All columns of the schema: those to read, and a problem for each left out or renamed. */
export function planColumns(
  schema: SchemaTree,
  file: string,
): { plans: ColumnPlan[]; problems: Problem[]; columnCount: number } {
  const plans: ColumnPlan[] = []
  const problems: Problem[] = []
  const taken = new Set(schema.children.map(({ element }) => element.name))
  const seen = new Set<string>()
  let chunk = 0

  schema.children.forEach((tree, index) => {
    const given = tree.element.name ?? ''
    const name = uniqueName(given, index, seen, taken)
    seen.add(name)
    taken.add(name)
    if (name !== given) problems.push(renamed(file, given, name, index))

    const type = nestedType(tree) ?? columnType(tree.element)
    if (type.kind === 'unreadable') {
      const what = `Column ${shortName(name)} ${type.reason}, and is left out.`
      problems.push(columnProblem(file, name, 'warning', 'column-left-out', what, UNSUITABLE_FIX))
    } else {
      plans.push({ name, chunk, element: tree.element, type })
    }
    chunk += leafCount(tree)
  })
  return { plans, problems, columnCount: schema.children.length }
}

function nestedType({ element, children }: SchemaTree): ColumnType | null {
  if (element.repetition_type === 'REPEATED') return nested('a list')
  if (children.length === 0 && element.type !== undefined) return null
  if (element.logical_type?.type === 'VARIANT') return nested('a variant')
  if (element.converted_type === 'LIST' || element.logical_type?.type === 'LIST')
    return nested('a list')
  if (element.converted_type === 'MAP' || element.converted_type === 'MAP_KEY_VALUE')
    return nested('a map')
  return element.logical_type?.type === 'MAP' ? nested('a map') : nested('a struct')
}

function nested(thing: string): ColumnType {
  return { kind: 'unreadable', physical: 'NESTED', reason: `holds ${thing} per account` }
}

function leafCount({ children, element }: SchemaTree): number {
  if (children.length === 0) return element.type === undefined ? 0 : 1
  return children.reduce((count, child) => count + leafCount(child), 0)
}

function uniqueName(given: string, index: number, seen: Set<string>, taken: Set<string>): string {
  const name = given === '' ? `column ${index + 1}` : given
  if (given !== '' ? !seen.has(name) : !taken.has(name)) return name
  let copy = 2
  while (taken.has(`${name} (${copy})`)) copy++
  return `${name} (${copy})`
}

function renamed(file: string, given: string, name: string, index: number): Problem {
  if (given === '') {
    const what = `Column ${index + 1} of the file has no name and is called ${shortName(name)} here.`
    return columnProblem(file, name, 'warning', 'column-unnamed', what, 'Name it in the file.')
  }
  const what = `More than one column is called ${shortName(given)}; one of them is called ${shortName(name)} here.`
  const fix = 'Give every column of the file its own name.'
  return columnProblem(file, name, 'warning', 'duplicate-columns', what, fix)
}
