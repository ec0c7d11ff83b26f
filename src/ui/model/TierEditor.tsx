import { useState } from 'react'
import type { Tier } from '../../evaluation/tiers.ts'
import type { ScoreDistribution } from '../../store/state.ts'
import { useCommands } from '../context.tsx'
import { Card } from '../shared/Card.tsx'
import { formatCount, plural } from '../shared/format.ts'
import { ScorePlot } from './ScorePlot.tsx'
import styles from './TierEditor.module.css'
import { TierTable } from './TierTable.tsx'
import { boundCut, cutRange, moveCut } from './tierCuts.ts'

interface TierEditorProps {
  tiers: Tier[] // best first
  maxScore: number
  scores: ScoreDistribution | null
}

interface Drag {
  index: number
  score: number
}

/** Tiers on the scores of all accounts; a cut-off is moved by pointer, arrow keys or number. */
export function TierEditor({ tiers, maxScore, scores }: TierEditorProps) {
  const { updateTiers } = useCommands()
  const [drag, setDrag] = useState<Drag | null>(null)
  const shown = drag === null ? tiers : moveCut(tiers, drag.index, drag.score)

  function cut(index: number, score: number): void {
    const bounded = boundCut(score, cutRange(tiers, index, maxScore))
    if (bounded !== tiers[index]?.min) void updateTiers(moveCut(tiers, index, bounded))
  }

  function pull(index: number, score: number): void {
    setDrag({ index, score: boundCut(score, cutRange(tiers, index, maxScore)) })
  }

  function release(): void {
    if (drag !== null) cut(drag.index, drag.score)
    setDrag(null)
  }

  return (
    <Card title="Tiers" aside="scores of all accounts under the weights below">
      <div className={styles.layout}>
        <div>
          <ScorePlot
            tiers={shown}
            maxScore={maxScore}
            bars={scores?.bars ?? null}
            onPull={pull}
            onRelease={release}
            onCut={cut}
          />
          <p className={styles.note}>{scores === null ? ' ' : clippedText(scores, maxScore)}</p>
        </div>
        <TierTable
          tiers={shown}
          maxScore={maxScore}
          accounts={scores?.tierAccounts ?? null}
          onCut={cut}
        />
      </div>
    </Card>
  )
}

function clippedText(scores: ScoreDistribution, maxScore: number): string {
  const ends = `${plural(scores.clippedLow, 'account')} at 0, ${formatCount(scores.clippedHigh)} at ${formatCount(maxScore)}.`
  if (scores.outsideTiers === 0) return ends
  return `${ends} ${plural(scores.outsideTiers, 'account')} in no tier, counted in the lowest.`
}
