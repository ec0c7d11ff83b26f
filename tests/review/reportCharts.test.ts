import { expect, test } from 'vitest'
import { gainPicture, noiseHistogram } from '../../src/review/report/charts.ts'
import { reviewReport } from '../gallery/fixtures/reviewFixtures.ts'

const HELD_OUT = '#c2570c'
const TEAL = '#0b7a75'
const GREY = '#868f97'

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
