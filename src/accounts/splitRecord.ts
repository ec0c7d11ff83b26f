/** How rows were divided before the search. */
export interface SplitRecord {
  kind: 'id-hash' | 'row-hash' | 'none' | 'unknown' // unknown: an imported journal does not say
  seed: number
  share: number // of accounts held out, 0 to below 1
  searchRows: number
  holdoutRows: number
}
