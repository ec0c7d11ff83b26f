import { useAppState } from '../context.tsx'
import { formatCount, plural } from '../shared/format.ts'
import styles from './RailFoot.module.css'
import { SchemeToggle } from './SchemeToggle.tsx'

/** What the page promises, at the foot of the rail: privacy, and how much of the run is saved. */
export function RailFoot() {
  const experiments = useAppState((state) => state.run?.experiments ?? 0)
  const journaled = useAppState((state) => state.run?.journaled ?? 0)
  return (
    <footer className={styles.foot}>
      <p>Nothing leaves this browser.</p>
      {experiments > 0 && <p>{savedSentence(experiments, journaled)}</p>}
      <SchemeToggle className={styles.scheme} />
    </footer>
  )
}

function savedSentence(experiments: number, journaled: number): string {
  if (journaled < experiments)
    return `${formatCount(journaled)} of ${plural(experiments, 'experiment')} saved.`
  if (experiments === 1) return 'The 1 experiment is saved.'
  return `All ${plural(experiments, 'experiment')} saved.`
}
