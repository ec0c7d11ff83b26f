import { wilsonInterval } from '../evaluation/wilson.ts'

/** A difference of two shares with an interval of 95 %. */
export interface ShareDifference {
  value: number
  low: number
  high: number
}

/**
 * Difference of two independent shares, `events` of `n` minus `otherEvents` of `otherN`, with the
 * interval that joins their Wilson intervals: method 10 of Newcombe, Statistics in Medicine 17 (1998),
 * 873–890. Null where a group is empty.
 */
export function newcombe(
  events: number,
  n: number,
  otherEvents: number,
  otherN: number,
): ShareDifference | null {
  const one = wilsonInterval(events, n)
  const two = wilsonInterval(otherEvents, otherN)
  if (one === null || two === null) return null
  const value = one.share - two.share
  return {
    value,
    low: value - Math.hypot(one.share - one.low, two.high - two.share),
    high: value + Math.hypot(one.high - one.share, two.share - two.low),
  }
}
