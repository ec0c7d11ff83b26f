import type { DataRecord } from './dataRecord.ts'

/** How rows were divided before the search. */
export interface SplitRecord {
  // time: later outcomes are held out; file: those of a second file; unknown: an imported journal does not say
  kind: 'id-hash' | 'row-hash' | 'none' | 'time' | 'file' | 'unknown'
  seed: number // of the hash; 0 where none decides
  share: number // of accounts held out, 0 to below 1: as asked for, but by file as it is
  searchRows: number
  holdoutRows: number
  leftOutRows?: number // rows between the periods, in neither
  windows?: { search: Window; holdout: Window } // by time, and by file where both have time columns
  asOf?: string | null // the last day outcomes are known of, ISO 8601; null or absent: not told
  second?: DataRecord // by file: the later one
}

/** When the accounts of a period were looked at and when their outcomes were over, first and last; ISO 8601. */
export interface Window {
  featuresAsofFrom: string
  featuresAsofTo: string
  outcomeEndFrom: string
  outcomeEndTo: string
}
