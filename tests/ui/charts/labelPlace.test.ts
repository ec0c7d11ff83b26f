import { expect, test } from 'vitest'
import { freestPlace, labelBox, stepCorners } from '../../../src/ui/charts/labelPlace.ts'

const PLOT = { width: 300, height: 200 }

/** Beside, above or below a dot at the left edge. */
function placeAt(y: number, ...lines: Parameters<typeof stepCorners>[0][]) {
  const places = [0, -18, 18].map((dy) => ({ dy, box: labelBox('start 0.500', 13, y + dy) }))
  const corners = lines.map((line) => stepCorners(line, PLOT.width))
  return freestPlace(places, corners, PLOT).dy
}

test('the label of a start stands beside a steep line, and not on a flat one', () => {
  expect(
    placeAt(150, [
      [0, 150],
      [2, 40],
    ]),
  ).toBe(0)
  expect(placeAt(150, [[0, 150]])).toBe(-18)
})

test('a line that climbs after a while crosses it neither beside nor above', () => {
  expect(
    placeAt(150, [
      [0, 150],
      [40, 20],
    ]),
  ).toBe(18)
})

test('the held-out line counts too, and no label leaves the plot', () => {
  expect(placeAt(150, [[0, 150]], [[0, 132]])).toBe(18)
  expect(
    placeAt(195, [
      [0, 195],
      [40, 20],
    ]),
  ).toBe(-18)
  expect(placeAt(5, [[0, 5]])).toBe(18)
})

test('steps go level, then straight up, and on to the end', () => {
  expect(
    stepCorners(
      [
        [0, 9],
        [4, 2],
      ],
      10,
    ),
  ).toEqual([
    [0, 9],
    [4, 9],
    [4, 2],
    [10, 2],
  ])
  expect(stepCorners([], 10)).toEqual([])
})
