import type { CurvePoint, RunFigures } from './experiment.ts'

/** A curve as files hold it. */
export function curveRecord(curve: CurvePoint[]) {
  return curve.map(({ features, value, holdoutValue }) => ({
    features,
    search: value,
    holdout: holdoutValue,
  }))
}

/** The curve with its values on held-out rows. `figures` are of its points, in order. */
export function withHoldout(
  curve: CurvePoint[],
  figures: Pick<RunFigures, 'holdoutValue'>[],
): CurvePoint[] {
  return curve.map((point, i) => ({ ...point, holdoutValue: figures[i].holdoutValue }))
}
