import type { DriftRow } from './review.ts'
import { listed } from './words.ts'

/** Compared columns in a row, the scores first and named as such: 'both scores and logins'. */
export function driftNames(rows: readonly Pick<DriftRow, 'name' | 'kind'>[]): {
  names: string
  isOne: boolean
} {
  const scores = rows.filter(({ kind }) => kind === 'score')
  const features = rows.filter(({ kind }) => kind === 'feature').map(({ name }) => name)
  const ofScores =
    scores.length > 1
      ? ['both scores']
      : scores.map(({ name }) => `the score of the ${name.replace(/^score, /, '')}`)
  return { names: listed([...ofScores, ...features]), isOne: rows.length === 1 }
}
