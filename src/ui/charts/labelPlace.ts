/** A corner of a line, in pixels from the plot's upper left one. */
export type Corner = readonly [x: number, y: number]

/** Where a label would stand, in pixels of the plot. */
export interface LabelBox {
  left: number
  right: number
  top: number
  bottom: number
}

const LETTER = 6.4 // px of a letter at 12 px, at most
const LINE = 14 // px

/** The box of a label from its left edge and its middle. */
export function labelBox(text: string, left: number, middle: number): LabelBox {
  return {
    left,
    right: left + LETTER * text.length,
    top: middle - LINE / 2,
    bottom: middle + LINE / 2,
  }
}

/** The place that the lines cross the least, the first of several; a place beyond the plot is the last resort. */
export function freestPlace<Place extends { box: LabelBox }>(
  places: readonly Place[],
  lines: readonly (readonly Corner[])[],
  plot: { width: number; height: number },
): Place {
  const costs = places.map(({ box }) => {
    const beyond =
      Math.max(0, -box.top) +
      Math.max(0, box.bottom - plot.height) +
      Math.max(0, box.right - plot.width)
    return lines.reduce((sum, line) => sum + lengthInside(line, box), 1000 * beyond)
  })
  return places[costs.indexOf(Math.min(...costs))]!
}

/** Steps as they are drawn: level to the next point, then straight to its value. */
export function stepCorners(points: readonly Corner[], end: number): Corner[] {
  return points.flatMap(([x, y], at): Corner[] => [
    [x, y],
    [points[at + 1]?.[0] ?? Math.max(x, end), y],
  ])
}

/** Pixels of a line inside a box. */
function lengthInside(line: readonly Corner[], box: LabelBox): number {
  let length = 0
  for (let at = 1; at < line.length; at++) length += pieceInside(line[at - 1]!, line[at]!, box)
  return length
}

/** Of a straight piece, after Liang and Barsky. */
function pieceInside([x1, y1]: Corner, [x2, y2]: Corner, box: LabelBox): number {
  const [dx, dy] = [x2 - x1, y2 - y1]
  let [from, to] = [0, 1]
  const edges = [
    [-dx, x1 - box.left],
    [dx, box.right - x1],
    [-dy, y1 - box.top],
    [dy, box.bottom - y1],
  ] as const
  for (const [step, room] of edges) {
    if (step === 0 && room < 0) return 0
    if (step < 0) from = Math.max(from, room / step)
    if (step > 0) to = Math.min(to, room / step)
  }
  return to <= from ? 0 : (to - from) * Math.hypot(dx, dy)
}
