import { Button } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import { useLocation } from 'wouter'
import { studiedRun } from '../../journal/studiedRun.ts'
import { incumbentNote } from '../../review/incumbentWords.ts'
import type { ReviewReady } from '../../store/state.ts'
import { summarizeStudies } from '../../studies/runStudies.ts'
import { firstFifth, GainCurveFigure } from '../charts/GainCurveFigure.tsx'
import { useAppState, useCommands } from '../context.tsx'
import { ActionRow } from '../run/ActionRow.tsx'
import { CertificateLine } from '../shared/CertificateLine.tsx'
import controls from '../shared/controls.module.css'
import { formatCount, plural } from '../shared/format.ts'
import { View } from '../shared/View.tsx'
import { AccountsCard } from './AccountsCard.tsx'
import { CalibrationCard } from './CalibrationCard.tsx'
import { DownloadsCard } from './DownloadsCard.tsx'
import { DriftCard } from './DriftCard.tsx'
import { EvidenceCard } from './EvidenceCard.tsx'
import { GateCard } from './GateCard.tsx'
import { MetricTable } from './MetricTable.tsx'
import { MigrationCard } from './MigrationCard.tsx'
import { PartIndex } from './PartIndex.tsx'
import styles from './review.module.css'
import { SegmentsCard } from './SegmentsCard.tsx'
import { StudiesCard } from './StudiesCard.tsx'
import { SwapCard } from './SwapCard.tsx'
import { VerdictCard } from './VerdictCard.tsx'
import verdict from './verdict.module.css'
import { WeightChanges } from './WeightChanges.tsx'

interface ReviewPageProps {
  ready: ReviewReady
  children: ReactNode // the choice of run
}

/** A finished review: the decision and what it rests on first, then every figure behind it. */
export function ReviewPage({ ready, children }: ReviewPageProps) {
  const { report, judging } = ready
  const commands = useCommands()
  const { useCandidateSpec: takeCandidate } = commands
  const [, navigate] = useLocation()
  const run = useAppState(({ journal }) =>
    journal.runs.find(({ header }) => header.runId === report.runId),
  )
  const records = useAppState(({ studies }) =>
    studies.runId === report.runId ? studies.records : NONE,
  )
  const stability = useMemo(() => {
    const resampled = records.filter(({ kind }) => kind === 'resample')
    if (run === undefined || resampled.length === 0) return null
    return summarizeStudies(resampled, studiedRun(run)).resample
  }, [records, run])
  const specs = run === undefined ? [] : [run.header.spec, run.header.origin?.spec]
  const { gainCurve } = report
  return (
    <View
      name="Review"
      context={`${plural(report.searchRows, 'account')} searched, ${formatCount(report.holdoutRows)} held out`}
      actions={
        <ActionRow>
          <Button
            onClick={() => {
              void takeCandidate()
              navigate('/model')
            }}
          >
            Use candidate spec
          </Button>
          <Button variant="filled" onClick={() => void commands.downloadReview('html')}>
            Download report
          </Button>
        </ActionRow>
      }
    >
      <div className={styles.head}>
        {children}
        <button
          type="button"
          className={controls.link}
          onClick={() => {
            void commands.openRun(report.runId)
            navigate('/run')
          }}
        >
          Show the run
        </button>
        <span>Incumbent: {incumbentNote(report)}. Candidate: the best spec this run found.</span>
      </div>
      <div aria-busy={judging}>
        <div className={verdict.top}>
          <VerdictCard report={report} />
          <EvidenceCard report={report} run={run} />
        </div>
        <PartIndex report={report} />
        <Part name="checks">
          <GateCard report={report} />
        </Part>
      </div>
      <div className={styles.certificate}>
        <CertificateLine
          certificate={run?.certificate}
          gained={report.decision === 'READY_FOR_REVIEW'}
        />
      </div>
      <Part name="luck">
        <StudiesCard report={report} />
      </Part>
      <div className={styles.pair}>
        <Part name="tiers">
          <MigrationCard report={report} />
        </Part>
        <Part name="top">
          <SwapCard report={report} />
        </Part>
      </div>
      <Part name="segments">
        <SegmentsCard report={report} />
      </Part>
      <Part name="weights">
        <WeightChanges
          weights={report.weights}
          specs={specs.filter((spec) => spec !== undefined)}
          stability={stability}
        />
      </Part>
      <Part name="calibration">
        <div className={`${styles.pair} ${styles.charts}`}>
          <CalibrationCard calibration={report.calibration} />
          {gainCurve !== null && (
            <div>
              <GainCurveFigure {...gainCurve} height={250} />
              <p className={styles.sums}>{firstFifth(gainCurve.incumbent, gainCurve.candidate)}</p>
            </div>
          )}
        </div>
      </Part>
      <Part name="drift">
        <DriftCard drift={report.drift} />
      </Part>
      <Part name="accounts">
        <AccountsCard key={report.runId} />
      </Part>
      <Part name="metrics">
        <MetricTable report={report} />
      </Part>
      <Part name="downloads">
        <DownloadsCard />
      </Part>
    </View>
  )
}

const NONE: [] = []

/** A part of the page that can be jumped to. */
function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div id={`review-${name}`} tabIndex={-1} className={verdict.part}>
      {children}
    </div>
  )
}
