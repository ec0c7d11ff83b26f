import type { StudySummaries } from '../../studies/runStudies.ts'
import type { Review, WeightPair } from '../review.ts'
import { counted, decimals, percent, signed } from '../words.ts'
import type { Cell, Column, Section, TableRow } from './document.ts'

/** Weights before and after, and how firm each is where that was studied. */
export function weightSection(
  { weights }: Review,
  { resample, tolerance }: StudySummaries,
): Section {
  const changed = weights.filter(({ before, after }) => before !== after).length
  const stability = new Map(resample?.weights.map((each) => [each.feature, each]))
  const bands = new Map(tolerance.map((each) => [each.feature, each]))
  const values = weights.flatMap(({ feature, before, after }) => {
    const firm = stability.get(feature)
    const band = bands.get(feature)
    return [before, after, firm?.low, firm?.high, band?.low, band?.high, 0]
  })
  const known = values.filter((value) => typeof value === 'number')
  const [from, to] = [Math.floor(Math.min(...known)), Math.ceil(Math.max(...known))]
  const columns: Column[] = [
    { title: 'Feature' },
    { title: 'Incumbent', align: 'right' },
    { title: 'Candidate', align: 'right' },
    { title: 'Change', align: 'right' },
    { title: `${weight(from)} to ${weight(to)}` },
    ...(resample === null
      ? []
      : [
          { title: 'Resampled: middle 90 %', align: 'right' as const },
          { title: 'same sign', align: 'right' as const },
        ]),
    ...(tolerance.length === 0 ? [] : [{ title: 'As good', align: 'right' as const }]),
  ]
  const sorted = [...weights].sort((a, b) => Math.abs(changeOf(b)) - Math.abs(changeOf(a)))
  const rows = sorted.map((pair): TableRow => {
    const { feature, before, after } = pair
    const firm = stability.get(feature)
    const band = bands.get(feature)
    const range = firm ?? band
    const bar = {
      from,
      to,
      before,
      after,
      band: range === undefined ? null : ([range.low, range.high] as [number, number]),
    }
    const cells: Cell[] = [
      feature,
      weight(before),
      weight(after),
      changeOf(pair) === 0 ? { text: '0', tone: 'quiet' } : signed(changeOf(pair), 0),
      { text: '', bar },
    ]
    if (resample !== null) {
      cells.push(
        firm === undefined
          ? '–'
          : firm.noise
            ? { text: `noise: ${span(firm)}`, tone: 'warn' }
            : span(firm),
        firm === undefined ? '–' : percent(firm.sameSign),
      )
    }
    if (tolerance.length > 0) {
      cells.push(band === undefined ? '–' : band.low === band.high ? 'no other' : span(band))
    }
    return { cells }
  })
  const marks = `Ring: incumbent. Dot: candidate.${resample !== null ? ' Band: the middle 90 % of the searches on resampled accounts.' : tolerance.length > 0 ? ' Band: values that are as good within one standard error.' : ''}`
  return {
    title: 'Weights',
    lead: `${changed} of ${counted(weights.length, 'weight')} changed, the largest change first. ${resample?.sentence ?? ''}`.trim(),
    blocks: [{ kind: 'table', name: 'Weights', columns, rows, note: marks }],
  }
}

function changeOf({ before, after }: WeightPair): number {
  return (after ?? 0) - (before ?? 0)
}

/** Whole points, as on the page: percentiles lie between them. */
function weight(value: number | null): string {
  return value === null ? '–' : decimals(value, 0)
}

function span({ low, high }: { low: number; high: number }): string {
  return `${weight(low)} to ${weight(high)}`
}
