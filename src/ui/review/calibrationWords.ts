import type { Review } from '../../review/review.ts'
import { formatShare } from '../shared/format.ts'

/** How well either score parts those that stay from those that leave, from its lowest tenth to its highest. */
export function calibrationSentence({
  incumbent,
  candidate,
}: NonNullable<Review['calibration']>): string {
  const span = ({ deciles }: typeof candidate) =>
    `${formatShare(deciles[0]?.retainedShare)} to ${formatShare(deciles.at(-1)?.retainedShare)}`
  const steady = candidate.monotone
    ? 'More points always mean that more stay.'
    : 'More points do not always mean that more stay: the steps between tenths are partly luck.'
  return `From its lowest tenth to its highest ${span(candidate)} stayed with the candidate, ${span(incumbent)} with the incumbent. ${steady}`
}
