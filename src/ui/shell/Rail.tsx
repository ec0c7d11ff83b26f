import { Link, useLocation } from 'wouter'
import type { AppState } from '../../store/state.ts'
import { useAppState } from '../context.tsx'
import { formatCompact, formatCount, plural } from '../shared/format.ts'
import { Logo } from './Logo.tsx'
import styles from './Rail.module.css'

interface Step {
  path: string
  name: string
  icon: string // path in a box of 20
  count(state: AppState): string // quiet figure beside the name; '' when there is none
}

const STEPS: Step[] = [
  {
    path: '/data',
    name: 'Data',
    icon: 'M3 4.5h14v11H3zM3 8.5h14M8 8.5v7',
    count: ({ data }) =>
      data.phase !== 'ready'
        ? ''
        : data.rows < 1e6
          ? formatCount(data.rows)
          : formatCompact(data.rows),
  },
  {
    path: '/model',
    name: 'Model',
    icon: 'M3 6h14M3 10h14M3 14h14M7 4.5v3M13 8.5v3M9 12.5v3',
    count: ({ model }) =>
      model === null ? '' : plural(Object.keys(model.spec.features).length, 'weight'),
  },
  {
    path: '/run',
    name: 'Run',
    icon: 'M3 16h3.5v-4H10V8h3.5V4H17',
    count: ({ run }) => run?.state ?? '',
  },
  {
    path: '/journal',
    name: 'Journal',
    icon: 'M5 3.5h10v13H5zM8 7h4M8 10h4M8 13h2',
    count: ({ journal }) =>
      journal.phase === 'ready' && journal.runs.length > 0
        ? plural(journal.runs.length, 'run')
        : '',
  },
  {
    path: '/review',
    name: 'Review',
    icon: 'm4 10.5 4 4 8-9',
    count: ({ review }) => (review.phase === 'ready' ? 'done' : ''),
  },
]

/** The five steps of the work; a bottom bar on a phone. */
export function Rail() {
  return (
    <nav className={styles.rail} aria-label="Steps">
      <div className={styles.brand}>
        <Logo />
        Ratchet
      </div>
      <ul className={styles.links}>
        {STEPS.map((step) => (
          <li key={step.path}>
            <StepLink step={step} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

function StepLink({ step }: { step: Step }) {
  const [path] = useLocation()
  const count = useAppState(step.count)
  return (
    <Link
      href={step.path}
      className={styles.link}
      aria-current={path === step.path ? 'page' : undefined}
    >
      <svg className={styles.icon} width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
        <path d={step.icon} fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>
      <span>{step.name}</span>
      <span className={styles.count} aria-hidden="true">
        {count}
      </span>
    </Link>
  )
}
