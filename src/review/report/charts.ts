import { valueAt } from '../curveValue.ts'
import type { CalibrationBand, GainCurve, Review } from '../review.ts'
import { decimals, signed } from '../words.ts'
import { rangeOf, roundTicks, tickDecimals } from './axis.ts'
import type { Bar, Chart } from './document.ts'
import { html } from './escape.ts'

const INK = '#1b1f24'
const MUTED = '#5b656e'
const LINE = '#e2e5e8'
const CANDIDATE = '#0b7a75'
const INCUMBENT = MUTED // and dashed or hollow, which print without colour keeps
const SEARCHED = CANDIDATE
const HELD_OUT = '#c2570c'
const NOISE = '#868f97'

const WIDTH = 460
const round = (value: number) => Math.round(value * 100) / 100

function svg(height: number, label: string, body: string, width = WIDTH): string {
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${html(label)}" font-size="11.5" fill="${INK}">${body}</svg>`
}

function text(x: number, y: number, words: string, more = ''): string {
  return `<text x="${round(x)}" y="${round(y)}" ${more}>${html(words)}</text>`
}

function line(x1: number, y1: number, x2: number, y2: number, more: string): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" ${more}/>`
}

/** The gain on both row sets on one axis, with zero, the gain asked for, and what noise buys. */
export function gainPicture(review: Review): Chart {
  const { gain, searchGain, noise, thresholds } = review
  const rows = [
    ...(gain === null
      ? []
      : [
          {
            name: 'held-out accounts',
            value: gain.value,
            low: gain.low,
            high: gain.high,
            color: HELD_OUT,
          },
        ]),
    ...(searchGain === null
      ? []
      : [{ name: 'accounts searched', value: searchGain, low: null, high: null, color: SEARCHED }]),
    ...(noise === null
      ? []
      : [{ name: 'noise alone', value: noise.meanGain, low: null, high: noise.p95, color: NOISE }]),
  ]
  const values = rows.flatMap(({ value, low, high }) => [
    value,
    ...[low, high].filter((x) => x !== null),
  ])
  const [low, high] = rangeOf([0, thresholds.minGain, ...values])
  const left = 118
  const right = WIDTH - 56
  const x = (value: number) => left + ((value - low) / (high - low)) * (right - left)
  const height = 54 + 42 * rows.length
  const bottom = height - 24
  const ticks = roundTicks(low, high)
  const digits = tickDecimals(ticks)
  const body = [
    ...ticks.map(
      (tick) =>
        line(x(tick), 18, x(tick), bottom, `stroke="${LINE}"`) +
        text(x(tick), bottom + 15, signed(tick, digits), `text-anchor="middle" fill="${MUTED}"`),
    ),
    line(x(0), 14, x(0), bottom, `stroke="${INK}" stroke-width="1.2"`),
    line(
      x(thresholds.minGain),
      14,
      x(thresholds.minGain),
      bottom,
      `stroke="${MUTED}" stroke-dasharray="3 3"`,
    ),
    text(x(thresholds.minGain) + 4, 12, 'asked for', `fill="${MUTED}"`),
    ...rows.map(({ name, value, low: from, high: to, color }, index) => {
      const y = 44 + 42 * index
      const start = from ?? value
      const end = to ?? value
      return [
        text(left - 10, y + 4, name, 'text-anchor="end"'),
        start === end
          ? ''
          : line(
              x(start),
              y,
              x(end),
              y,
              `stroke="${color}" stroke-width="5" stroke-linecap="round" opacity="0.35"`,
            ),
        `<circle cx="${round(x(value))}" cy="${y}" r="5" fill="${color}"/>`,
        text(WIDTH - 2, y + 4, signed(value), 'text-anchor="end" font-weight="600"'),
      ].join('')
    }),
  ].join('')
  const words = rows.map(
    ({ name, value, low: from, high: to }) =>
      `${name} ${signed(value)}${from === null || to === null ? '' : ` (${signed(from)} to ${signed(to)})`}`,
  )
  const title = 'Gain of the candidate over the incumbent'
  return { title, svg: svg(height, `${title}: ${words.join(', ')}`, body), words: words.join('; ') }
}

/** How often searches on shuffled outcomes gained how much, the real gain marked. */
export function noiseHistogram(gains: readonly number[], realGain: number): Chart {
  const [low, high] = rangeOf([...gains, realGain, 0])
  const bars = 24
  const counts = new Array<number>(bars).fill(0)
  for (const gain of gains) {
    counts[Math.min(bars - 1, Math.floor(((gain - low) / (high - low)) * bars))]++
  }
  const most = Math.max(...counts)
  const [left, right, top, bottom] = [8, WIDTH - 8, 24, 150]
  const x = (value: number) => left + ((value - low) / (high - low)) * (right - left)
  const ticks = roundTicks(low, high)
  const digits = tickDecimals(ticks)
  const width = (right - left) / bars
  const anchor = x(realGain) > WIDTH - 130 ? 'end' : 'start'
  const body = [
    ...counts.map((count, index) => {
      const tall = ((bottom - top) * count) / most
      return count === 0
        ? ''
        : `<rect x="${round(left + index * width + 0.5)}" y="${round(bottom - tall)}" width="${round(width - 1)}" height="${round(tall)}" fill="${NOISE}"/>`
    }),
    line(left, bottom, right, bottom, `stroke="${MUTED}"`),
    ...ticks.map((tick) =>
      text(x(tick), bottom + 16, signed(tick, digits), `text-anchor="middle" fill="${MUTED}"`),
    ),
    line(x(realGain), 16, x(realGain), bottom, `stroke="${CANDIDATE}" stroke-width="2.5"`),
    text(
      x(realGain) + (anchor === 'end' ? -6 : 6),
      22,
      `found: ${signed(realGain)}`,
      `text-anchor="${anchor}" fill="${CANDIDATE}" font-weight="600"`,
    ),
  ].join('')
  const title = `Gain of the same search on ${gains.length} shuffles of the outcomes`
  const words = `shuffled searches gained ${signed(Math.min(...gains))} to ${signed(Math.max(...gains))}; the real one ${signed(realGain)}`
  return { title, svg: svg(174, `${title}: ${words}`, body), words }
}

/** Cumulative share found when accounts are taken in order of score; both specs and no order at all. */
export function gainCurvePicture(curves: { incumbent: GainCurve; candidate: GainCurve }): Chart {
  const [left, right, top, bottom] = [44, WIDTH - 26, 12, 236]
  const x = (share: number) => left + share * (right - left)
  const y = (share: number) => bottom - share * (bottom - top)
  const path = ({ share, gained }: GainCurve) => {
    const every = Math.max(1, Math.ceil(share.length / 200))
    const points = share.flatMap((at, index) =>
      index % every === 0 || index === share.length - 1
        ? [`${round(x(at))},${round(y(gained[index]))}`]
        : [],
    )
    return points.join(' ')
  }
  const at20 = {
    incumbent: valueAt(curves.incumbent, 0.2),
    candidate: valueAt(curves.candidate, 0.2),
  }
  const percent = (share: number) => `${Math.round(100 * share)} %`
  const body = [
    ...[0, 0.2, 0.4, 0.6, 0.8, 1].map(
      (tick) =>
        line(left, y(tick), right, y(tick), `stroke="${LINE}"`) +
        text(left - 6, y(tick) + 4, percent(tick), `text-anchor="end" fill="${MUTED}"`) +
        text(x(tick), bottom + 16, percent(tick), `text-anchor="middle" fill="${MUTED}"`),
    ),
    line(x(0), y(0), x(1), y(1), `stroke="${MUTED}" stroke-dasharray="2 4"`),
    `<polyline points="${path(curves.incumbent)}" fill="none" stroke="${INCUMBENT}" stroke-width="1.8" stroke-dasharray="6 3"/>`,
    `<polyline points="${path(curves.candidate)}" fill="none" stroke="${CANDIDATE}" stroke-width="2.2"/>`,
    line(x(0.4), bottom - 42, x(0.46), bottom - 42, `stroke="${CANDIDATE}" stroke-width="2.2"`),
    text(
      x(0.48),
      bottom - 38,
      `candidate: ${percent(at20.candidate)} in the first fifth`,
      `fill="${CANDIDATE}"`,
    ),
    line(
      x(0.4),
      bottom - 22,
      x(0.46),
      bottom - 22,
      `stroke="${INCUMBENT}" stroke-width="1.8" stroke-dasharray="6 3"`,
    ),
    text(x(0.48), bottom - 18, `incumbent: ${percent(at20.incumbent)}`, `fill="${INCUMBENT}"`),
  ].join('')
  const of = curves.candidate.of
  const order = of === 'churned accounts' ? 'lowest scores first' : 'highest scores first'
  const title = `Share of ${of} found, ${order}`
  const words = `the first fifth of accounts holds ${percent(at20.candidate)} of ${of} by the candidate, ${percent(at20.incumbent)} by the incumbent`
  return { title, svg: svg(262, `${title}: ${words}`, body), words }
}

/** Observed retention of each band of scores under both specs, with its interval, on one scale for both. */
export function calibrationPictures(
  incumbent: CalibrationBand[],
  candidate: CalibrationBand[],
): Chart[] {
  const all = [...incumbent, ...candidate]
  const low = Math.max(0, Math.min(...all.map((band) => band.low)) - 0.02)
  const high = Math.min(1, Math.max(...all.map((band) => band.high)) + 0.02)
  return [
    calibrationPicture('incumbent', incumbent, [low, high]),
    calibrationPicture('candidate', candidate, [low, high]),
  ]
}

function calibrationPicture(
  whose: 'incumbent' | 'candidate',
  bands: CalibrationBand[],
  [low, high]: [low: number, high: number], // shares of accounts, ends of the axis
): Chart {
  const title = `Retained by score decile, ${whose}`
  const color = whose === 'incumbent' ? INCUMBENT : CANDIDATE
  const fill = whose === 'incumbent' ? '#fff' : color
  const [left, right, top, bottom] = [44, WIDTH - 14, 12, 170]
  const y = (share: number) => bottom - ((share - low) / (high - low || 1)) * (bottom - top)
  const step = (right - left) / bands.length
  const x = (index: number) => left + (index + 0.5) * step
  const ticks = roundTicks(low, high)
  const digits = tickDecimals(ticks.map((tick) => 100 * tick))
  const label = ({ from, to }: CalibrationBand) =>
    from === to ? decimals(from, 0) : `${decimals(from, 0)}–${decimals(to, 0)}`
  const body = [
    ...ticks.map(
      (tick) =>
        line(left, y(tick), right, y(tick), `stroke="${LINE}"`) +
        text(
          left - 6,
          y(tick) + 4,
          `${decimals(100 * tick, digits)} %`,
          `text-anchor="end" fill="${MUTED}"`,
        ),
    ),
    ...bands.map((band, index) =>
      [
        line(
          x(index),
          y(band.low),
          x(index),
          y(band.high),
          `stroke="${color}" stroke-width="5" stroke-linecap="round" opacity="0.3"`,
        ),
        `<circle cx="${round(x(index))}" cy="${round(y(band.retainedShare))}" r="4" fill="${fill}" stroke="${color}" stroke-width="1.6"/>`,
        text(
          x(index),
          bottom + 16,
          label(band),
          `text-anchor="middle" fill="${MUTED}" font-size="10"`,
        ),
      ].join(''),
    ),
    text((left + right) / 2, bottom + 31, 'score, points', `text-anchor="middle" fill="${MUTED}"`),
  ].join('')
  const words = bands
    .map((band) => `${label(band)}: ${Math.round(100 * band.retainedShare)} %`)
    .join(', ')
  return { title, svg: svg(206, `${title}: ${words}`, body), words }
}

/** A weight before and after on the axis of its column, with the band of values that are as good. */
export function barPicture({ from, to, before, after, band }: Bar): string {
  const width = 120
  const x = (value: number) => 4 + ((value - from) / (to - from || 1)) * (width - 8)
  const parts = [
    line(4, 9, width - 4, 9, `stroke="${LINE}"`),
    from < 0 && to > 0 ? line(x(0), 3, x(0), 15, `stroke="${MUTED}" stroke-width="0.8"`) : '',
    band === null
      ? ''
      : line(
          x(band[0]),
          9,
          x(band[1]),
          9,
          `stroke="${CANDIDATE}" stroke-width="6" opacity="0.25" stroke-linecap="round"`,
        ),
    before === null
      ? ''
      : `<circle cx="${round(x(before))}" cy="9" r="3" fill="#fff" stroke="${INCUMBENT}" stroke-width="1.4"/>`,
    after === null ? '' : `<circle cx="${round(x(after))}" cy="9" r="4" fill="${CANDIDATE}"/>`,
  ]
  return `<svg viewBox="0 0 ${width} 18" width="${width}" height="18" aria-hidden="true">${parts.join('')}</svg>`
}
