/** Calls `publish` at most once in `everyMs`, with a last call after the last request. */
export function throttled(
  publish: () => void,
  everyMs: number,
): { request(): void; flush(): void } {
  let timer: ReturnType<typeof setTimeout> | null = null
  let last = Number.NEGATIVE_INFINITY

  function run(): void {
    timer = null
    last = performance.now()
    publish()
  }

  return {
    request() {
      if (timer !== null) return
      const wait = last + everyMs - performance.now()
      if (wait <= 0) run()
      else timer = setTimeout(run, wait)
    },
    flush() {
      if (timer !== null) clearTimeout(timer)
      run()
    },
  }
}
