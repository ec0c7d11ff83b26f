/** What Ctrl-C does while a command has something to lose. */
export interface Interrupts {
  onFirst(stop: () => void): void // called at once where the first has come already
  close(): void
}

/** A terminal sends one Ctrl-C to every process of the command, and npm and the launcher pass it on. */
const SAME_KEY_MS = 500

/** The first Ctrl-C asks to stop; a later one, or SIGTERM, abandons the work and ends the process. */
export function listenForInterrupts(abandon: () => void): Interrupts {
  let first: number | null = null
  let stop = () => {}

  function end(code: number): void {
    abandon()
    process.exit(code)
  }

  function interrupt(): void {
    if (first === null) {
      first = performance.now()
      stop()
    } else if (performance.now() - first > SAME_KEY_MS) end(130)
  }

  const terminate = () => end(143)
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', terminate)
  return {
    onFirst(ask) {
      stop = ask
      if (first !== null) stop()
    },
    close() {
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', terminate)
    },
  }
}
