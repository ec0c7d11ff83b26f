import { proxy } from 'comlink'
import type { ReviewedCandidate, ReviewFileKind } from '../../workers/protocol.ts'
import type { Spec } from '../accounts/spec.ts'
import { downloadName } from '../exports/fileNames.ts'
import type { RunSummary } from '../journal/entry.ts'
import { holdoutKey, type Look, lookId, lookOf } from '../journal/look.ts'
import { runResult } from '../journal/runResult.ts'
import { studiedRun } from '../journal/studiedRun.ts'
import { type Review, sameThresholds, type Thresholds } from '../review/review.ts'
import { studyFigures } from '../review/studyFigures.ts'
import type { ReviewReady } from '../store/state.ts'
import type { StudyRecord } from '../studies/study.ts'
import type { Commands } from './commands.ts'
import { dataSettled, readyData, type SessionContext, sentenceOf, tell } from './context.ts'
import { download } from './download.ts'
import { withWeights } from './modelCommands.ts'
import { rememberThresholds } from './rememberedThresholds.ts'

type ReviewCommands = Pick<
  Commands,
  | 'openReview'
  | 'cancelReview'
  | 'setThresholds'
  | 'movedAccounts'
  | 'explainAccount'
  | 'downloadReview'
  | 'useCandidateSpec'
>

/** Judging runs that have ended, and what is asked about the one under review. */
export function createReviewCommands(
  context: SessionContext,
  takeSpec: (spec: Spec, text: string) => Promise<void>, // into the Model view; rejects where it cannot
): ReviewCommands & {
  /** Judges the run under review again, where it is this one: a study of it has ended. */
  judgeAgain(runId: string): Promise<void>
} {
  const { store, journal } = context
  let reviews = 0
  let reviewed: RunSummary | null = null // of the report that is shown

  async function summaryOf(runId: string): Promise<RunSummary> {
    const summary = await journal.call((service) => service.run(runId))
    if (summary === null) throw new Error(`The journal has no run ${runId}.`)
    return summary
  }

  /** The best weights of a run that can be reviewed now (null: its start); throws a sentence for people. */
  async function requireCandidate(summary: RunSummary): Promise<number[] | null> {
    const { header, state } = summary
    const { source, data, split } = header
    if (source === 'import')
      throw new Error('A review reads the accounts of the run, which an imported journal lacks.')
    if (state === 'running' || state === 'paused')
      throw new Error('Let the run end, or stop it: a review is of what it found.')
    const result = runResult(summary)
    if (result === null) throw new Error('The run found no spec to review.')
    const open = async (which: 'dataRecord' | 'laterRecord') =>
      readyData(store) === null ? null : context.data().call((service) => service[which]())
    if ((await open('dataRecord'))?.fingerprint !== data.fingerprint)
      throw new Error(`Open ${data.name} again: a review reads the accounts of the run.`)
    const { second } = split
    if (second !== undefined && (await open('laterRecord'))?.fingerprint !== second.fingerprint)
      throw new Error(`Open ${second.name} as the later file again: a review reads its accounts.`)
    return result.weights
  }

  function studiesOf(runId: string): Promise<StudyRecord[]> {
    return journal.call((service) => service.studies(runId))
  }

  /** Judges a run, and writes down the decision that is drawn. */
  async function judge(
    summary: RunSummary,
    asked: Thresholds | null, // null: those of its last review, else those of the next run
    onProgress: (done: number, planned: number | null) => void,
  ): Promise<{ report: Review; looks: Look[] }> {
    const { header } = summary
    const { runId } = header
    const weights = await requireCandidate(summary)
    const holdout = holdoutKey(header.data, header.split)
    const before = holdout === null ? [] : await looksAt(holdout)
    const last = before.filter((look) => look.runId === runId).at(-1)
    const thresholds = asked ?? last?.thresholds ?? store.getState().thresholds
    const id = lookId(runId, summary.best?.index ?? null, thresholds)
    const isNew = !before.some((look) => look.id === id)
    const looks = holdout === null ? null : before.length + (isNew ? 1 : 0)
    const studies = studyFigures(await studiesOf(runId), studiedRun(summary))
    const first = before.find((look) => look.runId === runId)
    const isChanged = first !== undefined && !sameThresholds(first.thresholds, thresholds)
    const firstDecision = isChanged ? first.decision : null
    const options = { createdAt: context.now(), thresholds, ...studies, looks, firstDecision }
    const progress = proxy((step: { done: number; planned: number | null }) =>
      onProgress(step.done, step.planned),
    )
    const report = await context
      .data()
      .call((service) => service.review(header, weights, options, progress))
    if (holdout === null) return { report, looks: [] }
    await journal.call((service) => service.putLook(lookOf(report, holdout, id)))
    return { report, looks: await looksAt(holdout) }
  }

  function looksAt(holdout: string): Promise<Look[]> {
    return journal.call((service) => service.looks(holdout))
  }

  /** Replaces the report that is shown by one with other thresholds or studies. */
  async function judgeShown(ready: ReviewReady, asked: Thresholds | null): Promise<void> {
    const review = ++reviews
    const { runId, thresholds } = ready.report
    store.setState({ review: { ...ready, judging: true } })
    try {
      const summary = await summaryOf(runId)
      const { report, looks } = await judge(summary, asked ?? thresholds, () => {})
      if (review !== reviews || !isShown(runId)) return
      store.setState({ review: { phase: 'ready', report, looks, judging: false } })
    } catch (error) {
      if (review !== reviews || !isShown(runId)) return
      store.setState({ review: { ...ready, judging: false } })
      tell(store, error)
    }
  }

  // Other accounts may have been opened, or the run deleted, behind every await.
  function isLoading(runId: string): boolean {
    const { review } = store.getState()
    return review.phase === 'loading' && review.runId === runId
  }

  function isShown(runId: string): boolean {
    const { review } = store.getState()
    return review.phase === 'ready' && review.report.runId === runId
  }

  function shown(): { summary: RunSummary; report: Review; weights: number[] | null } {
    const { review } = store.getState()
    if (reviewed === null || review.phase !== 'ready') throw new Error('Open a review first.')
    const weights = runResult(reviewed)?.weights ?? null
    return { summary: reviewed, report: review.report, weights }
  }

  function shownCandidate(): ReviewedCandidate {
    const { summary, report, weights } = shown()
    const { keepTierSizes } = report.thresholds
    return { header: summary.header, weights, keepTierSizes }
  }

  return {
    async openReview(runId) {
      const review = ++reviews
      const loading = { phase: 'loading', runId, done: 0, planned: null } as const
      store.setState({ review: loading })
      try {
        await dataSettled(store)
        const summary = await summaryOf(runId)
        const { report, looks } = await judge(summary, null, (done, planned) => {
          const { review: now } = store.getState()
          if (review === reviews && now.phase === 'loading')
            store.setState({ review: { ...loading, done, planned } })
        })
        if (review !== reviews || !isLoading(runId)) return
        reviewed = summary
        store.setState({ review: { phase: 'ready', report, looks, judging: false } })
      } catch (error) {
        if (review !== reviews || !isLoading(runId)) return
        const problem = {
          severity: 'error' as const,
          code: 'review-unavailable',
          what: sentenceOf(error),
          where: '',
          fix: '',
        }
        store.setState({ review: { phase: 'error', runId, problem } })
      }
    },

    cancelReview() {
      const { review } = store.getState()
      if (review.phase !== 'loading') return
      reviews++
      store.setState({ review: { phase: 'cancelled', runId: review.runId } })
      context
        .data()
        .call((service) => service.stopReview())
        .catch((error) => tell(store, error))
    },

    async setThresholds(thresholds) {
      store.setState({ thresholds })
      rememberThresholds(thresholds)
      const { review } = store.getState()
      if (review.phase === 'ready') await judgeShown(review, thresholds)
    },

    async judgeAgain(runId) {
      const { review } = store.getState()
      if (review.phase === 'ready' && review.report.runId === runId) await judgeShown(review, null)
    },

    async movedAccounts(query) {
      const candidate = shownCandidate()
      return context.data().call((service) => service.movedAccounts(candidate, query))
    },

    async explainAccount(row) {
      const candidate = shownCandidate()
      return context.data().call((service) => service.explainAccount(candidate, row))
    },

    async useCandidateSpec() {
      try {
        const { summary, report, weights } = shown()
        const { spec } = summary.header
        const best = weights === null ? spec : withWeights(spec, weights)
        const tiers = report.tiers.candidate
        await takeSpec({ ...best, tiers }, 'The candidate spec is in the Model view.')
      } catch (error) {
        tell(store, error)
      }
    },

    async downloadReview(kind) {
      try {
        const { data } = store.getState()
        const { summary, report } = shown()
        if (data.phase !== 'ready') return
        const { runId } = summary.header
        const request = {
          kind,
          summary,
          review: report,
          studies: await studiesOf(runId),
          roles: data.roles,
        }
        const blob = await context.data().call((service) => service.reviewFile(request))
        const [name, extension] = FILES[kind]
        download(downloadName([runId, name], extension), blob)
      } catch (error) {
        tell(store, error)
      }
    },
  }
}

const FILES: Record<ReviewFileKind, [name: string, extension: string]> = {
  html: ['report', 'html'],
  markdown: ['report', 'md'],
  changes: ['account_changes', 'csv'],
  spec: ['candidate_spec', 'json'],
  manifest: ['manifest', 'json'],
}
