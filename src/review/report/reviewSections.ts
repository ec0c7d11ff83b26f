import { guardrailName, guardrailText, limitText } from '../guardrailWords.ts'
import type {
  CalibrationBand,
  DriftRow,
  Gate,
  GateName,
  GuardrailFigure,
  Review,
} from '../review.ts'
import { counted, decimals, grouped, plain, share, short, signed } from '../words.ts'
import { calibrationPictures, gainCurvePicture } from './charts.ts'
import type { Cell, Section, TableBlock, TableRow } from './document.ts'

const GATE_WORDS: Record<GateName, string> = {
  gain: 'Gain on held-out accounts',
  tier_movement: 'Accounts that change tier',
  segments: 'Largest fall of a segment',
  guardrails: 'Limits set for this score',
  noise: 'Chance that noise finds as much',
}

/** Every check with its figure, threshold and result. */
export function gateSection({ gates, guardrails }: Review): Section {
  const rows = gates.map(
    (gate): TableRow => ({
      cells: [
        { text: GATE_WORDS[gate.name], note: gate.sentence },
        resultOf(gate),
        gate.value === null ? '–' : gateFigure(gate.name, gate.value),
        gate.threshold === null ? '–' : thresholdText(gate.name, gate.threshold),
      ],
    }),
  )
  return {
    title: 'The checks',
    lead: 'The candidate is ready for review only if no check fails. A check that was not verified blocks nothing, but counts as a gap.',
    blocks: [
      {
        kind: 'table',
        name: 'The checks',
        columns: [
          { title: 'Check' },
          { title: 'Result' },
          { title: 'Figure', align: 'right' },
          { title: 'Threshold', align: 'right' },
        ],
        rows,
      },
      ...(guardrails.length === 0 ? [] : [guardrailTable(guardrails)]),
    ],
  }
}

/** Each limit set for the score, with what both scores have on held-out accounts. */
function guardrailTable(guardrails: GuardrailFigure[]): TableBlock {
  return {
    kind: 'table',
    name: 'Limits set for this score',
    columns: [
      { title: 'Limit, on held-out accounts' },
      { title: 'Result' },
      { title: 'Limit', align: 'right' },
      { title: 'Candidate', align: 'right' },
      { title: 'Incumbent', align: 'right' },
    ],
    rows: guardrails.map((each): TableRow => {
      const { name, value, incumbent, limit, passed } = each
      return {
        cells: [
          guardrailName(name),
          resultOf({ passed: passed ?? false }),
          limitText(each),
          guardrailText(name, value, limit),
          guardrailText(name, incumbent, limit),
        ],
      }
    }),
  }
}

function resultOf({ passed }: Pick<Gate, 'passed'>): {
  text: string
  tone: 'good' | 'bad' | 'quiet'
} {
  if (passed === null) return { text: 'not verified', tone: 'quiet' }
  return passed ? { text: 'holds', tone: 'good' } : { text: 'fails', tone: 'bad' }
}

function gateFigure(name: GateName, value: number): string {
  switch (name) {
    case 'gain':
      return signed(value, 4)
    case 'tier_movement':
      return share(value)
    case 'segments':
      return value === 0 ? 'none' : decimals(value, 4)
    case 'guardrails':
      return value === 0 ? 'none broken' : `${value} broken`
    case 'noise':
      return `p = ${plain(Number(value.toPrecision(2)))}`
  }
}

function thresholdText(name: GateName, threshold: number): string {
  switch (name) {
    case 'gain':
      return `at least ${plain(threshold)}`
    case 'tier_movement':
      return `at most ${share(threshold)}`
    case 'guardrails':
      return 'none broken'
    case 'segments':
    case 'noise':
      return `at most ${plain(threshold)}`
  }
}

/** All that could still be wrong. */
export function cautionSection({ cautions }: Review): Section | null {
  return cautions.length === 0
    ? null
    : { title: 'What could still be wrong', lead: '', blocks: [{ kind: 'list', items: cautions }] }
}

/** The primary metric in every segment. */
export function segmentSection({ segments, thresholds }: Review): Section | null {
  if (segments === null) return null
  const columns = [...new Set(segments.map(({ column }) => column))]
  return {
    title: 'Segments',
    lead: `No group of customers may lose more than ${plain(thresholds.maxSegmentDrop)}. One that is too small to tell blocks, and is not merged with others.`,
    blocks: [
      {
        kind: 'table',
        name: 'Segments',
        columns: [
          { title: 'Segment' },
          { title: 'Accounts', align: 'right' },
          { title: 'Incumbent', align: 'right' },
          { title: 'Candidate', align: 'right' },
          { title: 'Change', align: 'right' },
          { title: 'In best tier', align: 'right' },
        ],
        rows: columns.flatMap((column): TableRow[] => [
          { group: column },
          ...segments
            .filter((segment) => segment.column === column)
            .map((segment): TableRow => {
              const { change, problem, topShare } = segment
              const fell = change !== null && -change > thresholds.maxSegmentDrop
              return {
                cells: [
                  problem === null
                    ? segment.label
                    : `${segment.label}: cannot be checked, ${problem}`,
                  grouped(segment.accounts),
                  segment.incumbent === null ? '–' : decimals(segment.incumbent, 4),
                  segment.candidate === null ? '–' : decimals(segment.candidate, 4),
                  change === null
                    ? { text: 'blocks', tone: 'bad' }
                    : fell
                      ? { text: signed(change, 4), tone: 'bad' }
                      : signed(change, 4),
                  `${share(topShare.incumbent)} → ${share(topShare.candidate)}`,
                ],
              }
            }),
        ]),
      },
    ],
  }
}

/** Observed retention by band of scores, of both specs. */
export function calibrationSection({ calibration }: Review): Section | null {
  if (calibration === null) return null
  const { incumbent, candidate } = calibration
  const steady = candidate.monotone
    ? 'Under the candidate it rises from decile to decile without a setback.'
    : 'Under the candidate it falls from one decile to the next at least once.'
  const row = (band: CalibrationBand): TableRow => ({
    cells: [
      band.label,
      `${short(band.from)} – ${short(band.to)}`,
      grouped(Math.round(band.accounts)),
      share(band.retainedShare),
      `${share(band.low)} – ${share(band.high)}`,
    ],
  })
  return {
    title: 'What happened to each band of scores',
    lead: `Share of held-out accounts that were retained, with its 95 % interval. ${steady}`,
    blocks: [
      {
        kind: 'charts',
        charts: calibrationPictures(incumbent.deciles, candidate.deciles),
      },
      {
        kind: 'table',
        name: 'Retained by tier',
        columns: [
          { title: 'Tier' },
          { title: 'Points', align: 'right' },
          { title: 'Accounts', align: 'right' },
          { title: 'Retained', align: 'right' },
          { title: '95 % interval', align: 'right' },
        ],
        rows: [
          { group: 'incumbent' },
          ...incumbent.tiers.toReversed().map(row),
          { group: 'candidate' },
          ...candidate.tiers.toReversed().map(row),
        ],
      },
    ],
  }
}

/** How soon each score finds what it looks for. */
export function gainCurveSection({ gainCurve }: Review): Section | null {
  if (gainCurve === null) return null
  return {
    title: 'What the score finds first',
    lead: 'Held-out accounts in order of their score; the dotted line is a score that knows nothing.',
    blocks: [{ kind: 'charts', charts: [gainCurvePicture(gainCurve)] }],
  }
}

const BANDS: Record<DriftRow['band'], Cell> = {
  stable: { text: 'stable', tone: 'quiet' },
  watch: { text: 'watch', tone: 'warn' },
  shifted: { text: 'shifted', tone: 'bad' },
}

/** Whether the held-out accounts look like those searched. */
export function driftSection({ drift, searchRows, holdoutRows }: Review): Section | null {
  if (drift === null) return null
  const pair = (before: number | null, after: number | null, text: (value: number) => string) =>
    before === null || after === null ? '–' : `${text(before)} → ${text(after)}`
  const order = { shifted: 0, watch: 1, stable: 2 }
  const rank = ({ kind, band, turned }: DriftRow) =>
    kind === 'score' ? -2 : turned ? -1 : order[band]
  const isTold = drift.some(({ aloneSearch }) => aloneSearch !== null)
  const hasGaps = drift.some(
    ({ missingSearch, missingHoldout }) => missingSearch + missingHoldout > 0,
  )
  const alone = ({ aloneSearch, aloneHoldout, turned }: DriftRow): Cell => {
    const text = pair(aloneSearch, aloneHoldout, (auc) => decimals(auc, 2))
    return turned ? { text: `${text} turned`, tone: 'bad' } : text
  }
  const sorted = [...drift].sort((a, b) => rank(a) - rank(b) || b.psi - a.psi)
  return {
    title: 'Do the held-out accounts look like those searched?',
    lead: `Population stability index (PSI) of each column and of both scores: below 0.1 stable, to 0.25 watch, above shifted. Beside it what chance alone reaches 5 times of 100 with ${counted(searchRows, 'account')} and ${grouped(holdoutRows)}.${isTold ? ' Alone: how well the column by itself parts those that stay from those that churn (AUC), searched → held out; above 0.5 more of it goes with staying, below with churning, and where it turned it did one and then the other, by more than chance.' : ''}`,
    blocks: [
      {
        kind: 'table',
        name: 'Drift',
        columns: [
          { title: 'Column' },
          ...(isTold ? [{ title: 'Alone', align: 'right' as const }] : []),
          { title: 'PSI', align: 'right' },
          { title: 'by chance', align: 'right' },
          { title: '' },
          { title: 'Mean', align: 'right' },
          { title: 'Zero', align: 'right' },
          ...(hasGaps ? [{ title: 'Missing', align: 'right' as const }] : []),
        ],
        rows: sorted.map(
          (row): TableRow => ({
            cells: [
              row.name,
              ...(isTold ? [alone(row)] : []),
              decimals(row.psi),
              decimals(row.critical),
              BANDS[row.band],
              pair(row.meanSearch, row.meanHoldout, short),
              pair(row.zeroSearch, row.zeroHoldout, share),
              ...(hasGaps ? [pair(row.missingSearch, row.missingHoldout, share)] : []),
            ],
          }),
        ),
      },
    ],
  }
}
