import { proxy } from 'comlink'
import type { LaterFile } from '../store/state.ts'
import type { Commands } from './commands.ts'
import { readyData, type SessionContext, tell } from './context.ts'
import { contractNow } from './contractNow.ts'
import type { ApplyContract } from './dataCommands.ts'

type LaterCommands = Pick<Commands, 'addLater' | 'removeLater' | 'swapFiles'>

interface LaterCommandsInput {
  context: SessionContext
  applyContract: ApplyContract
  laterOpened(file: File | null): void // what a new worker opens beside the file searched
  keepFiles(): void // so that a reload returns to both
  swap(): Promise<boolean> // searches the later file and holds out the other; false: it was not done
}

/** A second file, of a later period, that is held out whole. */
export function createLaterCommands(input: LaterCommandsInput): LaterCommands & {
  /** Adds a file and tells whether it is in use. Of two files dropped together the earlier is searched. */
  add(file: File, how: { keep: boolean; sort: boolean }): Promise<boolean>
} {
  const { context, applyContract, laterOpened, keepFiles, swap } = input
  const { store } = context

  async function add(file: File, { keep, sort }: { keep: boolean; sort: boolean }) {
    const before = readyData(store)
    if (before === null) return false
    store.setState({ data: { ...before, readingLater: file.name }, notice: null })
    try {
      const spec = store.getState().model?.spec ?? null
      const progress = proxy(() => {})
      const result = await context.data().call((service) => service.openLater(file, spec, progress))
      if (!isStill(before.name)) return false
      if (!result.ok) {
        const [{ what, fix }] = result.problems
        throw new Error(`${file.name} was not added. ${what} ${fix}`)
      }
      laterOpened(file)
      const { rows, order } = result.value
      await show({ name: file.name, bytes: file.size, rows, order })
      if (sort && order === 'earlier') return await swap()
      if (keep) keepFiles()
      return true
    } catch (error) {
      if (isStill(before.name)) tell(store, error)
      return false
    } finally {
      const now = readyData(store)
      if (now !== null) store.setState({ data: { ...now, readingLater: null } })
    }
  }

  /** Shows the later file, or that there is none, and what the two files lack. */
  async function show(later: LaterFile | null): Promise<void> {
    const data = readyData(store)
    if (data === null) return
    store.setState({ data: { ...data, later } })
    await applyContract(await contractNow(context, data))
  }

  function isStill(name: string): boolean {
    return readyData(store)?.name === name
  }

  return {
    add,

    async addLater(file) {
      await add(file, { keep: true, sort: false })
    },

    async removeLater() {
      try {
        await context.data().call((service) => service.closeLater())
        laterOpened(null)
        await show(null)
        keepFiles()
      } catch (error) {
        tell(store, error)
      }
    },

    async swapFiles() {
      if (readyData(store)?.later != null) await swap()
    },
  }
}
