import { Button } from '@mantine/core'
import type { RunView } from '../../store/state.ts'
import { FeatureCurveFigure } from '../charts/FeatureCurveFigure.tsx'
import { useTakeCurveSpec } from '../journal/useTakeCurveSpec.ts'
import { plural } from '../shared/format.ts'
import styles from './run.module.css'
import { METRIC_WORDS } from './runWords.ts'

const HEIGHT = 272

/** The curve of a search for few features, where the run has one; each of its specs can be taken. */
export function FeatureCurve({ run }: { run: RunView }) {
  const takeSpec = useTakeCurveSpec()
  const { runId, header, curve } = run
  if (curve === undefined) return null
  return (
    <div className={styles.pair}>
      <FeatureCurveFigure
        curve={curve}
        start={header.baseline.value}
        metricWord={METRIC_WORDS[header.metric].name}
        height={HEIGHT}
        action={(features) => (
          <Button
            size="compact-sm"
            aria-label={`Use this spec of ${plural(features, 'feature')}`}
            onClick={() => takeSpec(runId, features)}
          >
            Use this spec
          </Button>
        )}
      />
    </div>
  )
}
