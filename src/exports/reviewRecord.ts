import type { Review } from '../review/review.ts'
import type { StudySummaries } from '../studies/runStudies.ts'

/** The review as report.json holds it: decision, gain and gates first; keys in snake_case, those of metrics as in the journal. */
export function reviewRecord(review: Review, studies: StudySummaries): Record<string, unknown> {
  const { decision, gain, gates, incumbent, candidate, ...rest } = review
  return {
    decision,
    gain: gain === null ? null : snakeKeys(gain),
    gates,
    incumbent,
    candidate,
    ...(snakeKeys(rest) as Record<string, unknown>),
    studies: snakeKeys(studies),
  }
}

function snakeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeKeys)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snakeKeys(each),
    ]),
  )
}
