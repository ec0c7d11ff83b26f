import type { Problem } from '../lib/problem.ts'
import { createByteTable } from './byteTable.ts'
import type { BuilderOptions, ColumnBuilder } from './columnBuilder.ts'
import type { TextForm } from './decodeTexts.ts'
import { columnProblem, counted, shortName } from './ingestProblem.ts'
import { createMissingRows } from './missingRows.ts'

const BLANK = -2
const UNSEEN = -1

/** Texts as codes into the distinct ones; empty and blank ones become missing and are counted. */
export function createTextBuilder(
  { physical, textForm }: { physical: string; textForm: TextForm },
  { file, name, rowCount }: BuilderOptions,
): ColumnBuilder {
  const values = new Uint32Array(rowCount)
  const missing = createMissingRows(rowCount)
  const texts: string[] = []
  const entries = createByteTable()
  const codeOfEntry: number[] = []
  const damagedCodes = new Map<string, number>() // different bytes may look the same then
  let blanks = 0
  let firstBlank = -1

  // The chunk's own dictionary, and its codes in ours: looked up when first used, so that ours keeps
  // the order of the rows and holds no text that no row has.
  let chunkEntries: Uint8Array[] = []
  let chunkCodes = new Int32Array(0)

  function code(bytes: Uint8Array): number {
    const entry = entries.index(bytes)
    if (entry === codeOfEntry.length) codeOfEntry.push(newCode(textForm.textOf(bytes)))
    return codeOfEntry[entry]!
  }

  function newCode(text: string): number {
    if (text.trim() === '') return BLANK
    if (text.includes('\ufffd')) {
      const known = damagedCodes.get(text)
      if (known !== undefined) return known
      damagedCodes.set(text, texts.length)
    }
    texts.push(text)
    return texts.length - 1
  }

  function place(row: number, textCode: number): void {
    if (textCode >= 0) {
      values[row] = textCode
      return
    }
    missing.mark(row)
    if (blanks++ === 0) firstBlank = row
  }

  return {
    dictionary(plain) {
      chunkEntries = new Array(plain.length)
      for (let i = 0; i < plain.length; i++) chunkEntries[i] = textForm.bytesAt(plain, i)
      chunkCodes = new Int32Array(plain.length).fill(UNSEEN)
    },
    coded(rows, codes) {
      missing.markAbsent(rows)
      const { start, count, present } = rows
      let next = 0
      for (let i = 0; i < count; i++) {
        if (present !== null && present[i] === 0) continue
        const chunkCode = codes[next++]!
        let textCode = chunkCodes[chunkCode]!
        if (textCode === UNSEEN) {
          textCode = code(chunkEntries[chunkCode]!)
          chunkCodes[chunkCode] = textCode
        }
        place(start + i, textCode)
      }
    },
    plain(rows, plain) {
      missing.markAbsent(rows)
      const { start, count, present } = rows
      let next = 0
      for (let i = 0; i < count; i++) {
        if (present !== null && present[i] === 0) continue
        place(start + i, code(textForm.bytesAt(plain, next++)))
      }
    },
    finish() {
      const flags = missing.flags()
      const column = {
        kind: 'text' as const,
        name,
        physical,
        values,
        dictionary: texts,
        missing: flags,
      }
      return { column, problems: problems() }
    },
  }

  function problems(): Problem[] {
    const found: Problem[] = []
    const quoted = `Column ${shortName(name)}`
    if (blanks > 0) {
      const what = `${quoted} is empty or blank text in ${counted(blanks, 'row')}; they count as missing.`
      found.push(columnProblem(file, name, 'note', 'blank-missing', what, '', firstBlank + 1))
    }
    if (damagedCodes.size > 0) {
      const what = `${quoted} has ${counted(damagedCodes.size, 'different text')} with characters that could not be read, shown as \ufffd.`
      const fix = 'Write the file with UTF-8 text if these values matter.'
      found.push(columnProblem(file, name, 'warning', 'text-damaged', what, fix))
    }
    return found
  }
}
