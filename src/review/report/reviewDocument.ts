import type { StudySummaries } from '../../studies/runStudies.ts'
import { incumbentNote } from '../incumbentWords.ts'
import { pairNote } from '../metricWords.ts'
import type { Review } from '../review.ts'
import { movedShare } from '../tierMigration.ts'
import { verdictOf } from '../verdict.ts'
import { counted, decimals, grouped, metricName, plain, share, signed } from '../words.ts'
import { gainPicture } from './charts.ts'
import type { KeyFigure, ReportDocument } from './document.ts'
import { metricSection } from './metricSection.ts'
import type { Provenance } from './provenance.ts'
import { provenanceSection } from './provenanceSection.ts'
import {
  calibrationSection,
  cautionSection,
  driftSection,
  gainCurveSection,
  gateSection,
  segmentSection,
} from './reviewSections.ts'
import { studySection } from './studySection.ts'
import { tierSection } from './tierSection.ts'
import { weightSection } from './weightSection.ts'

export interface ReportInput {
  review: Review
  studies: StudySummaries
  provenance: Provenance
}

/** All a report says, the decision first, how it was done last. */
export function reviewDocument({ review, studies, provenance }: ReportInput): ReportDocument {
  const { answer, why, wrong, decision, headline } = verdictOf(review)
  const note = pairNote(review.metric)
  const sections = [
    gateSection(review),
    cautionSection(review),
    tierSection(review),
    segmentSection(review),
    weightSection(review, studies),
    gainCurveSection(review),
    calibrationSection(review),
    driftSection(review),
    studySection(studies, review),
    metricSection(review),
    provenanceSection(review, provenance),
  ]
  return {
    title: `Review of ${provenance.model}: candidate against incumbent`,
    subtitle: `${review.createdAt.slice(0, 10)} · ${metricName(review.metric)} · ${counted(review.searchRows, 'account')} searched, ${grouped(review.holdoutRows)} held out · incumbent: ${incumbentNote(review)}; candidate: the best spec the search found.`,
    verdict: { decision, ready: review.decision === 'READY_FOR_REVIEW', headline },
    answers: [
      { question: 'Should we switch?', answer },
      { question: 'Why?', answer: why, ...(note === null ? {} : { note }) },
      { question: 'What could still be wrong?', answer: wrong },
    ],
    figures: keyFigures(review),
    picture: gainPicture(review),
    sections: sections.filter((section) => section !== null),
  }
}

function keyFigures({
  gain,
  searchGain,
  noise,
  noiseCeiling,
  migration,
  tierFit,
  metric,
  thresholds,
  holdoutRows,
}: Review): KeyFigure[] {
  const moved = movedShare(migration)
  return [
    gain === null
      ? {
          label: 'Gain on held-out accounts',
          value: '–',
          note: holdoutRows === 0 ? 'none were held out' : 'cannot be computed there',
        }
      : {
          label: 'Gain on held-out accounts',
          value: signed(gain.value),
          note: `95 % interval ${signed(gain.low)} to ${signed(gain.high)}`,
        },
    {
      label: 'Gain on the accounts searched',
      value: searchGain === null ? '–' : signed(searchGain),
      note: 'flattered: it was chosen there',
    },
    noise === null
      ? {
          label: 'Noise alone would have bought',
          value: 'not known',
          note:
            noiseCeiling === null || !metric.startsWith('auc')
              ? 'the search was not repeated on shuffled outcomes'
              : `chance alone can reach an AUC of about ${decimals(noiseCeiling, 2)} there`,
        }
      : {
          label: 'Noise alone would have bought',
          value: signed(noise.meanGain),
          note: `on the accounts searched; ${counted(noise.shuffles, 'shuffle')}, p = ${plain(Number(noise.p.toPrecision(2)))}`,
        },
    {
      label: 'Accounts that change tier',
      value: moved === null ? '–' : share(moved),
      note: `${share(thresholds.maxTierMovement)} allowed${tierFit.kept ? '; tiers keep their sizes' : ''}${migration.rows === 'search' ? '; accounts searched' : ''}`,
    },
  ]
}
