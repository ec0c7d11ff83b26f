import { Button } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { suitedWords } from '../../accounts/suited.ts'
import type { RunView as Run } from '../../store/state.ts'
import { useAppState, useCommands } from '../context.tsx'
import { useTakeSpec } from '../journal/useTakeSpec.ts'
import { Headline } from '../shared/Headline.tsx'
import { ProblemList } from '../shared/ProblemList.tsx'
import { ShortText } from '../shared/ShortText.tsx'
import { StartRunButton } from '../shared/StartRunButton.tsx'
import { splitWords } from '../shared/splitWords.ts'
import { View } from '../shared/View.tsx'
import { ActionRow } from './ActionRow.tsx'
import { ExportActions } from './ExportActions.tsx'
import { InterruptedBanner } from './InterruptedBanner.tsx'
import { LastKept } from './LastKept.tsx'
import { RunCharts } from './RunCharts.tsx'
import { RunCurves } from './RunCurves.tsx'
import { RunEmpty } from './RunEmpty.tsx'
import { RunFigures } from './RunFigures.tsx'
import { RunOptionsPanel } from './RunOptionsPanel.tsx'
import { RunPreparing } from './RunPreparing.tsx'
import { RunStatus } from './RunStatus.tsx'
import styles from './run.module.css'
import { crowdedTier, METRIC_WORDS, runHeadline, runLeaks } from './runWords.ts'
import { WeightsCard } from './WeightsCard.tsx'

/** The search as it happens and what came of it. */
export function RunView() {
  const commands = useCommands()
  const run = useAppState((state) => state.run)
  const dataReady = useAppState((state) => state.data.phase === 'ready' && state.model !== null)
  const preparing = useAppState((state) => state.preparing)
  const shaping = useAppState((state) => state.shaping !== null)
  const options = useAppState((state) => state.runOptions)
  const data = useAppState((state) => state.data)
  const [optionsOpen, setOptionsOpen] = useState(false)
  const panel = optionsOpen && (
    <RunOptionsPanel options={options} onChange={commands.setRunOptions} />
  )
  const closeOptions = () => setOptionsOpen(false)
  const set = Object.keys(options).length
  const toggle = (
    <Button aria-expanded={optionsOpen} onClick={() => setOptionsOpen(!optionsOpen)}>
      {set === 0 ? 'Options' : `Options (${set} set)`}
    </Button>
  )

  if (run === null && preparing) return <RunPreparing />
  if (run === null)
    return (
      <View name="Run">
        <InterruptedBanner />
        <RunEmpty toggle={toggle} panel={panel} onStart={closeOptions} />
      </View>
    )

  const words = METRIC_WORDS[run.header.metric]
  const ended = run.state === 'finished' || run.state === 'stopped'
  const tiers = run.header.spec.tiers.map(({ label }) => label)
  const crowded = ended ? crowdedTier(run.best.metrics, tiers) : null
  return (
    <View
      name="Run"
      context={contextWords(run)}
      actions={
        <ActionRow>
          <RunActions run={run} canGoDeeper={dataReady && !shaping && run.certificate === null} />
        </ActionRow>
      }
    >
      <InterruptedBanner />
      <Headline
        title={runHeadline(run, runLeaks(run, data))}
        sub={[`${capital(words.name)}: ${words.says}.`, originWords(run), crowded]
          .filter((sentence) => sentence !== null)
          .join(' ')}
      />
      {run.problem !== null && <ProblemList problems={[run.problem]} />}
      <RunStatus run={run}>
        <ExportActions runId={run.runId} />
        {dataReady && (
          <ActionRow>
            {toggle}
            <StartRunButton primary={false} onStart={closeOptions} />
          </ActionRow>
        )}
      </RunStatus>
      {ended && panel}
      <RunFigures run={run} />
      <RunCharts key={run.runId} run={run} />
      <RunCurves run={run} />
      <div className={styles.pair}>
        <WeightsCard header={run.header} best={run.best.weights} settled={ended} />
        <LastKept kept={run.lastKept} total={run.kept} runId={run.runId} ended={ended} />
      </div>
    </View>
  )
}

/** The next step of the work, given where the run stands. */
function RunActions({ run, canGoDeeper }: { run: Run; canGoDeeper: boolean }) {
  const commands = useCommands()
  const [, navigate] = useLocation()
  const stop = <Button onClick={() => void commands.stop()}>Stop</Button>
  if (run.state === 'running')
    return (
      <>
        {stop}
        <Button onClick={() => void commands.pause()}>Pause</Button>
      </>
    )
  if (run.state === 'paused')
    return (
      <>
        {stop}
        <Button variant="filled" onClick={() => void commands.resume()}>
          Resume
        </Button>
      </>
    )
  if (run.header.source === 'import') return <TakeBest run={run} />
  return (
    <>
      {canGoDeeper && (
        <Button
          title="Searches on from the best spec until no change of one or two weights improves it"
          onClick={() => void commands.goDeeper()}
        >
          Go deeper
        </Button>
      )}
      <Button
        variant="filled"
        aria-label="Review the result"
        onClick={() => {
          void commands.openReview(run.runId)
          navigate('/review')
        }}
      >
        <ShortText text="Review the result" short="Review" />
      </Button>
    </>
  )
}

/** An imported journal holds no accounts to review: its use is its best spec. */
function TakeBest({ run }: { run: Run }) {
  const takeSpec = useTakeSpec()
  return (
    <Button variant="filled" onClick={() => takeSpec(run.runId, run.lastKept[0]?.index ?? 0)}>
      Use best spec
    </Button>
  )
}

/** What gains are counted from, where it is not the start of this run. */
function originWords(run: Run): string | null {
  const { origin, suited } = run.header
  if (origin === undefined) return null
  return suited === undefined
    ? 'Gains count from the spec that stood before shapes, edits and earlier runs.'
    : `${suitedWords(suited)} Gains count from the spec as it was made.`
}

function contextWords(run: Run): string {
  const { split, seed, source, data } = run.header
  const words = [
    source === 'import' ? 'imported' : '',
    splitWords(split),
    Number.isNaN(seed) ? '' : `seed ${seed}`,
  ]
  return words.filter((word) => word !== '').join(' · ') || data.name
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
