import type { Problem } from '../../lib/problem.ts'

const NAMES = { error: 'Error: ', warning: 'Warning: ', note: 'Note: ' }

/** Severity by shape as well as colour, and by name for those who do not see it. */
export function SeverityIcon({ severity }: { severity: Problem['severity'] }) {
  return (
    <>
      <svg width="18" height="18" viewBox="0 0 18 18" fill="none" aria-hidden="true">
        {severity === 'warning' ? (
          <path d="M9 2.5 16.2 15H1.8Z" stroke="currentColor" strokeWidth="1.5" />
        ) : (
          <circle cx="9" cy="9" r="7" stroke="currentColor" strokeWidth="1.5" />
        )}
        {severity === 'note' ? (
          <path d="M9 8.2v4M9 5.3v.9" stroke="currentColor" strokeWidth="1.6" />
        ) : severity === 'warning' ? (
          <path d="M9 7v3.6M9 12.1v1" stroke="currentColor" strokeWidth="1.6" />
        ) : (
          <path d="M9 5.2v4.6M9 11.6v1.2" stroke="currentColor" strokeWidth="1.6" />
        )}
      </svg>
      <span className="visually-hidden">{NAMES[severity]}</span>
    </>
  )
}
