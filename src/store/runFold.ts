import type { RunHeader } from '../journal/entry.ts'
import type {
  Certificate,
  ChangePoint,
  CurvePoint,
  ExperimentBatch,
  KeptExperiment,
  RunFigures,
} from '../loop/experiment.ts'
import { countRefusals, type RefusalCounts } from '../loop/guardrails.ts'
import { countTies, type TieCounts } from '../loop/ties.ts'
import type { KeptPoint, RunPoint, RunView } from './state.ts'

const MOST_POINTS = 800
const LAST_KEPT = 8

/** What the Run view draws, folded from journal entries: the same live and on replay. */
export interface RunFold {
  add(batch: ExperimentBatch, kept: KeptExperiment[]): void
  view(): Pick<
    RunView,
    | 'experiments'
    | 'kept'
    | 'searchSeconds'
    | 'best'
    | 'points'
    | 'keptPoints'
    | 'lastKept'
    | 'certificate'
    | 'refused'
    | 'ties'
    | 'curve'
    | 'changeCurve'
  >
}

/** Starts at the baseline; batches must arrive in order of experiment. */
export function createRunFold(header: RunHeader): RunFold {
  const { baseline } = header
  const startWeights = Object.values(header.spec.features).map((feature) => feature.weight)
  let experiments = 0
  let searchMs = 0
  let bucketSize = 1
  let points: RunPoint[] = []
  let bestValue = baseline.value
  let keptCount = 0
  let best: KeptExperiment | null = null
  let lastKept: KeptExperiment[] = [] // newest first
  let certificate: Certificate | null = null
  let refused: RefusalCounts = {}
  let ties: TieCounts | undefined
  let curve: CurvePoint[] | undefined
  let changeCurve: ChangePoint[] | undefined
  const keptPoints: KeptPoint[] = [
    { index: 0, value: baseline.value, holdoutValue: baseline.holdoutValue },
  ]

  let thinned: KeptPoint[] | null = null // of `keptPoints`, until one is added

  function addPoint(index: number, value: number): void {
    const last = points.at(-1)
    if (last !== undefined && index - last.from < stretchSize(last.from, bucketSize)) {
      last.to = index
      if (value < last.low) last.low = value
      if (value > last.high) last.high = value
      last.best = bestValue
      return
    }
    if (points.length === MOST_POINTS) {
      bucketSize *= 2
      points = mergeNeighbours(points, bucketSize)
      addPoint(index, value)
      return
    }
    points.push({ from: index, to: index, low: value, high: value, best: bestValue })
  }

  return {
    add(batch, kept) {
      for (let i = 0; i < batch.count; i++) {
        const value = batch.values[i]
        if (batch.kept[i] === 1) bestValue = value
        if (!Number.isNaN(value)) addPoint(batch.firstIndex + i, value)
      }
      experiments = batch.firstIndex + batch.count - 1
      searchMs += batch.durationMs
      keptCount += kept.length
      best = kept.at(-1) ?? best
      certificate = batch.certificate ?? certificate
      refused = countRefusals(refused, batch.refused)
      ties = countTies(ties, kept)
      curve = batch.curve ?? curve
      changeCurve = batch.changeCurve ?? changeCurve
      if (kept.length === 0) return // what is drawn of kept experiments stays the same reference
      lastKept = [...kept.slice(-LAST_KEPT).reverse(), ...lastKept].slice(0, LAST_KEPT)
      thinned = null
      for (const { index, value, holdoutValue, gainInStandardErrors } of kept) {
        keptPoints.push({ index, value, holdoutValue, gainInStandardErrors })
      }
    },

    view() {
      thinned ??= thin(keptPoints)
      return {
        experiments,
        kept: keptCount,
        searchSeconds: searchMs / 1000,
        best: figuresOf(best ?? baseline, best?.weights ?? startWeights),
        points: points.map((point) => ({ ...point })),
        keptPoints: thinned,
        lastKept,
        certificate,
        refused,
        ...(ties === undefined ? {} : { ties }),
        ...(curve === undefined ? {} : { curve }),
        ...(changeCurve === undefined ? {} : { changeCurve }),
      }
    },
  }
}

function figuresOf(figures: RunFigures, weights: number[]): RunView['best'] {
  const { value, holdoutValue, metrics, holdoutMetrics } = figures
  return { value, holdoutValue, metrics, holdoutMetrics, weights }
}

/** Experiments a stretch may hold: early ones stay short, so that a log axis can tell them apart. */
function stretchSize(from: number, bucketSize: number): number {
  return Math.min(bucketSize, Math.max(1, Math.floor(from / 16)))
}

function mergeNeighbours(points: RunPoint[], bucketSize: number): RunPoint[] {
  const merged: RunPoint[] = []
  for (const point of points) {
    const last = merged.at(-1)
    if (last === undefined || point.to - last.from >= stretchSize(last.from, bucketSize)) {
      merged.push({ ...point })
      continue
    }
    last.to = point.to
    last.low = Math.min(last.low, point.low)
    last.high = Math.max(last.high, point.high)
    last.best = point.best
  }
  return merged
}

function thin(points: KeptPoint[]): KeptPoint[] {
  if (points.length <= MOST_POINTS) return points.slice()
  const step = (points.length - 1) / (MOST_POINTS - 1)
  return Array.from({ length: MOST_POINTS }, (_, i) => points[Math.round(i * step)])
}
