import type { GateState } from './gateWords.ts'

/** How a check stands, by shape; the word stands beside it. 'keep': a shield, nothing is to be changed. */
export function StateIcon({ state }: { state: GateState | 'keep' }) {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" fill="none" aria-hidden="true">
      {state === 'keep' ? (
        <path
          d="M9 1.8 15 4v4.6c0 3.6-2.5 6-6 7.6-3.5-1.6-6-4-6-7.6V4Z"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeLinejoin="round"
        />
      ) : (
        <circle
          cx="9"
          cy="9"
          r="7.2"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeDasharray={state === 'not verified' ? '3 2.6' : undefined}
        />
      )}
      {state === 'passes' && (
        <path d="m5.6 9.3 2.4 2.4 4.5-5" stroke="currentColor" strokeWidth="1.8" />
      )}
      {state === 'fails' && (
        <path d="m6.2 6.2 5.6 5.6m0-5.6-5.6 5.6" stroke="currentColor" strokeWidth="1.8" />
      )}
      {state === 'keep' && <path d="M6.2 9h5.6" stroke="currentColor" strokeWidth="1.8" />}
    </svg>
  )
}
