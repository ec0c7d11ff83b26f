import { Button } from '@mantine/core'
import type { RunView } from '../../store/state.ts'
import type { SizePoint } from '../charts/curvePlot.ts'
import { SizeCurveFigure, type SizeWords } from '../charts/SizeCurveFigure.tsx'
import { type CurveKind, useTakeCurveSpec } from '../journal/useTakeCurveSpec.ts'
import { formatMetric, plural } from '../shared/format.ts'
import styles from './run.module.css'
import { METRIC_WORDS, startWords } from './runWords.ts'

const HEIGHT = 272

const WORDS: Record<CurveKind, SizeWords> = {
  features: {
    name: 'Metric by number of features',
    axis: 'features with points',
    one: 'feature',
    many: 'features',
    fileName: 'metric-by-features',
  },
  changes: {
    name: 'Metric by number of weights changed',
    axis: 'weights changed from the incumbent',
    one: 'weight changed',
    many: 'weights changed',
    fileName: 'metric-by-changes',
  },
}

const FROM_START = 'weights changed from the start of this run'

/** The curves a run has, by features or by changes; each of their specs can be taken. */
export function RunCurves({ run }: { run: RunView }) {
  const { curve, changeCurve } = run
  const ofFeatures = curve?.map(({ features, ...point }) => ({ ...point, size: features }))
  const ofChanges = changeCurve?.map(({ changes, ...point }) => ({ ...point, size: changes }))
  return (
    <>
      <Curve run={run} kind="features" points={ofFeatures ?? []} />
      <Curve run={run} kind="changes" points={ofChanges ?? []} />
    </>
  )
}

interface CurveProps {
  run: RunView
  kind: CurveKind
  points: SizePoint[]
}

function Curve({ run: { runId, header }, kind, points }: CurveProps) {
  const takeSpec = useTakeCurveSpec()
  if (points.length === 0) return null
  const { baseline, origin, changesFrom } = header
  const isFromOrigin = kind === 'changes' && changesFrom !== undefined && origin !== undefined
  const isFromStart = kind === 'changes' && !isFromOrigin && origin !== undefined
  const by = isFromStart ? { ...WORDS[kind], axis: FROM_START } : WORDS[kind]
  return (
    <div className={styles.pair}>
      <SizeCurveFigure
        curve={points}
        by={by}
        start={isFromOrigin ? origin.figures.value : baseline.value}
        startLabel={
          isFromOrigin ? `incumbent ${formatMetric(origin.figures.value, 3)}` : startWords(header)
        }
        metricWord={METRIC_WORDS[header.metric].name}
        height={HEIGHT}
        action={(size) => (
          <Button
            size="compact-sm"
            aria-label={`Use this spec of ${plural(size, by.one, by.many)}`}
            onClick={() => takeSpec(runId, kind, size)}
          >
            Use this spec
          </Button>
        )}
      />
    </div>
  )
}
