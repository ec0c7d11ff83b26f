/** A report as what it says, before it is HTML or Markdown. Texts are plain: whoever renders them escapes. */
export interface ReportDocument {
  title: string
  subtitle: string
  verdict: { decision: string; ready: boolean; headline: string }
  answers: { question: string; answer: string; note?: string }[] // the sentences everyone needs
  figures: KeyFigure[]
  picture: Chart
  sections: Section[]
}

export interface KeyFigure {
  label: string
  value: string
  note: string
}

export interface Section {
  title: string
  lead: string // what the section shows, in a sentence; '' where the blocks say it
  blocks: Block[]
}

export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'facts'; facts: [name: string, value: string][] }
  | TableBlock
  | { kind: 'charts'; charts: Chart[] } // side by side where there is room

export interface TableBlock {
  kind: 'table'
  name: string
  columns: Column[]
  rows: TableRow[]
  note?: string
}

export interface Column {
  title: string
  align?: 'left' | 'right' // absent: left
}

export type TableRow = { group: string } | { cells: Cell[]; strong?: boolean }

export type Cell = string | { text: string; tone?: Tone; bar?: Bar; note?: string }

export type Tone = 'good' | 'bad' | 'quiet' | 'warn'

/** A number drawn in its cell, on the axis of its column. */
export interface Bar {
  from: number // start of the axis
  to: number
  before: number | null
  after: number | null
  band: [low: number, high: number] | null
}

/** A drawn figure: safe SVG markup, and the same in words for those who do not see it. */
export interface Chart {
  title: string
  svg: string
  words: string
}
