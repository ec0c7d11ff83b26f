/** How a review came about, enough to repeat it; what is not known is absent. */
export interface Provenance {
  model: string
  files: ReportFile[]
  columnsHash?: string // SHA-256 of the columns used
  outcomes: [role: string, column: string][]
  strategy: string
  shapes?: string // how columns became points
  seed: number | null
  budget: number | null // experiments; null: until the strategy was done
  experiments: number
  kept: number
  searchSeconds: number
  guardrails?: string // of the search, and how many better specs they refused
  certificate?: string
  studies?: string // what was done again, how often, and by which search
  suited?: string // where the search departed from the incumbent's own base score and bounds
  kernel?: string
  appVersion: string
  evaluationVersion: number
  incumbentHash: string // SHA-256 of the spec's canonical JSON
  candidateHash: string
  bootstrapSeed: number
  command?: string // as given in the terminal
}

export interface ReportFile {
  used: string // 'searched and held out', 'searched', 'held out'
  name: string
  fingerprint: string // SHA-256 of its bytes
  rows: number
  columns: number
}
