import { describe, expect, test } from 'vitest'
import { calibrationPictures, gainPicture, noiseHistogram } from '../../src/review/report/charts.ts'
import type { CalibrationBand } from '../../src/review/review.ts'
import { reviewReport } from '../gallery/fixtures/reviewFixtures.ts'

const HELD_OUT = '#c2570c'
const TEAL = '#0b7a75'
const GREY = '#868f97'

const band = (retainedShare: number, from: number): CalibrationBand => ({
  label: String(from),
  from,
  to: from + 9,
  accounts: 100,
  retainedShare,
  low: retainedShare - 0.05,
  high: Math.min(1, retainedShare + 0.05),
})

/** Words of the axis with the height they stand at. */
function ticksOf(svg: string): string[] {
  return [...svg.matchAll(/ y="([\d.]+)" text-anchor="end"[^>]*>([^<]+)</g)].map(
    ([, y, words]) => `${words} at ${y}`,
  )
}

function heightsOf(svg: string): number[] {
  return [...svg.matchAll(/<circle [^>]*cy="([\d.]+)"/g)].map(([, y]) => Number(y))
}

describe('bands of scores', () => {
  const [incumbent, candidate] = calibrationPictures(
    [band(0.6, 0), band(0.75, 10), band(0.9, 20)],
    [band(0.25, 0), band(0.75, 10), band(0.95, 20)],
  ).map(({ svg }) => svg)

  test('stand on one scale under both specs', () => {
    expect(ticksOf(incumbent!)).toEqual(ticksOf(candidate!))
    expect(ticksOf(incumbent!).length).toBeGreaterThan(2)
    expect(heightsOf(incumbent!)[1]).toBe(heightsOf(candidate!)[1])
    expect(heightsOf(incumbent!)[0]).toBeLessThan(heightsOf(candidate!)[0]!)
  })

  test('stay within the picture, whichever spec has the extremes', () => {
    for (const y of [...heightsOf(incumbent!), ...heightsOf(candidate!)]) {
      expect(y).toBeGreaterThanOrEqual(12)
      expect(y).toBeLessThanOrEqual(170)
    }
  })

  test('tell ticks apart that lie within one per cent', () => {
    const near = { ...band(0.995, 0), low: 0.994, high: 0.996 }
    const [picture] = calibrationPictures([near], [near])
    const words = ticksOf(picture!.svg).map((tick) => tick.split(' at ')[0])
    expect(new Set(words).size).toBe(words.length)
  })

  test('are rings of the incumbent and dots of the candidate, so that print without colour tells them', () => {
    expect(incumbent).toMatch(/<circle [^>]*fill="#fff"/)
    expect(candidate).not.toMatch(/<circle [^>]*fill="#fff"/)
  })
})

test('a gain is amber on held-out accounts, teal on those searched, grey of noise, each named beside it', () => {
  const { svg } = gainPicture(reviewReport)
  const rows = [...svg.matchAll(/text-anchor="end"[^>]*>([a-z- ]+)<.*?<circle [^>]*fill="(#\w+)"/g)]
  expect(rows.map(([, name, color]) => [name, color])).toEqual([
    ['held-out accounts', HELD_OUT],
    ['accounts searched', TEAL],
    ['noise alone', GREY],
  ])
})

test('gains on shuffled outcomes are grey like noise, the one found on searched accounts teal', () => {
  const { svg } = noiseHistogram([0.001, 0.002, 0.004], 0.02)
  expect(svg).toMatch(new RegExp(`<rect [^>]*fill="${GREY}"`))
  expect(svg).toMatch(new RegExp(`stroke="${TEAL}"`))
})
