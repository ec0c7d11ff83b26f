import type { ChangePoint, CurvePoint, RunFigures } from './experiment.ts'

/** A curve as files hold it. */
export function curveRecord(curve: CurvePoint[]) {
  return curve.map(({ features, value, holdoutValue }) => ({
    features,
    search: value,
    holdout: holdoutValue,
  }))
}

/** A curve by number of changes as files hold it. */
export function changeCurveRecord(curve: ChangePoint[]) {
  return curve.map(({ changes, value, holdoutValue }) => ({
    changes,
    search: value,
    holdout: holdoutValue,
  }))
}

/** A curve with its values on held-out rows. `figures` are of its points, in order. */
export function withHoldout<Point extends CurvePoint | ChangePoint>(
  curve: Point[],
  figures: Pick<RunFigures, 'holdoutValue'>[],
): Point[] {
  return curve.map((point, i) => ({ ...point, holdoutValue: figures[i].holdoutValue }))
}
