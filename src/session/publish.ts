/** A page that took some time to draw what it was given is left alone for so many times as long. */
const REST_FACTOR = 8
const LONGEST_REST_MS = 1500

/**
 * Calls `publish` at most once in `everyMs`, more seldom where the page takes long to draw, with a last
 * call after the last request.
 */
export function throttled(
  publish: () => void,
  everyMs: number,
  afterDrawing: (done: () => void) => void = whenIdle,
): { request(): void; flush(): void } {
  let timer: ReturnType<typeof setTimeout> | null = null
  let last = Number.NEGATIVE_INFINITY
  let rest = everyMs
  let drawing = false
  let wanted = false // asked for while drawing

  function run(): void {
    const begun = performance.now()
    timer = null
    wanted = false
    drawing = true
    last = begun
    publish()
    afterDrawing(() => {
      if (last !== begun) return
      rest = Math.max(everyMs, Math.min(LONGEST_REST_MS, REST_FACTOR * (performance.now() - begun)))
      drawing = false
      if (wanted) request()
    })
  }

  function request(): void {
    wanted = drawing
    if (drawing || timer !== null) return
    const wait = last + rest - performance.now()
    if (wait <= 0) run()
    else timer = setTimeout(run, wait)
  }

  return {
    request,
    flush() {
      if (timer !== null) clearTimeout(timer)
      run()
    },
  }
}

/** Calls `done` once the page has nothing left to do; in a hidden one that may never be. */
function whenIdle(done: () => void): void {
  if (typeof requestIdleCallback === 'function')
    requestIdleCallback(done, { timeout: LONGEST_REST_MS })
  else setTimeout(done)
}
