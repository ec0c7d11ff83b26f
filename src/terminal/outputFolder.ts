import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { CommandError, fileErrorWords } from './commandError.ts'

/** A folder that appears whole or not at all: files are written beside it and moved there at the end. */
export interface OutputFolder {
  path(name: string): string // where to write a file for now
  commit(): void // everything written becomes the folder
  discard(): void
}

/** Throws a CommandError unless the folder is empty or does not exist. */
export function checkOutputFolder(folder: string, flag = 'output-dir'): void {
  try {
    const found = statSync(folder, { throwIfNoEntry: false })
    if (found === undefined) return
    if (!found.isDirectory()) throw new CommandError(`--${flag} ${folder} is a file, not a folder.`)
    if (readdirSync(folder).length > 0)
      throw new CommandError(`--${flag} ${folder} is not empty; name a new or an empty folder.`)
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(`--${flag} ${folder} cannot be used: ${fileErrorWords(error)}.`)
  }
}

/** Opens the output folder for writing; nothing is visible under its name before `commit`. */
export function createOutputFolder(folder: string, flag = 'output-dir'): OutputFolder {
  const target = resolve(folder)
  checkOutputFolder(target, flag)
  let draft: string
  try {
    mkdirSync(dirname(target), { recursive: true })
    draft = mkdtempSync(join(dirname(target), `.${basename(target)}-`))
  } catch (error) {
    throw new CommandError(`--${flag} ${folder} cannot be written: ${fileErrorWords(error)}.`)
  }
  const discard = () => rmSync(draft, { recursive: true, force: true })
  return {
    path: (name) => join(draft, name),
    commit() {
      try {
        checkOutputFolder(target, flag)
        rmSync(target, { recursive: true, force: true }) // empty, or not there
        chmodSync(draft, 0o777 & ~process.umask()) // a temporary folder is its owner's alone
        renameSync(draft, target)
      } catch (error) {
        discard()
        if (error instanceof CommandError) throw error
        throw new CommandError(`--${flag} ${folder} cannot be written: ${fileErrorWords(error)}.`)
      }
    },
    discard,
  }
}
