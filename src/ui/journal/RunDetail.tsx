import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation, useSearchParams } from 'wouter'
import type { RunSummary, SplitRecord } from '../../journal/entry.ts'
import { journalBytes, usualLines } from '../../journal/journalSize.ts'
import { tieSentence } from '../../loop/ties.ts'
import type { ExperimentFilter } from '../../session/commands.ts'
import { metricLabel } from '../charts/metricText.ts'
import { useCommands } from '../context.tsx'
import { ActionRow } from '../run/ActionRow.tsx'
import { resultSentence, wasHeldOut } from '../run/runWords.ts'
import { endFigures, holdoutWorth } from '../run/runWorth.ts'
import { Card } from '../shared/Card.tsx'
import { CertificateLine } from '../shared/CertificateLine.tsx'
import controls from '../shared/controls.module.css'
import { formatBytes, formatCount, formatMoment, formatSeconds, plural } from '../shared/format.ts'
import { Headline } from '../shared/Headline.tsx'
import { splitWords } from '../shared/splitWords.ts'
import { View } from '../shared/View.tsx'
import { ExperimentList } from './ExperimentList.tsx'
import { ExperimentPanel } from './ExperimentPanel.tsx'
import styles from './journal.module.css'
import { RunNote } from './RunNote.tsx'
import { heldOutValues, searchedValues, triedText } from './runText.ts'
import { useTakeSpec } from './useTakeSpec.ts'

const FILTERS: ExperimentFilter[] = ['all', 'won', 'lost']
const FILTER_WORDS: Record<ExperimentFilter, string> = {
  all: 'All',
  won: 'Kept',
  lost: 'Reverted',
}

interface RunDetailProps {
  run: RunSummary
  interrupted: boolean
}

/** One run of the journal: what it was, what came of it, and every experiment. */
export function RunDetail({ run, interrupted }: RunDetailProps) {
  const commands = useCommands()
  const [, navigate] = useLocation()
  const takeSpec = useTakeSpec()
  const [search, setSearch] = useSearchParams()
  const [seen, setSeen] = useState({ experiments: run.experiments, kept: run.kept })
  const { header, best } = run
  const filter = FILTERS.find((each) => each === search.get('show')) ?? 'all'
  const open = search.has('experiment') ? Number(search.get('experiment')) : null
  const totals = {
    all: seen.experiments,
    won: seen.kept,
    lost: seen.experiments - seen.kept,
  }
  const ties = tieSentence(run.ties, run.kept, formatCount)
  const fresh = run.experiments - seen.experiments

  function put(key: string, value: string | null) {
    setSearch(
      (before) => {
        const next = new URLSearchParams(before)
        if (value === null) next.delete(key)
        else next.set(key, value)
        return next
      },
      { replace: true },
    )
  }

  const useBest = (
    <Button
      variant={header.source === 'import' ? 'filled' : 'default'}
      onClick={() => takeSpec(header.runId, best?.index ?? 0)}
    >
      Use best spec
    </Button>
  )

  return (
    <View
      name="Journal"
      actions={
        <ActionRow>
          {interrupted && (
            <Button
              variant="filled"
              onClick={() => {
                void commands.resumeInterrupted(header.runId)
                navigate('/run')
              }}
            >
              Resume
            </Button>
          )}
          {header.source === 'import' ? (
            useBest
          ) : (
            <Button
              variant={interrupted ? 'default' : 'filled'}
              onClick={() => {
                void commands.openReview(header.runId)
                navigate(`/review?run=${encodeURIComponent(header.runId)}`)
              }}
            >
              Review the result
            </Button>
          )}
        </ActionRow>
      }
    >
      <p className={styles.back}>
        <Link href="/journal" className={controls.link}>
          ← Back to the list
        </Link>
      </p>
      <Headline
        title={runTitle(run)}
        sub={`${header.data.name}, ${formatMoment(header.createdAt)}`}
      />
      <div className={styles.certificate}>
        <CertificateLine certificate={run.certificate} gained={false} />
        {ties !== null && <p className={styles.quiet}>{ties}</p>}
      </div>
      <div className={styles.tools}>
        <Button onClick={() => void commands.exportJournal(header.runId)}>
          Export journal (JSONL)
        </Button>
        {usualLines(run) === 'kept' && (
          <Button onClick={() => void commands.exportJournal(header.runId, 'all')}>
            Export all {formatCount(run.experiments)} (about {formatBytes(journalBytes(run))})
          </Button>
        )}
        {header.source !== 'import' && useBest}
      </div>
      <RunFacts run={run} interrupted={interrupted} />
      <div className={styles.inside} data-open={open !== null}>
        <Card flush>
          <div className={styles.listHead}>
            <h2 className={styles.listTitle}>Experiments</h2>
            {/* biome-ignore lint/a11y/useSemanticElements: a group of buttons, not of fields */}
            <div role="group" aria-label="Experiments shown" className={styles.filters}>
              {FILTERS.map((each) => (
                <button
                  key={each}
                  type="button"
                  aria-pressed={each === filter}
                  onClick={() => put('show', each === 'all' ? null : each)}
                >
                  {FILTER_WORDS[each]} <span>{formatCount(totals[each])}</span>
                </button>
              ))}
            </div>
            {fresh > 0 && (
              <button
                type="button"
                className={controls.link}
                onClick={() => setSeen({ experiments: run.experiments, kept: run.kept })}
              >
                show {formatCount(fresh)} new
              </button>
            )}
          </div>
          {totals[filter] === 0 ? (
            <p className={styles.none}>
              {filter === 'won'
                ? 'No experiment beat the start.'
                : 'No experiment was journaled in this run.'}
            </p>
          ) : (
            <ExperimentList
              key={`${filter} ${seen.experiments}`}
              runId={header.runId}
              filter={filter}
              total={totals[filter]}
              open={open}
              onOpen={(index) => put('experiment', String(index))}
            />
          )}
        </Card>
        {open !== null && (
          <ExperimentPanel header={header} index={open} onClose={() => put('experiment', null)} />
        )}
      </div>
    </View>
  )
}

function runTitle(run: RunSummary): string {
  if (run.state === 'running' || run.state === 'paused')
    return `${plural(run.experiments, 'experiment')} so far`
  const end = endFigures(run)
  if (end === null) return 'No evidence of a gain: nothing beat the start'
  const worth = holdoutWorth(run.header, end.holdoutValue)
  return resultSentence(worth, wasHeldOut(run.header))
}

function knownUpTo({ asOf }: SplitRecord): [string, string][] {
  return asOf == null ? [] : [['Outcomes known up to', asOf]]
}

function RunFacts({ run, interrupted }: RunDetailProps) {
  const { header } = run
  const facts: [string, string][] = [
    ['Metric', metricLabel(header.metric)],
    ['Searched', searchedValues(run)],
    ['Held out', heldOutValues(run)],
    ['Experiments', triedText(run.experiments, header.budget)],
    ['Kept', formatCount(run.kept)],
    ['Search time', formatSeconds(run.searchSeconds)],
    ['Strategy', header.strategy],
    ['Seed', Number.isNaN(header.seed) ? 'not told' : String(header.seed)],
    ['Split', splitWords(header.split) || 'not told'],
    ...knownUpTo(header.split),
    ['Evaluator', `version ${header.evaluationVersion}`],
    ['State', interrupted ? 'interrupted' : run.state],
  ]
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div className={styles.factNote}>
        <dt>Note</dt>
        <dd>
          <RunNote runId={header.runId} name={header.data.name} note={run.note} />
        </dd>
      </div>
    </dl>
  )
}
