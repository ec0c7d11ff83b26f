import { describe, expect, test } from 'vitest'
import type { Tier } from '../../src/evaluation/tiers.ts'
import { html, markdown } from '../../src/review/report/escape.ts'
import { htmlReport } from '../../src/review/report/htmlReport.ts'
import { markdownReport } from '../../src/review/report/markdownReport.ts'
import type { Provenance } from '../../src/review/report/provenance.ts'
import { reviewDocument } from '../../src/review/report/reviewDocument.ts'
import type { Review } from '../../src/review/review.ts'
import type { StudySummaries } from '../../src/studies/runStudies.ts'
import { reviewDoubtful, reviewPlain, reviewReport } from '../gallery/fixtures/reviewFixtures.ts'

const HOSTILE = `<script src="https://evil.example/x.js">'"&|*_\u202e</script>`

const provenance: Provenance = {
  model: 'account health',
  files: [
    {
      used: 'searched and held out',
      name: 'a.parquet',
      fingerprint: 'ab12',
      rows: 5000,
      columns: 12,
    },
  ],
  outcomes: [['retained', 'retained_6mo']],
  strategy: 'random',
  seed: 42,
  budget: 500,
  experiments: 500,
  kept: 33,
  searchSeconds: 0.03,
  appVersion: '0.1.0',
  evaluationVersion: 3,
  incumbentHash: 'aa',
  candidateHash: 'bb',
  bootstrapSeed: 1,
}
const none: StudySummaries = {
  shuffle: null,
  resample: null,
  folds: null,
  ceiling: null,
  tolerance: [],
  story: null,
  withoutResult: [],
}
const figures = (mean: number) => ({ mean, sd: 0.01, se: 0.007 })
const features = reviewReport.weights.map(({ feature }) => feature)
const all: StudySummaries = {
  shuffle: {
    gains: Array.from({ length: 100 }, (_, index) => 0.004 + 0.0002 * index),
    realGain: 0.119,
    mean: 0.012,
    p95: 0.021,
    p: 1 / 101,
    sentence: 'Noise alone buys 0.012; you found 0.119.',
  },
  resample: {
    searches: 100,
    weights: features.map((feature, index) => ({
      feature,
      weight: 5,
      median: 5,
      low: index === 0 ? -1 : 3,
      high: 8,
      sameSign: 0.9,
      nonZero: 1,
      noise: index === 0,
    })),
    consensus: features.map(() => 5),
    optimism: 0.003,
    corrected: 0.744,
    sentence: 'logins may as well be 0.',
  },
  folds: {
    folds: 20,
    undefinedFolds: 0,
    incumbent: figures(0.63),
    candidate: figures(0.744),
    ceiling: figures(0.746),
    gain: { ...figures(0.114), low: 0.1, high: 0.128 },
    sentence: 'On accounts it never saw this search reaches 0.744.',
  },
  ceiling: { value: 0.748, candidate: 0.747, lambda: 1, sentence: '0.747 of a possible 0.748.' },
  tolerance: features.map((feature) => ({ feature, weight: 5, low: 4, high: 7, sentence: '' })),
  story: null,
  withoutResult: [],
}
const pageOf = (review: Review, studies = all, made = provenance) =>
  htmlReport(reviewDocument({ review, studies, provenance: made }))

/** Tags of a page in order; throws where they do not nest. Void elements and self-closed ones stand alone. */
function tagsOf(page: string): string[] {
  const text = page.replace(/<style>[\s\S]*?<\/style>/, '')
  const open: string[] = []
  const names: string[] = []
  for (const [, close, name, rest] of text.matchAll(/<(\/?)([a-z][\w-]*)((?:"[^"]*"|[^">])*)>/g)) {
    if (close === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> out of place`)
      continue
    }
    names.push(name!)
    if (!/^(meta|wbr)$/.test(name!) && !rest!.endsWith('/')) open.push(name!)
  }
  if (open.length > 0) throw new Error(`open: ${open}`)
  return names
}

describe('the page', () => {
  const page = pageOf(reviewReport)

  test('nests, loads nothing and runs nothing', () => {
    const tags = tagsOf(page)
    expect(tags).toContain('svg')
    for (const tag of ['script', 'link', 'img', 'iframe', 'a', 'object', 'form']) {
      expect(tags).not.toContain(tag)
    }
    expect(page).not.toMatch(/https?:\/\//)
    expect(page).not.toMatch(/url\(|@import|\son\w+=/)
    expect(page).toContain('default-src &#39;none&#39;')
  })

  test('says the decision, the gain with its interval and what noise buys before anything else', () => {
    const first = page.slice(page.indexOf('<header>'), page.indexOf('</header>'))
    expect(first).toContain('KEEP INCUMBENT')
    expect(first).toContain('too many accounts would change tier at once')
    expect(first).toContain('+0.116')
    expect(first).toContain('95 % interval +0.085 to +0.147')
    expect(first).toContain('Noise alone would have bought')
    expect(first).toContain('+0.012')
    for (const question of ['Should we switch?', 'Why?', 'What could still be wrong?']) {
      expect(first).toContain(question)
    }
    expect(first).toContain('puts 74.6 of 100 pairs in the right order, the score you have 63.')
  })

  test('holds every section, in order', () => {
    const titles = [...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title)
    expect(titles).toEqual([
      'The checks',
      'What could still be wrong',
      'Who changes tier',
      'Segments',
      'Weights',
      'What the score finds first',
      'What happened to each band of scores',
      'Do the held-out accounts look like those searched?',
      'The whole search, many times',
      'All metrics',
      'How it was done',
    ])
    for (const { sentence } of reviewReport.gates) expect(page).toContain(html(sentence))
    expect(page).toContain('SHA-256 ab12')
    expect(page).toContain('seed 42')
  })

  test('leaves out what is not known, without a gap', () => {
    const bare = pageOf(reviewPlain, none)
    tagsOf(bare)
    expect(bare).not.toMatch(/NaN|undefined<|null|Infinity/)
    expect(bare).not.toContain('Segments')
    expect(bare).toContain('not known')
  })

  test('shows each limit with what both scores have, and the column that turned', () => {
    const text = markdownReport(
      reviewDocument({ review: reviewDoubtful, studies: none, provenance }),
    )
    expect(text).toContain('incumbent: equal weights, as no score was given; candidate')
    expect(text).toContain(
      '| Revenue concentration over tiers (HHI) | holds | at most 4,000 | 3,931 | 4,900 |',
    )
    expect(text).toContain('| Limits set for this score: The limit set for this score holds')
    expect(text).toMatch(/\| session\\_depth \| 0\.62 → 0\.43 turned \|/)
    expect(page).not.toContain('Limit, on held-out accounts')
    const untold = reviewReport.drift!.map((row) => ({ ...row, aloneSearch: null }))
    expect(page).toContain('>Alone<')
    expect(pageOf({ ...reviewReport, drift: untold })).not.toContain('>Alone<')
  })

  test('says no figure as NaN or undefined', () => {
    expect(page).not.toMatch(/NaN|Infinity|>undefined<|\[object/)
  })
})

const hostileTiers = (tiers: Tier[]) =>
  tiers.map((tier) => ({ ...tier, label: HOSTILE + tier.label }))

describe('hostile names', () => {
  const hostile: Review = {
    ...reviewReport,
    tiers: {
      incumbent: hostileTiers(reviewReport.tiers.incumbent),
      candidate: hostileTiers(reviewReport.tiers.candidate),
    },
    tierFit: { kept: true, sentence: HOSTILE },
    weights: reviewReport.weights.map((pair) => ({ ...pair, feature: HOSTILE + pair.feature })),
    segments: reviewReport.segments!.map((each) => ({ ...each, column: HOSTILE, label: HOSTILE })),
    migration: { ...reviewReport.migration, tiers: ['A', 'B', 'C', HOSTILE] },
    drift: reviewReport.drift!.map((row) => ({ ...row, name: HOSTILE })),
    gates: reviewReport.gates.map((gate) => ({ ...gate, sentence: HOSTILE })),
    cautions: [HOSTILE],
    leaks: [{ sentence: HOSTILE, column: HOSTILE, vouched: false }],
    turned: [{ column: HOSTILE, before: null, after: 2, leaned: true, rising: null }],
  }
  const made = { ...provenance, model: HOSTILE, command: HOSTILE, kernel: HOSTILE }
  const document = reviewDocument({ review: hostile, studies: all, provenance: made })

  test('are text in HTML', () => {
    const page = htmlReport(document)
    const tags = tagsOf(page)
    expect(tags).not.toContain('script')
    expect(page).not.toContain('<script')
    expect(page).not.toContain('\u202e')
    expect(page).toContain('&lt;script src=&quot;https://evil.example/x.js&quot;&gt;')
  })

  test('are text in Markdown, and break no table', () => {
    const text = markdownReport(document)
    expect(text).not.toContain('<script')
    expect(text).not.toMatch(/https?:\/\//)
    const tables = text.split('\n\n').filter((block) => block.startsWith('| '))
    expect(tables.length).toBeGreaterThan(5)
    for (const table of tables) {
      const cells = table.split('\n').map((line) => line.match(/(?<!\\)\|/g)!.length)
      expect(new Set(cells).size).toBe(1)
    }
  })
})

test('Markdown says the same first', () => {
  const text = markdownReport(reviewDocument({ review: reviewReport, studies: all, provenance }))
  expect(text).toMatch(/^# Review of account health/)
  expect(text.indexOf('## KEEP INCUMBENT')).toBeLessThan(text.indexOf('## The checks'))
  expect(text).toContain('**Should we switch?** Not yet: keep the score you have')
  expect(text).toContain('| Feature | Incumbent | Candidate |')
})

test('how the interval was made is said, of a widest gap in more words', () => {
  const textOf = (review: Review) =>
    markdownReport(reviewDocument({ review, studies: all, provenance }))
  expect(textOf(reviewReport)).toMatch(/2,000 Poisson replicates, seed/)
  expect(textOf({ ...reviewReport, metric: 'ks' })).toMatch(
    /2,000 Poisson replicates of the gaps where they are widest, less the excess/,
  )
})

test('escapes leave plain text alone', () => {
  expect(html('Mid-market 20 % → A')).toBe('Mid-market 20 % → A')
  expect(html(`<a href='x'>&"`)).toBe('&lt;a href=&#39;x&#39;&gt;&amp;&quot;')
  expect(markdown('a_b | c')).toBe('a\\_b \\| c')
  expect(html('a\u0000b\nc')).toBe('a b c')
})
