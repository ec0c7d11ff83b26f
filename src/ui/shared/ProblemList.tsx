import { type ReactNode, useState } from 'react'
import type { Problem } from '../../lib/problem.ts'
import controls from './controls.module.css'
import { formatCount } from './format.ts'
import styles from './ProblemList.module.css'
import { unsaidPlace } from './problemWhere.ts'
import { SeverityIcon } from './SeverityIcon.tsx'

interface ProblemListProps {
  problems: Problem[]
  action?: (problem: Problem) => ReactNode // a button that mends it, where there is one
  limit?: number // how many before 'show all'
}

const SEVERITIES = ['error', 'warning', 'note'] as const

/** Problems by severity, each with what, where and what to do. Renders nothing when there are none. */
export function ProblemList({ problems, action, limit = 6 }: ProblemListProps) {
  const [all, setAll] = useState(false)
  if (problems.length === 0) return null
  const sorted = SEVERITIES.flatMap((severity) =>
    problems.filter((problem) => problem.severity === severity),
  )
  const shown = all ? sorted : sorted.slice(0, limit)
  return (
    <>
      <ul className={styles.list} aria-label="Problems">
        {shown.map((problem) => (
          <ProblemItem
            key={`${problem.code} ${problem.column ?? ''} ${problem.row ?? ''} ${problem.what}`}
            problem={problem}
            action={action?.(problem)}
          />
        ))}
      </ul>
      {sorted.length > shown.length && (
        <p className={styles.more}>
          <button type="button" className={controls.link} onClick={() => setAll(true)}>
            Show all {formatCount(sorted.length)}
          </button>
        </p>
      )}
    </>
  )
}

function ProblemItem({ problem, action }: { problem: Problem; action: ReactNode }) {
  const place = unsaidPlace(problem)
  return (
    <li className={`${styles.item} ${styles[problem.severity]}`}>
      <SeverityIcon severity={problem.severity} />
      <div>
        <Emphasised text={problem.what} part={problem.column} />
        {place !== '' && <span className={styles.where}> ({place})</span>}
        {problem.fix !== '' && <span> {problem.fix}</span>}
        {action !== undefined && action !== null && <> {action}</>}
      </div>
    </li>
  )
}

function Emphasised({ text, part }: { text: string; part: string | undefined }) {
  const at = part === undefined || part === '' ? -1 : text.indexOf(part)
  if (part === undefined || at < 0) return <span>{text}</span>
  return (
    <span>
      {text.slice(0, at)}
      <b>{part}</b>
      {text.slice(at + part.length)}
    </span>
  )
}
