import type { Objective } from '../objective.ts'

/** The objective of a metric these rows cannot give: NaN whatever the weights, so nothing is kept. */
export function createUndefinedObjective(): Objective {
  return {
    reset: () => Number.NaN,
    tryMove: () => Number.NaN,
    accept() {},
    toValue: () => Number.NaN,
  }
}
