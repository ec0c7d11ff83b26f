const EVERY_MS = 100

/** A line on a terminal that is written over in place; silent in a pipe. */
export interface ProgressLine {
  show(text: () => string): void // at most ten times a second
  clear(): void
}

/** A progress line on the given stream. */
export function createProgressLine(stream: NodeJS.WriteStream): ProgressLine {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} }
  let shownAt = 0
  return {
    show(text) {
      const now = Date.now()
      if (now - shownAt < EVERY_MS) return
      shownAt = now
      stream.write(`\r\x1b[K${text().slice(0, Math.max(20, (stream.columns || 80) - 1))}`)
    },
    clear() {
      if (shownAt > 0) stream.write('\r\x1b[K')
    },
  }
}
