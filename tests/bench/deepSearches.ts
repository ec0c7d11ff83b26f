import type { Dataset } from '../../src/accounts/dataset.ts'
import { certificateSentence } from '../../src/loop/certificate.ts'
import { searchDeep } from '../../src/search/deep/searchDeep.ts'
import { benchBounds, benchDataset, withTwelve } from './benchDataset.ts'
import { cpuSeconds, mainThreadSeconds } from './cpuSeconds.ts'
import { plainLoop } from './plainLoop.ts'

/** A whole `deep` search, from its start to its certificate. */
export interface DeepLine {
  rows: number
  features: number
  seconds: number // of processor time
  ofThread: number // of these, by the searching thread; NaN: not known
  experiments: number
  python: number | null // experiments of the Python loop on these accounts in that time
  certificate: string
}

/** One search of AUC for each size, the code of the first not warm yet, as on a page just opened. */
export function deepSearches(): DeepLine[] {
  return [withTwelve(benchDataset(5_000, 1)), benchDataset(50_000, 1)].map(deepSearch)
}

function deepSearch(dataset: Dataset): DeepLine {
  const features = dataset.features.length
  const start = new Int32Array(features).fill(2)
  const bounds = benchBounds(dataset)
  const before = cpuSeconds()
  const threadBefore = mainThreadSeconds()
  const { experiments, certificate } = searchDeep(dataset, 'auc_roc_retain', bounds, start, 1)
  const ofThread = mainThreadSeconds() - threadBefore
  const seconds = cpuSeconds() - before
  if (certificate === null) throw new Error('deep search without certificate')
  const python = plainLoop(dataset, start)
  return {
    ...{ rows: dataset.rowCount, features, seconds, ofThread, experiments },
    python: python === null ? null : seconds * python.perSecond,
    certificate: certificateSentence(certificate),
  }
}
