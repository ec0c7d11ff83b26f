/** Adds `from[0..length)` to `to`, moved up by `shift`; what falls outside [0, last] goes to that end. */
export function shiftAdd(
  to: Float64Array,
  last: number, // inclusive
  from: Float64Array,
  start: number, // first entry of `from`
  length: number,
  shift: number, // entry i goes to i - start + shift
): void {
  const first = Math.min(Math.max(-shift, 0), length) // entries before it fall below 0
  const end = Math.max(Math.min(last - shift + 1, length), first) // entries from it on lie above
  if (first > 0) {
    let below = 0
    for (let i = 0; i < first; i++) below += from[start + i]
    to[0] += below
  }
  const offset = shift | 0
  for (let i = first | 0; i < (end | 0); i++) to[(i + offset) | 0] += from[(start + i) | 0]
  if (end < length) {
    let above = 0
    for (let i = end; i < length; i++) above += from[start + i]
    to[last] += above
  }
}
