import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { Review } from '../../review/review.ts'
import { wholeValue } from '../charts/metricText.ts'
import { useAppState, useCommands } from '../context.tsx'
import { useTakeSpec } from '../journal/useTakeSpec.ts'
import { ActionRow } from '../run/ActionRow.tsx'
import { CertificateLine } from '../shared/CertificateLine.tsx'
import { Figure, FigureRow, Gain } from '../shared/Figure.tsx'
import { formatCount, formatGain, formatMetric, plural } from '../shared/format.ts'
import { Headline } from '../shared/Headline.tsx'
import { View } from '../shared/View.tsx'
import { MetricTable } from './MetricTable.tsx'
import { MigrationCard } from './MigrationCard.tsx'
import styles from './review.module.css'
import { changedShare, reviewHeadline, reviewSub, reviewWorth, tierMoves } from './reviewWords.ts'
import { StudiesCard } from './StudiesCard.tsx'
import { WeightChanges } from './WeightChanges.tsx'

interface ReviewPageProps {
  report: Review
  children: ReactNode // the choice of run
}

/** A finished comparison: sentence, figures, who moves, all metrics. */
export function ReviewPage({ report, children }: ReviewPageProps) {
  const commands = useCommands()
  const [, navigate] = useLocation()
  const takeSpec = useTakeSpec()
  const summary = useAppState(({ journal }) =>
    journal.runs.find(({ header }) => header.runId === report.runId),
  )
  const header = summary?.header
  const specs = [header?.spec, header?.origin?.spec].filter((spec) => spec !== undefined)
  const bestIndex = summary?.best?.index ?? 0
  const worth = reviewWorth(report)
  const holds = worth.gain !== null && worth.margin !== null && worth.gain > worth.margin
  return (
    <View
      name="Review"
      context={`${plural(report.searchRows, 'account')} searched, ${formatCount(report.holdoutRows)} held out`}
      actions={
        <ActionRow>
          <Button
            onClick={() => {
              void commands.openRun(report.runId)
              navigate('/run')
            }}
          >
            Show the run
          </Button>
          <Button
            variant={holds ? 'filled' : 'default'}
            onClick={() => takeSpec(report.runId, bestIndex)}
          >
            Use best spec
          </Button>
        </ActionRow>
      }
    >
      {children}
      <Headline title={reviewHeadline(report)} sub={reviewSub(report)} />
      <div className={styles.certificate}>
        <CertificateLine certificate={summary?.certificate} />
      </div>
      <Figures report={report} />
      <div className={styles.pair}>
        <MigrationCard migration={report.migration} />
        <WeightChanges weights={report.weights} specs={specs} />
      </div>
      <MetricTable report={report} />
      <StudiesCard runId={report.runId} />
    </View>
  )
}

function Figures({ report }: { report: Review }) {
  const { metric, migration } = report
  const { gain, margin } = reviewWorth(report)
  const before = wholeValue(report.incumbent.search, metric)
  const after = wholeValue(report.candidate.search, metric)
  const searchGain = typeof before === 'number' && typeof after === 'number' ? after - before : null
  const moves = tierMoves(migration.accounts)
  const money = migration.mrr === null ? null : tierMoves(migration.mrr)
  const rowsWord = migration.rows === 'holdout' ? 'held out' : 'searched'
  return (
    <FigureRow>
      <Figure
        label="Held-out accounts"
        value={gain === null ? '—' : formatMetric(wholeValue(report.candidate.holdout, metric), 3)}
      >
        {gain === null ? (
          report.holdoutRows === 0 ? (
            'none held out'
          ) : (
            'too few to compute it'
          )
        ) : (
          <>
            from {formatMetric(wholeValue(report.incumbent.holdout, metric), 3)} ·{' '}
            <Gain
              text={formatGain(gain)}
              better={margin === null || Math.abs(gain) <= margin ? null : gain > 0}
            />
            {margin !== null && ` ± ${formatMetric(margin, 3)}`}
          </>
        )}
      </Figure>
      <Figure label="Accounts searched" value={formatMetric(after, 3)}>
        from {formatMetric(before, 3)} · {formatGain(searchGain)}
      </Figure>
      <Figure label="Accounts that change tier" value={changedShare(migration)}>
        {formatCount(moves.up)} up, {formatCount(moves.down)} down · {rowsWord}
      </Figure>
      {money !== null && (
        <Figure label="MRR that changes tier" value={formatCount(money.up + money.down)}>
          {formatCount(money.up)} up, {formatCount(money.down)} down
        </Figure>
      )}
    </FigureRow>
  )
}
