import type { Problem } from '../lib/problem.ts'
import { nameTokens } from './columnName.ts'
import { counted, listed, problem } from './say.ts'
import type { Column, NumberColumn, Table, TextColumn } from './table.ts'

/** Digits a whole number can have and still be exact as a double. */
const EXACT_DIGITS = 15

const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/
const NO_VALUE = /^(na|n\/a|nan|null|none|#n\/a|[-–—?])$/i
const DECORATED_NUMBER = /^[+-]?[$€£]?\s?\d{1,3}(,\d{3})*(\.\d+)?\s?[%$€£]?$|^[$€£]\s?\d+(\.\d+)?$/

/**
 * The table as the contract reads it: names unique, blank texts missing, and texts that hold nothing
 * but numbers as numbers. Ids keep their leading zeros. Notes say what was changed.
 */
export function prepareTable(table: Table): { table: Table; problems: Problem[] } {
  const problems: Problem[] = []
  const names = uniqueNames(table.columns, problems)
  const columns = table.columns.map((column, index) => {
    const named = names[index] === column.name ? column : { ...column, name: names[index] }
    return named.kind === 'text' ? prepareText(named, problems) : named
  })
  return { table: { rowCount: table.rowCount, columns }, problems }
}

function uniqueNames(columns: readonly Column[], problems: Problem[]): string[] {
  const given = columns.map(({ name }, index) => (name === '' ? `column ${index + 1}` : name))
  const used = new Set(given)
  const seen = new Set<string>()
  const renamed: string[] = []
  const names = given.map((name) => {
    if (!seen.has(name)) {
      seen.add(name)
      return name
    }
    let suffix = 2
    while (used.has(`${name} (${suffix})`)) suffix++
    const unique = `${name} (${suffix})`
    used.add(unique)
    seen.add(unique)
    renamed.push(unique)
    return unique
  })
  if (renamed.length > 0) {
    problems.push(
      problem({
        severity: 'warning',
        code: 'duplicate-column-names',
        what: `Several columns share a name; the later ones are called ${listed(renamed)} here.`,
        fix: 'Give every column its own name in the export if the wrong one is used.',
      }),
    )
  }
  return names
}

function prepareText(column: TextColumn, problems: Problem[]): Column {
  const complete = blanksMissing(column, problems)
  if (isIdName(complete.name)) return complete
  return textNumbers(complete, problems)
}

/** A text of nothing but spaces says nothing: the row has no value. */
function blanksMissing(column: TextColumn, problems: Problem[]): TextColumn {
  const blank = column.dictionary.map((text) => text.trim() === '')
  if (!blank.includes(true)) return column
  const rows = column.values.length
  const kept = column.dictionary.filter((_, code) => !blank[code])
  const codeOf = new Uint32Array(column.dictionary.length)
  let next = 0
  for (let code = 0; code < blank.length; code++) if (!blank[code]) codeOf[code] = next++
  const values = new Uint32Array(rows)
  const missing = column.missing === null ? new Uint8Array(rows) : column.missing.slice()
  let blanks = 0
  for (let row = 0; row < rows; row++) {
    if (missing[row] === 1) continue
    const code = column.values[row]
    if (blank[code]) {
      missing[row] = 1
      blanks++
    } else {
      values[row] = codeOf[code]
    }
  }
  if (blanks === 0) return { ...column, values, dictionary: kept }
  const prepared = { ...column, values, missing, dictionary: kept }
  if (!holdsNumbers(prepared)) {
    problems.push(
      problem({
        severity: 'note',
        code: 'blank-texts-missing',
        what: `${counted(blanks, 'blank text')} in ${column.name} ${blanks === 1 ? 'counts' : 'count'} as missing.`,
        column: column.name,
      }),
    )
  }
  return prepared
}

function textNumbers(column: TextColumn, problems: Problem[]): Column {
  if (!holdsNumbers(column)) {
    warnOfNearNumbers(column, problems)
    return column
  }
  const rows = column.values.length
  const noValue = column.dictionary.map((text) => NO_VALUE.test(text.trim()))
  const numbers = Float64Array.from(column.dictionary, (text, code) =>
    noValue[code] ? 0 : Number(text),
  )
  const values = new Float64Array(rows)
  const missing = new Uint8Array(rows)
  let absent = 0
  for (let row = 0; row < rows; row++) {
    const code = column.values[row]
    if (column.missing?.[row] === 1 || noValue[code]) {
      missing[row] = 1
      absent++
    } else {
      values[row] = numbers[code]
    }
  }
  const words = column.dictionary.filter((_, code) => noValue[code])
  const noun = words.length === 0 ? 'blank' : 'cell'
  const holding = words.length === 0 ? '' : ` that hold nothing or "${words[0].trim()}"`
  const said = `${counted(absent, noun)}${holding} ${absent === 1 ? 'is' : 'are'} missing`
  const prepared: NumberColumn = {
    kind: 'number',
    name: column.name,
    physical: column.physical,
    missing: absent === 0 ? null : missing,
    values,
  }
  problems.push(
    problem({
      severity: 'note',
      code: 'text-holds-numbers',
      what: `${column.name} is text holding numbers${absent === 0 ? '' : `; ${said}`}.`,
      column: column.name,
    }),
  )
  return prepared
}

/** Whether every text is a plain number or a word for no value, and at least one is a number. */
function holdsNumbers({ dictionary }: TextColumn): boolean {
  let numbers = 0
  for (const text of dictionary) {
    const trimmed = text.trim()
    if (NO_VALUE.test(trimmed)) continue
    if (!PLAIN_NUMBER.test(trimmed) || isCode(trimmed) || !Number.isFinite(Number(trimmed))) {
      return false
    }
    numbers++
  }
  return numbers > 0
}

/** Digits that name something instead of counting it: '00123', or more of them than a number can hold. */
function isCode(text: string): boolean {
  const digits = text.replace(/^[+-]/, '')
  if (/^0\d/.test(digits)) return true
  return /^\d+$/.test(digits) && digits.length > EXACT_DIGITS
}

function isIdName(name: string): boolean {
  const tokens = nameTokens(name)
  const last = tokens.at(-1)
  return (
    last === 'id' ||
    last === 'uuid' ||
    last === 'guid' ||
    tokens.some((t) => /^(zip|phone|postal|postcode|iban)$/.test(t))
  )
}

function warnOfNearNumbers(column: TextColumn, problems: Problem[]): void {
  const other = almostNumbers(column)
  if (other === null) return
  problems.push(
    problem({
      severity: 'warning',
      code: 'text-almost-numbers',
      what: `${column.name} is text although it looks like numbers: "${other.slice(0, 40)}" is not a plain number.`,
      fix: 'Export the column as a number, without signs or separators, to use it.',
      column: column.name,
    }),
  )
}

/** A text that is no plain number, of a column that otherwise looks like numbers; else null. */
export function almostNumbers({ dictionary }: TextColumn): string | null {
  if (dictionary.length < 13) return null
  const others: string[] = []
  let decorated = 0
  let sampled = 0
  const stride = Math.ceil(dictionary.length / 2000)
  for (let code = 0; code < dictionary.length; code += stride) {
    const text = dictionary[code].trim()
    sampled++
    if (PLAIN_NUMBER.test(text) && !isCode(text)) continue
    if (DECORATED_NUMBER.test(text)) decorated++
    others.push(dictionary[code])
  }
  const nearly = others.length === decorated || others.length * 20 <= sampled
  return nearly && others.length > 0 ? others[0] : null
}
