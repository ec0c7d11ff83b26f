import { idColumn } from '../src/accounts/outcomeColumns.ts'
import type { RowSets } from '../src/accounts/rowSets.ts'
import type { Spec } from '../src/accounts/spec.ts'
import type { Table } from '../src/accounts/table.ts'
import { accountChangeLines } from '../src/exports/accountChanges.ts'
import { reviewManifest } from '../src/exports/reviewManifest.ts'
import { reviewProvenance } from '../src/exports/reviewProvenance.ts'
import { specJson } from '../src/exports/specFile.ts'
import type { RunHeader } from '../src/journal/entry.ts'
import { studiedRun } from '../src/journal/studiedRun.ts'
import type { Problem } from '../src/lib/problem.ts'
import { BOOTSTRAP_SEED, buildReview } from '../src/review/buildReview.ts'
import { type AccountExplanation, explainAccount } from '../src/review/explainAccount.ts'
import { type FrozenCandidate, frozenCandidate } from '../src/review/frozenCandidate.ts'
import { measureGain } from '../src/review/gain.ts'
import { guardrailFigures } from '../src/review/guardrailFigures.ts'
import {
  type MovedAccounts,
  type MovedPage,
  type MovedQuery,
  movedAccounts,
} from '../src/review/movedAccounts.ts'
import { htmlReport } from '../src/review/report/htmlReport.ts'
import { markdownReport } from '../src/review/report/markdownReport.ts'
import { reviewDocument } from '../src/review/report/reviewDocument.ts'
import type { GainEstimate, Review } from '../src/review/review.ts'
import { type ReviewedSpec, scoreBoth } from '../src/review/rowScores.ts'
import type { PreparedRun } from '../src/search/prepareRun.ts'
import { summarizeStudies } from '../src/studies/runStudies.ts'
import type {
  ReviewedCandidate,
  ReviewFileRequest,
  ReviewOptions,
  ReviewProgress,
} from './protocol.ts'

/** The rows of a run under review, as whoever holds the accounts prepares them. */
export interface ReviewedRows {
  table: Table // the rows the split divides
  warnings: Problem[] // columns the run's spec scores by although they give the outcome away
  rows: RowSets
  origin: PreparedRun // of the spec gains count from; `run` itself where that is its start
  run: PreparedRun
}

export interface Reviewer {
  review(
    header: RunHeader,
    weights: number[] | null,
    options: ReviewOptions,
    onProgress: (progress: ReviewProgress) => void,
  ): Promise<Review>
  /** A review that is going on rejects with an AbortError. */
  stop(): void
  moved(candidate: ReviewedCandidate, query: MovedQuery): MovedPage
  explain(candidate: ReviewedCandidate, row: number): AccountExplanation
  file(request: ReviewFileRequest): Blob
  /** Other accounts are open: nothing of these is kept. */
  forget(): void
}

/** What is kept of the run under review, so that another question about it is answered at once. */
interface Held {
  key: string
  table: Table
  rows: RowSets
  incumbent: ReviewedSpec
  best: ReviewedSpec // of the run, with its cut-offs
  guardrails: RunHeader['guardrails']
  warnings: Problem[]
  gain: GainEstimate | null | undefined // undefined: not measured yet; the same for all cut-offs
  judged: Judged | null // asked for last
}

/** The candidate with the cut-offs it is judged by. */
interface Judged extends FrozenCandidate {
  keepTierSizes: boolean
  moved: MovedAccounts | null
}

const CHUNK = 10 // replicates between two looks at the clock
const SLICE_MS = 60 // of work between two chances to be told to stop

/** Judges runs on their own rows: their best weights against what they came from. */
export function createReviewer(prepare: (header: RunHeader) => ReviewedRows): Reviewer {
  let held: Held | null = null
  let wanted = 0

  function hold(header: RunHeader, weights: number[] | null): Held {
    const key = JSON.stringify([header.runId, weights])
    if (held?.key === key) return held
    held = null
    const { table, warnings, rows, origin, run } = prepare(header)
    held = {
      key,
      table,
      rows,
      incumbent: asReviewed(origin, origin.startWeights),
      best: asReviewed(run, weights ?? run.startWeights),
      guardrails: header.guardrails,
      warnings,
      gain: undefined,
      judged: null,
    }
    return held
  }

  function judgedOf(run: Held, keepTierSizes: boolean): Judged {
    if (run.judged?.keepTierSizes === keepTierSizes) return run.judged
    const { incumbent, best, guardrails } = run
    const frozen = frozenCandidate(incumbent, best, { keepTierSizes, guardrails })
    run.judged = { ...frozen, keepTierSizes, moved: null }
    return run.judged
  }

  function movedOf(run: Held, keepTierSizes: boolean): MovedAccounts {
    const judged = judgedOf(run, keepTierSizes)
    const { table, rows, incumbent } = run
    const { candidate } = judged
    const id = idColumn(table, candidate.spec)
    judged.moved ??= movedAccounts({ incumbent, candidate, rows, id })
    return judged.moved
  }

  async function measured(
    { incumbent, best }: Held,
    { metric }: RunHeader,
    onProgress: (progress: ReviewProgress) => void,
    goOn: () => Promise<void>,
  ): Promise<GainEstimate | null> {
    const scores = scoreBoth(incumbent, best, 'holdout')
    if (scores === null) return null
    const measurement = measureGain(scores, metric, BOOTSTRAP_SEED)
    const planned = measurement.replicates
    let done = 0
    while (done < planned) {
      const until = performance.now() + SLICE_MS
      while (done < planned && performance.now() < until) done = measurement.advance(CHUNK)
      onProgress({ done, planned })
      await goOn()
    }
    return measurement.result()
  }

  return {
    async review(header, weights, options, onProgress) {
      const mine = ++wanted
      async function goOn(): Promise<void> {
        await new Promise((resolve) => setTimeout(resolve)) // other calls are answered here
        if (mine !== wanted) throw new DOMException('The review was stopped', 'AbortError')
      }
      onProgress({ done: 0, planned: null })
      await goOn()
      const run = hold(header, weights)
      await goOn()
      run.gain ??= await measured(run, header, onProgress, goOn)
      const { table, rows, incumbent, guardrails, warnings, gain } = run
      const { candidate, tierFit } = judgedOf(run, options.thresholds.keepTierSizes)
      return buildReview({
        runId: header.runId,
        metric: header.metric,
        incumbent,
        incumbentIsDefault: header.defaultIncumbent === true,
        incumbentIsFound: header.foundIncumbent === true,
        candidate,
        tierFit,
        split: header.split,
        table,
        rows,
        guardrails: guardrailFigures(guardrails, incumbent, candidate, header.metric),
        warnings,
        gain,
        ...options,
      })
    },

    stop() {
      wanted++
    },

    moved({ header, weights, keepTierSizes }, query) {
      return movedOf(hold(header, weights), keepTierSizes).page(query)
    },

    explain({ header, weights, keepTierSizes }, row) {
      const run = hold(header, weights)
      const { candidate } = judgedOf(run, keepTierSizes)
      return explainAccount(run.incumbent.spec, candidate.spec, run.table, row)
    },

    file(request) {
      const { summary, review } = request
      const { keepTierSizes } = review.thresholds
      const weights = summary.best?.weights ?? null
      const run = hold(summary.header, weights)
      const { spec } = judgedOf(run, keepTierSizes).candidate
      switch (request.kind) {
        case 'changes':
          return blobOf(accountChangeLines(movedOf(run, keepTierSizes)), 'text/csv')
        case 'spec':
          return blobOf([specJson(spec)], 'application/json')
        case 'manifest':
          return blobOf([manifestText(run, spec, request)], 'application/json')
        case 'html':
          return blobOf([htmlReport(documentOf(run, spec, request))], 'text/html')
        case 'markdown':
          return blobOf([markdownReport(documentOf(run, spec, request))], 'text/markdown')
      }
    },

    forget() {
      wanted++
      held = null
    },
  }
}

function provenanceOf(
  { table }: Held,
  candidate: Spec,
  { review, summary, studies }: ReviewFileRequest,
) {
  return reviewProvenance(review, { run: summary, table, candidate, studies })
}

function documentOf(run: Held, candidate: Spec, request: ReviewFileRequest) {
  const { review, studies, summary } = request
  return reviewDocument({
    review,
    studies: summarizeStudies(studies, studiedRun(summary)),
    provenance: provenanceOf(run, candidate, request),
  })
}

function manifestText(run: Held, candidate: Spec, request: ReviewFileRequest): string {
  const { review, summary, studies, roles } = request
  const { columnsHash } = provenanceOf(run, candidate, request)
  const record = reviewManifest({
    review,
    run: summary,
    incumbent: run.incumbent.spec,
    best: run.best.spec,
    candidate,
    roles,
    ...(columnsHash === undefined ? {} : { columnsHash }),
    studies,
  })
  return `${JSON.stringify(record, null, 2)}\n`
}

const PART_LINES = 10_000

/** Lines joined to parts of some size: a blob of a million parts is slow. */
function blobOf(lines: Iterable<string>, type: string): Blob {
  const parts: string[] = []
  let part: string[] = []
  for (const line of lines) {
    part.push(line)
    if (part.length < PART_LINES) continue
    parts.push(part.join(''))
    part = []
  }
  return new Blob([...parts, part.join('')], { type })
}

function asReviewed(
  { spec, search, holdout }: PreparedRun,
  weights: ArrayLike<number>,
): ReviewedSpec {
  return { spec: withWeights(spec, weights), search, holdout }
}

function withWeights(spec: Spec, weights: ArrayLike<number>): Spec {
  const features = Object.entries(spec.features).map(([name, feature], index) => [
    name,
    { ...feature, weight: weights[index] },
  ])
  return { ...spec, features: Object.fromEntries(features) }
}
