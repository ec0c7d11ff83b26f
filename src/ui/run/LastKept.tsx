import { memo } from 'react'
import { Link } from 'wouter'
import type { KeptExperiment } from '../../loop/experiment.ts'
import { Card } from '../shared/Card.tsx'
import controls from '../shared/controls.module.css'
import {
  formatChange,
  formatChanges,
  formatCount,
  formatErrors,
  formatKeptGain,
  isAbridged,
} from '../shared/format.ts'
import { TieMark } from '../shared/TieMark.tsx'
import styles from './run.module.css'

interface LastKeptProps {
  kept: KeptExperiment[]
  total: number
  runId: string
  ended: boolean
}

/** The newest kept experiments: what changed, and by how much it helped on the accounts searched. */
export const LastKept = memo(function LastKept({ kept, total, runId, ended }: LastKeptProps) {
  return (
    <Card
      title="Last kept"
      aside={
        total > kept.length && (
          <Link href={`/journal?run=${runId}`} className={controls.link}>
            all {formatCount(total)}
          </Link>
        )
      }
    >
      {kept.length === 0 ? (
        <p className={styles.quiet}>
          {ended ? 'No experiment was better than the start.' : 'Nothing kept yet.'}
        </p>
      ) : (
        <ol className={styles.kept}>
          {kept.map((experiment) => (
            <li key={experiment.index}>
              <span className={styles.quiet}>#{formatCount(experiment.index)}</span>
              <span className={styles.changes}>
                {isAbridged(experiment.changes) ? (
                  <span>{formatChanges(experiment.changes)}</span>
                ) : (
                  experiment.changes.map((change) => (
                    <span key={change.feature}>{formatChange(change)}</span>
                  ))
                )}
              </span>
              <span className={styles.keptGain} title={gainTitle(experiment)}>
                {formatKeptGain(gainOf(experiment))}
                <TieMark kept={experiment} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
})

function gainTitle(experiment: KeptExperiment): string | undefined {
  if (gainOf(experiment) === 0) return 'the same value with smaller weights'
  const { gainInStandardErrors } = experiment
  return gainInStandardErrors === undefined
    ? undefined
    : `${formatErrors(gainInStandardErrors)} standard errors`
}

function gainOf({ value, baselineValue }: KeptExperiment): number {
  return value - baselineValue
}
