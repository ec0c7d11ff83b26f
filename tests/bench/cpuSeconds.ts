import { readFileSync } from 'node:fs'

/** Seconds of processor time of this process so far, those of its compiler and collector threads too. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** Those of the main thread alone; NaN where the system does not tell (all but Linux). */
export function mainThreadSeconds(): number {
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(
      ' ',
    )
    return Number(nanoseconds) / 1e9
  } catch {
    return Number.NaN
  }
}
