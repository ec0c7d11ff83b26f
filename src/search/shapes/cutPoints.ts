const FINE_BINS = 64
const LEAST_SHARE = 0.02 // of the rows, in a bin
const LEAST_ROWS = 20
const RIDGE = 1

/** Places (1 to size − 1) that divide counted values into about `bins` equal parts, ascending. */
export function quantilePlaces(counts: ArrayLike<number>, size: number, bins: number): number[] {
  let total = 0
  for (let code = 0; code < size; code++) total += counts[code]
  const places: number[] = []
  let below = 0
  let next = 1
  for (let code = 0; code < size && next < bins; code++) {
    const after = below + counts[code]
    while (next < bins && after >= (next / bins) * total) {
      const target = (next / bins) * total
      const place = target - below < after - target ? code : code + 1
      if (place > (places.at(-1) ?? 0) && place < size) places.push(place)
      next++
    }
    below = after
  }
  return places.filter((place) => hasRows(counts, 0, place) && hasRows(counts, place, size))
}

function hasRows(counts: ArrayLike<number>, from: number, to: number): boolean {
  for (let code = from; code < to; code++) if (counts[code] > 0) return true
  return false
}

/**
 * Places in the order in which dividing there explains most of what is left (`slopes` and
 * `curvatures`: sums of outcome minus chance, and of its variance, by value): the first k − 1 of them
 * make k bins. Every bin keeps at least 2 % of the rows.
 */
export function fittedPlaces(
  counts: ArrayLike<number>,
  slopes: ArrayLike<number>,
  curvatures: ArrayLike<number>,
  size: number,
  mostBins: number,
): number[] {
  const edges = [0, ...finePlaces(counts, size), size]
  const fine = edges.length - 1
  const rows = new Float64Array(fine + 1)
  const slope = new Float64Array(fine + 1)
  const curvature = new Float64Array(fine + 1)
  for (let bin = 0; bin < fine; bin++) {
    rows[bin + 1] = rows[bin]
    slope[bin + 1] = slope[bin]
    curvature[bin + 1] = curvature[bin]
    for (let code = edges[bin]; code < edges[bin + 1]; code++) {
      rows[bin + 1] += counts[code]
      slope[bin + 1] += slopes[code]
      curvature[bin + 1] += curvatures[code]
    }
  }
  const least = Math.max(LEAST_ROWS, LEAST_SHARE * rows[fine])
  const explained = (from: number, to: number) =>
    (slope[to] - slope[from]) ** 2 / (curvature[to] - curvature[from] + RIDGE)
  const splitOf = (from: number, to: number) => {
    let best = { from, to, at: -1, gain: 0 }
    for (let at = from + 1; at < to; at++) {
      if (rows[at] - rows[from] < least || rows[to] - rows[at] < least) continue
      const gain = explained(from, at) + explained(at, to) - explained(from, to)
      if (gain > best.gain) best = { from, to, at, gain }
    }
    return best
  }
  let parts = [splitOf(0, fine)]
  const places: number[] = []
  while (places.length < mostBins - 1) {
    const best = parts.reduce((a, b) => (b.gain > a.gain ? b : a))
    if (best.at < 0) break
    places.push(edges[best.at])
    parts = parts.filter((part) => part !== best)
    parts.push(splitOf(best.from, best.at), splitOf(best.at, best.to))
  }
  return places
}

function finePlaces(counts: ArrayLike<number>, size: number): number[] {
  if (size > FINE_BINS) return quantilePlaces(counts, size, FINE_BINS)
  return Array.from({ length: Math.max(0, size - 1) }, (_, i) => i + 1)
}

/** The number with the fewest digits above `below` and at most `above`. */
export function shortNumberIn(below: number, above: number): number {
  const size = Math.max(Math.abs(below), Math.abs(above))
  const first = Math.max(0, Math.ceil(Math.log10(size || 1)) + 1)
  for (let decimals = -Math.min(first, 15); decimals <= 12; decimals++) {
    const scale = 10 ** Math.abs(decimals)
    const number =
      decimals < 0 ? Math.floor(above / scale) * scale : Math.floor(above * scale) / scale
    if (number > below && number <= above) return number + 0
  }
  return above
}
