/** Seconds of processor time of this process so far, those of its compiler and collector threads too. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
