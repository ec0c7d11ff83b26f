/** The data a run saw, enough to recognise it again; never its rows. */
export interface DataRecord {
  name: string // file name
  fingerprint: string // SHA-256 of the file's bytes, hex
  rows: number
  columns: number
}
